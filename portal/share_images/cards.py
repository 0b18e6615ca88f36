"""What the picture of a page says: its kind, its title, how it stands, and one fact.

Everything comes from what the page of a record has loaded, so that a page can say in words what is
on its picture without a query. Lists have no fact that changes: other sites keep pictures for days.
"""

import re
from html import unescape
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, Standing, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from calls.status import Status
from calls.support_answers import answer
from calls.support_wording import end_of_day, timing_line
from calls.templatetags.calls import TAGS, rhythm
from calls.wording import with_language_note
from partners.models import Partner, Post
from policy.models import Framework
from portal.i18n.addresses import address
from portal.i18n.formats import partial, period, zone
from portal.i18n.languages import active, heading_text, text_of
from portal.models import ServicePage
from portal.publishing.templatetags.publishing import public

SITE = gettext_lazy("International cultural policy")
# By the name of their URL: the title of a list, and what it has.
LISTS = {
    "home": (
        SITE,
        gettext_lazy(
            "Project calls, partners, agreements and support for international cultural "
            "cooperation with Flanders."
        ),
    ),
    "partners:partners": (
        gettext_lazy("Partners"),
        gettext_lazy(
            "The countries, regions, communities and organisations that Flanders works with in "
            "culture, on a map and in a list."
        ),
    ),
    "posts:posts": (
        gettext_lazy("Representations of Flanders"),
        gettext_lazy(
            "The diplomatic representations of Flanders and the countries and organisations each "
            "one is responsible for."
        ),
    ),
    "calls:calls": (
        gettext_lazy("Project calls"),
        gettext_lazy(
            "Which project calls are open, until when exactly, for how much and with whom."
        ),
    ),
    "figures:figures": (
        gettext_lazy("Results in figures"),
        gettext_lazy(
            "What came of the project calls: how many applied, how many were selected, and how "
            "much was awarded."
        ),
    ),
    "agreements:agreements": (
        gettext_lazy("Bilateral agreements"),
        gettext_lazy(
            "The agreements and work programmes of Flanders that include culture: with whom, "
            "signed when, still running or not."
        ),
    ),
    "support:measures": (
        gettext_lazy("Find support"),
        gettext_lazy(
            "Grants, advice and networks for your international cultural project: for whom, by "
            "when and how."
        ),
    ),
    "countries": (
        gettext_lazy("Countries A to Z"),
        gettext_lazy(
            "What about country X? For every country: priority or not, representation, "
            "agreements, calls and support."
        ),
    ),
    "changes": (
        gettext_lazy("Recently changed"),
        gettext_lazy(
            "What has changed on this site recently: deadlines, results, agreements and texts."
        ),
    ),
    "open_data": (
        gettext_lazy("Open data"),
        gettext_lazy(
            "All that is public on this site as data, free to re-use: per question, per list and "
            "in one file."
        ),
    ),
    "proof": (
        gettext_lazy("Proving what a page said"),
        gettext_lazy(
            "What a receipt of a page proves and what it does not, how to check it, and what to "
            "keep."
        ),
    ),
}


class Tag(NamedTuple):
    """A coloured label with an icon, as pages have it: `style` and `icon` are theirs."""

    style: str
    icon: str
    label: str


class Card(NamedTuple):
    title: str
    kind: str = ""
    tags: tuple = ()
    fact: str = ""

    def in_words(self):
        """Everything on the picture, for who does not see it."""
        parts = [self.kind, self.title, *(tag.label for tag in self.tags), self.fact]
        return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


class Facts(NamedTuple):
    kind: str
    tag: Tag | None = None
    fact: str = ""


def record_card(record):
    """What the picture of a public record says, in the active language and at this instant."""
    facts = KINDS[type(record)].facts(record)
    example = Tag("example", "example", _("Example")) if record.is_example else None
    return Card(
        with_language_note(heading_text(record)),
        capfirst(str(facts.kind)),
        tuple(filter(None, (example, facts.tag))),
        facts.fact,
    )


def list_card(view_name):
    title, fact = LISTS[view_name]
    return Card(str(title), fact=str(fact))


def kind_of(record):
    return record._meta.verbose_name


