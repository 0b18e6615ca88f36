"""The sitemap: every public page in the languages in which it exists, without examples."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import COUNTRY_CODES
from portal.models import ServicePage

LIST_URL_NAMES = [
    "home",
    "partners:partners",
    "posts:posts",
    "calls:calls",
    "agreements:agreements",
    "support:measures",
    "countries",
    "changes",
]


class MultilingualSitemap(Sitemap):
    """URLs per language. No x-default, since Django's drops the language prefix; pages have it."""

    i18n = True
    alternates = True


class RecordSitemap(MultilingualSitemap):
    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        return self.queryset.published().real().order_by("pk")

    def get_languages_for_item(self, item):
        return item.languages

    def lastmod(self, item):
        return item.changed_nl


class ResultsSitemap(RecordSitemap):
    def items(self):
        return super().items().with_results()

    def location(self, item):
        return item.get_results_url()


class ListSitemap(MultilingualSitemap):
    def items(self):
        return LIST_URL_NAMES

    def location(self, item):
        return reverse(item)


class CountrySitemap(MultilingualSitemap):
    def items(self):
        return COUNTRY_CODES

    def location(self, item):
        return reverse("country", args=[item.lower()])


SITEMAPS = {
    "lists": ListSitemap(),
    "frameworks": RecordSitemap(Framework.objects.all()),
    "partners": RecordSitemap(Partner.objects.all()),
    "posts": RecordSitemap(Post.objects.all()),
    "series": RecordSitemap(CallSeries.objects.all()),
    "calls": RecordSitemap(Call.objects.select_related("series")),
    "results": ResultsSitemap(Call.objects.select_related("series")),
    "agreements": RecordSitemap(Agreement.objects.all()),
    "programmes": RecordSitemap(WorkProgramme.objects.select_related("agreement")),
    "support": RecordSitemap(SupportMeasure.objects.all()),
    "pages": RecordSitemap(ServicePage.objects.all()),
    "countries": CountrySitemap(),
}
