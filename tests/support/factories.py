"""Factories of valid records for tests; any field can be given. Texts are set per language.

`make_call(closes_at=…, title_nl=…)` and the like; `in_four(title="x")` fills all four languages.
"""

import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Jurisdiction, Partner, Post
from policy.models import FocusEntry, Framework
from portal.i18n.languages import CODES
from portal.models import ServicePage
from portal.revisions.current import has_left_draft
from portal.revisions.models import Draft, Revision

BRUSSELS = ZoneInfo("Europe/Brussels")


def brussels(*parts):
    """A datetime in Brussels time: `brussels(2027, 3, 1, 17)`."""
    return datetime.datetime(*parts, tzinfo=BRUSSELS)


def in_four(**texts):
    """Column values with a text in every language: `in_four(body="<p>x</p>")`."""
    return {
        f"{name}_{code}": f"{text} {code}" if "<" not in text else text
        for name, text in texts.items()
        for code in CODES
    }


class PublishedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    state = "published"


class PartnerFactory(PublishedFactory):
    class Meta:
        model = Partner

    kind = "state"
    slug_nl = factory.Sequence("partner-{}".format)
    name_nl = factory.Sequence("Partner {}".format)


class PostFactory(PublishedFactory):
    class Meta:
        model = Post

    status = "open"
    slug_nl = factory.Sequence("post-{}".format)
    name_nl = factory.Sequence("Vertegenwoordiging {}".format)
    city_nl = factory.Sequence("Stad {}".format)


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction

    post = factory.SubFactory(PostFactory)
    partner = factory.SubFactory(PartnerFactory)


class FrameworkFactory(PublishedFactory):
    class Meta:
        model = Framework

    slug = factory.Sequence("kader-{}".format)
    title_nl = "Strategisch kader"
    starts_on = datetime.date(2021, 1, 1)
    ends_on = datetime.date(2025, 12, 31)


class FocusEntryFactory(DjangoModelFactory):
    class Meta:
        model = FocusEntry

    framework = factory.SubFactory(FrameworkFactory)
    position = factory.Sequence(lambda number: number + 1)
    kind = "named"
    text_nl = factory.Sequence("Groep {}".format)


class AgreementFactory(PublishedFactory):
    class Meta:
        model = Agreement

    slug_nl = factory.Sequence("akkoord-{}".format)
    title_nl = factory.Sequence("Akkoord {}".format)
    title_fr = title_de = title_en = factory.SelfAttribute("title_nl")


class WorkProgrammeFactory(PublishedFactory):
    class Meta:
        model = WorkProgramme

    agreement = factory.SubFactory(AgreementFactory)
    first_year = 2021
    last_year = 2024


class CallSeriesFactory(PublishedFactory):
    class Meta:
        model = CallSeries

    slug_nl = factory.Sequence("reeks-{}".format)
    title_nl = factory.Sequence("Projectoproep {}".format)
    title_fr = title_de = title_en = factory.SelfAttribute("title_nl")
    partner = factory.SubFactory(PartnerFactory)


class CallFactory(PublishedFactory):
    class Meta:
        model = Call

    series = factory.SubFactory(CallSeriesFactory)
    label = factory.Sequence("editie-{}".format)
    edits = 1  # an editor made it; one that was loaded is as it was found
    opens_at = brussels(2027, 1, 6, 9)
    closes_at = brussels(2027, 3, 1, 17)


class SupportMeasureFactory(PublishedFactory):
    class Meta:
        model = SupportMeasure

    slug_nl = factory.Sequence("steun-{}".format)
    title_nl = factory.Sequence("Steun {}".format)
    owner_nl = "Departement Cultuur, Jeugd en Media"
    kind = "grant"
    timing = "always"


class ServicePageFactory(PublishedFactory):
    class Meta:
        model = ServicePage

    key = "about"
    title_nl = "Over deze site"


make_partner = PartnerFactory.create
make_post = PostFactory.create
make_jurisdiction = JurisdictionFactory.create
make_framework = FrameworkFactory.create
make_entry = FocusEntryFactory.create
make_agreement = AgreementFactory.create
make_programme = WorkProgrammeFactory.create
make_series = CallSeriesFactory.create
make_call = CallFactory.create
make_measure = SupportMeasureFactory.create
make_page = ServicePageFactory.create


def make_draft(record, author, **values):
    """A draft of a record in which nothing is changed yet."""
    revision = live = Revision.objects.begin(record)
    if has_left_draft(record):
        revision = Revision.objects.draft(record, live.data, author, base=live, live=live)
    return Draft.objects.create(record=record, author=author, revision=revision, **values)