def call_facts(call):
    status = call.status()
    tag = Tag(*TAGS.get(status, ("closed", "square")), str(status.label))
    line = words_of("calls/_when.html", {"call": call})
    has_hour = call.closing or (status == Status.ANNOUNCED and call.opens_at)
    if call.is_current() and has_hour:
        line = f"{line} ({zone()})"
    return Facts(kind_of(call), tag, line)


def series_facts(series):
    partner = public(series.partner)
    return Facts(kind_of(series), fact=rhythm(series) or (partner and name_of(partner)) or "")


def partner_facts(partner):
    country = public(partner.parent)
    kind = capfirst(partner.get_kind_display())
    return Facts(kind_of(partner), fact=f"{kind}, {name_of(country)}" if country else kind)


def post_facts(post):
    tag = None
    if post.status != Post.Status.OPEN:
        tag = Tag("closed", "square", capfirst(post.get_status_display()))
    place = text_of(post, "city").content
    country = public(post.country)
    return Facts(kind_of(post), tag, f"{place}, {name_of(country)}" if country else place)


def agreement_facts(agreement):
    kind, standing = agreement.get_kind_display() or kind_of(agreement), agreement.standing()
    if standing == Standing.UNKNOWN:
        return Facts(kind, fact=words_of("agreements/_standing.html", {"agreement": agreement}))
    span = period(agreement.in_force or agreement.signed, agreement.ends)
    return Facts(kind, period_tag(standing == Standing.CURRENT), span)


def programme_facts(programme):
    tag = period_tag(programme.is_current(), programme.is_to_come())
    signed = programme.signed and _("Signed: %(date)s") % {"date": partial(programme.signed)}
    return Facts(kind_of(programme), tag, signed)


def framework_facts(framework):
    is_past, is_current = framework.is_past(), framework.is_current()
    tag = period_tag(is_current, is_to_come=not (is_past or is_current))
    first, last = framework.starts_on.isoformat(), framework.ends_on.isoformat()
    return Facts(_("Strategic framework"), tag, period(first, last))


def measure_facts(measure):
    kind = measure.get_kind_display()
    if any(newer.is_published() for newer in measure.replaced_by.all()):
        return Facts(kind, fact=_("This support no longer exists."))
    if deadline := answer(measure).deadline:
        return Facts(kind, fact=f"{_('Next deadline:')} {end_of_day(deadline)} ({zone()})")
    return Facts(kind, fact=timing_line(measure))


def page_facts(page):
    is_translated = active() in page.languages
    return Facts(kind_of(page), fact=text_of(page, "summary").content if is_translated else "")


def period_tag(is_current, is_to_come=False):
    """As agreements/_programme_tag.html."""
    if is_to_come:
        return Tag("announced", "ring", _("Not started yet"))
    if is_current:
        return Tag("open", "disc", _("Current"))
    return Tag("closed", "square", _("Ended"))


def name_of(record):
    return with_language_note(heading_text(record))


def words_of(template, context):
    """The text of a template without its markup; no-break spaces stay."""
    text = unescape(strip_tags(render_to_string(template, context)))
    return re.sub(r"[ \n]+", " ", text).strip()


class Kind(NamedTuple):
    """How a kind of page makes its picture, and what that needs beside the record."""

    facts: object
    related: tuple = ()
    rows: tuple = ()


KINDS = {
    Call: Kind(call_facts, related=("series",)),
    CallSeries: Kind(series_facts, related=("partner",)),
    SupportMeasure: Kind(measure_facts, rows=("rounds", "replaced_by")),
    Partner: Kind(partner_facts, related=("parent",)),
    Post: Kind(post_facts, related=("country",)),
    Agreement: Kind(agreement_facts),
    WorkProgramme: Kind(programme_facts, related=("agreement",)),
    Framework: Kind(framework_facts),
    ServicePage: Kind(page_facts),
}


def image_path(record, view_name):
    """The path of the picture of a record, of a list, or else of the home page."""
    if record:
        return address("share_image", record._meta.model_name, record.pk)
    return address("share_image_of_list", name_of_list(view_name))


def name_of_list(view_name):
    """The name of a list in the address of its picture."""
    return view_name.rpartition(":")[2]
