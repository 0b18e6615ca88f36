"""The sitemap: every public page in the languages in which it exists, never an example."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import Framework
from portal.countries import CODES as COUNTRIES
from portal.models import ServicePage

LISTS = [
    "home",
    "partners:partners",
    "posts:posts",
    "calls:calls",
    "agreements:agreements",
    "support:measures",
    "countries",
    "changes",
]


class InFourLanguages(Sitemap):
    """Addresses per language. Django's x-default drops the prefix, so pages say it instead."""

    i18n = True
    alternates = True


class Records(InFourLanguages):
    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        return self.queryset.published().real().order_by("pk")

    def get_languages_for_item(self, item):
        return item.languages

    def lastmod(self, item):
        return item.changed_nl


class Results(Records):
    def items(self):
        return super().items().with_results()

    def location(self, item):
        return item.get_results_url()


class Lists(InFourLanguages):
    def items(self):
        return LISTS

    def location(self, item):
        return reverse(item)


class Countries(InFourLanguages):
    def items(self):
        return COUNTRIES

    def location(self, item):
        return reverse("country", args=[item.lower()])


SITEMAPS = {
    "lists": Lists(),
    "frameworks": Records(Framework.objects.all()),
    "partners": Records(Partner.objects.all()),
    "posts": Records(Post.objects.all()),
    "series": Records(CallSeries.objects.all()),
    "calls": Records(Call.objects.select_related("series")),
    "results": Results(Call.objects.select_related("series")),
    "agreements": Records(Agreement.objects.all()),
    "programmes": Records(WorkProgramme.objects.select_related("agreement")),
    "support": Records(SupportMeasure.objects.all()),
    "pages": Records(ServicePage.objects.all()),
    "countries": Countries(),
}
