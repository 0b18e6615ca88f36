"""The layer of the partner map with the priorities of the newest framework."""

from collections import defaultdict

from django.db.models import Exists, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.layers import Group, Layer, Mark, Marks, city_of
from partners.models import Post
from partners.posts import is_covered, note_posts
from policy.models import FocusEntry
from policy.priority import ENTRIES, newest_entries, newest_list, reasons_for
from portal.i18n.languages import text_of

COVERS_POSTS = Q(kind=FocusEntry.Kind.JURISDICTIONS)


def has_reason():
    """The condition that a partner is a priority: that there are `reasons_for` it."""
    entries = newest_entries()
    named = entries.filter(~COVERS_POSTS).order_by().values("members__partner")
    through_post = Exists(entries.filter(COVERS_POSTS)) & is_covered()
    return Q(pk__in=named) | Q(parent__in=named) | through_post


def by_reason(partners):
    """The partners with a reason for priority, grouped by the most direct one."""
    note_posts(partners)
    entries, general = defaultdict(list), []
    for entry in ENTRIES.get("newest", newest_list):
        covers_posts = entry.kind == FocusEntry.Kind.JURISDICTIONS
        (general if covers_posts else entries[entry.named_partner]).append(entry)
    named = Group(_("Named in the focus list"), "yellow")
    part = Group(_("Part of a country that is named"), "yellow", "hatched")
    through_post = Group(_("In the jurisdiction of a representation"), "blue", "dashed")
    marks = {}
    for partner in partners:
        concerned = [*entries[partner.pk], *entries[partner.parent_id], *general]
        _framework, reasons = reasons_for(partner, partner.posts, concerned)
        via = [reason.via for reason in reasons]
        posts = [each for each in via if isinstance(each, Post)]
        if None in via:
            marks[partner.pk] = Mark(named, named.label)
        elif len(posts) < len(via):
            marks[partner.pk] = Mark(part, part_in_words(partner.parent))
        elif posts:
            cities = ", ".join(map(city_of, posts))
            words = f"{_('In the jurisdiction of a representation:')} {cities}"
            marks[partner.pk] = Mark(through_post, words)
    return Marks([named, part, through_post], marks)


def part_in_words(country):
    if not country.is_published():
        return _("Part of a country that is named")
    name = text_of(country, "name").content
    return _("Part of a country that is named: %(country)s") % {"country": name}


FOCUS = Layer("focus", gettext_lazy("Focus partners"), has_reason, by_reason)
