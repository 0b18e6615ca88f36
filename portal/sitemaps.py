"""The sitemap: every public page in the languages in which it exists, without examples.

`/sitemap.xml` names a file for each kind of page, in parts of A_FILE records.
"""

from functools import partial

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.core.paginator import Paginator
from django.db.models import Max

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import COUNTRY_CODES
from portal.country_views import answer_url, other_partners
from portal.i18n.addresses import address
from portal.models import ServicePage
from portal.publishing.parameters import parameters

LIST_URL_NAMES = [
    "home",
    "partners:partners",
    "posts:posts",
    "calls:calls",
    "figures:figures",
    "agreements:agreements",
    "support:measures",
    "countries",
    "changes",
    "open_data",
    "proof",
    *(["alerts:sign_up"] if settings.ALERTS else []),
]


A_FILE = 250  # records, each with an entry for every language


class RecordPaginator(Paginator):
    """Pages of records, not of (record, language) pairs: only those of one page are read."""

    def __init__(self, records, pairs):
        super().__init__(records, A_FILE)
        self.pairs = pairs

    def _get_page(self, records, number, paginator):
        return super()._get_page(self.pairs(records), number, paginator)


class MultilingualSitemap(Sitemap):
    """URLs per language. No x-default, since Django's drops the language prefix; pages have it."""

    i18n = True
    alternates = True


class RecordSitemap(MultilingualSitemap):
    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        return self.queryset.published().real().order_by("pk")

    @property
    def paginator(self):
        return RecordPaginator(self.items(), self.pairs)

    def pairs(self, records):
        return [(record, code) for record in records for code in record.languages]

    def get_languages_for_item(self, item):
        return item.languages

    def lastmod(self, item):
        return item.changed_nl

    def get_latest_lastmod(self):
        return self.items().order_by().aggregate(newest=Max("changed_nl"))["newest"]


class ResultsSitemap(RecordSitemap):
    def items(self):
        return super().items().with_results()

    def location(self, item):
        return item.get_results_url()


class ListSitemap(MultilingualSitemap):
    def items(self):
        return LIST_URL_NAMES

    def location(self, item):
        return address(item)


class CountrySitemap(MultilingualSitemap):
    def items(self):
        return COUNTRY_CODES

    def location(self, item):
        return address("country", item.lower())


class OtherPartnerSitemap(MultilingualSitemap):
    """The answers about partners that are no country, in the languages in which these exist."""

    def items(self):
        return [partner for partner, _answer in other_partners()]

    def get_languages_for_item(self, item):
        return item.languages

    def location(self, item):
        return answer_url(item)


# Made for each request: an instance remembers when its newest page changed.
SITEMAPS = {
    "lists": ListSitemap,
    "frameworks": partial(RecordSitemap, Framework.objects.all()),
    "partners": partial(RecordSitemap, Partner.objects.all()),
    "posts": partial(RecordSitemap, Post.objects.all()),
    "series": partial(RecordSitemap, CallSeries.objects.all()),
    "calls": partial(RecordSitemap, Call.objects.select_related("series")),
    "results": partial(ResultsSitemap, Call.objects.select_related("series")),
    "agreements": partial(RecordSitemap, Agreement.objects.all()),
    "programmes": partial(RecordSitemap, WorkProgramme.objects.select_related("agreement")),
    "support": partial(RecordSitemap, SupportMeasure.objects.all()),
    "pages": partial(RecordSitemap, ServicePage.objects.all()),
    "countries": CountrySitemap,
    "other_partners": OtherPartnerSitemap,
}


def sitemap_index(request):
    return index(request, SITEMAPS, sitemap_url_name="sitemap_section")


@parameters("p")
def sitemap_section(request, section):
    return sitemap(request, SITEMAPS, section)
