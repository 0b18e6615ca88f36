"""What is found: ranked, counted by facets, a page of it at a time, with fragments."""

from collections import Counter
from typing import NamedTuple

from babel import Locale
from django.apps import apps
from django.db.models import Case, F, Q, TextField, Value, When
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from calls.models import Call
from calls.status import CURRENT_STATES, Status
from partners.models import Partner
from portal.i18n.languages import active
from portal.i18n.unaccent import fold
from portal.publishing import clock
from portal.search.engines import candidates
from portal.search.models import SearchEntry
from portal.search.nearest import missing, relaxed
from portal.search.query import parse
from portal.search.words import WORD
from portal.site_search.fragments import fragments
from portal.site_search.score import scorer
from portal.site_search.sources import COUNTRY, RESULTS, label_of

A_PAGE = 20
# Countries have many names; results are found by their own words, or else below their call.
WORTH = {COUNTRY: 0.6, RESULTS: 0.7}
PAST = 0.75  # of its score a call keeps that is no longer, or not, to be applied for
CALL, PARTNER = label_of(Call), label_of(Partner)
WORDS = ("title_words", "keyword_words", "related_words", "body_words")


class Hit(NamedTuple):
    candidate: object
    score: float
    status: str = ""  # of a call


def search(text, kind="", at=None):
    """(Query, [Hit]) of what a text finds in the active language, the best first."""
    query = parse(text, active())
    groups = [list(group.alternatives) for group in query.required]
    return query, ranked(groups, query, at or clock.now(), kind)


def nearest(query, at=None):
    """[Hit] of the pages that have most of the words of a query, for one that found nothing."""
    return ranked(relaxed(query), query, at or clock.now())


def ranked(groups, query, at, kind=""):
    score = scorer(query.groups)
    found = candidates(groups, active(), at, kind)
    states = statuses(found, at)
    hits = [
        Hit(
            one,
            score(one) * worth(one, states),
            states.get(one.object_id, "") if one.kind == CALL else "",
        )
        for one in found
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.candidate.key))


def statuses(found, at):
    calls = [one.object_id for one in found if one.kind == CALL]
    return (
        dict(Call.objects.filter(pk__in=calls).with_status(at).values_list("pk", "status_now"))
        if calls
        else {}
    )


def worth(candidate, states):
    if candidate.kind != CALL:
        return WORTH.get(candidate.kind, 1.0)
    return 1.0 if states.get(candidate.object_id) in CURRENT_STATES else PAST


class Facet(NamedTuple):
    name: str  # in the address
    label: str
    choices: list
    is_chosen: bool


class Choice(NamedTuple):
    value: object
    label: str
    number: int
    is_chosen: bool
    query: str  # of the address of this page with the choice made, or taken back


def facets(text, hits, chosen, entries):
    """The facets of what a text finds, each counted with the choices of the others.

    `entries` are those of the partners, who are public now.
    """
    found = []
    for name, (label, values_of, label_of_value) in FACETS.items():
        others = {other: value for other, value in chosen.items() if other != name}
        counts = Counter(value for hit in narrowed(hits, others) for value in values_of(hit))
        labels = label_of_value(counts, entries)
        choices = []
        for value, number in counts.items():
            if value in labels:
                is_chosen = str(value) == chosen.get(name)
                query = urlencode({"q": text, **others} | ({} if is_chosen else {name: value}))
                choices.append(Choice(value, labels[value], number, is_chosen, query))
        choices.sort(key=lambda choice: (-choice.number, str(choice.label)))
        if name == "year":
            choices.sort(key=lambda choice: -choice.value)
        if len(choices) > 1 or name in chosen:
            found.append(Facet(name, label(), choices, name in chosen))
    return found


def narrowed(hits, chosen):
    return [
        hit
        for hit in hits
        if all(value in map(str, FACETS[name][1](hit)) for name, value in chosen.items())
    ]


def kind_labels(counts, entries=None):
    own = {COUNTRY: _("Countries A to Z"), RESULTS: _("results")}
    return {kind: own.get(kind) or kind_name(kind) for kind in counts}


def kind_name(kind):
    return str(apps.get_model(kind)._meta.verbose_name_plural)


def partner_labels(counts, entries):
    keys = {pk: f"{PARTNER}:{pk}" for pk in counts}
    return {pk: entries[key].title for pk, key in keys.items() if key in entries}


def partners_of(hits):
    return {pk for hit in hits for pk in hit.candidate.partners}


def language_labels(counts, entries):
    names = Locale(active()).languages
    return {code: names[code] for code in counts}


FACETS = {  # name: (its label, the values of a hit, the labels of values by what is counted)
    "kind": (lambda: _("Kind"), lambda hit: [hit.candidate.kind], kind_labels),
    "status": (
        lambda: _("Status"),
        lambda hit: [hit.status] if hit.status else [],
        lambda counts, entries: {status: str(Status(status).label) for status in counts},
    ),
    "partner": (lambda: _("Partner"), lambda hit: hit.candidate.partners, partner_labels),
    "year": (
        lambda: _("Year"),
        lambda hit: hit.candidate.years,
        lambda counts, entries: {year: str(year) for year in counts},
    ),
    "language": (
        lambda: _("Language"),
        lambda hit: [hit.candidate.text_language],
        language_labels,
    ),
}


class Result(NamedTuple):
    title: str
    language: str
    address: str
    kind: str
    status: object
    fragments: list
    key: str
    missing: str = ""  # the words, as typed, that a nearest result does not have


def results(hits, query, entries=None):
    """What the page shows of some hits, in their order."""
    states = {hit.candidate.key: hit.status for hit in hits}
    return results_of(states, query, entries or entries_of(hits), states)


def results_of(keys, query, entries, states):
    """The Results of keys that are among the `entries`; `states` has the status of calls by key."""
    words = words_to_mark(query)
    shown = [entries[key] for key in keys if key in entries]
    names = kind_labels({entry.kind for entry in shown})
    return [
        Result(
            entry.title,
            entry.text_language,
            entry.address,
            names[entry.kind],
            Status(states[entry.key]) if states.get(entry.key) else None,
            fragments(entry.shown_text, words),
            entry.key,
        )
        for entry in shown
    ]


def words_to_mark(query):
    groups = [group for group in query.groups if not group.is_common]
    return {word for group in groups for words in group.alternatives for word in words}


def entries_of(hits, keys=(), partners=(), *, with_words=False):
    """{key: entry} of hits, and of those `keys` that readers find now; one query.

    Also of partners, by primary key, of which only the title is known.
    """
    language, named = active(), [f"{PARTNER}:{pk}" for pk in partners]
    visible = SearchEntry.objects.visible(language, clock.now())
    found = Q(pk__in=[hit.candidate.id for hit in hits])
    entries = SearchEntry.objects.filter(found) | visible.filter(key__in=[*keys, *named])
    text = Case(When(found | Q(key__in=keys), then=F("text")), default=Value("", TextField()))
    entries = entries.annotate(shown_text=text).defer("text", *([] if with_words else WORDS))
    return {entry.key: entry for entry in entries}


def lacking(results, query, entries, text):
    """The Results with the words that they do not have, as these were typed."""
    typed = {fold(word): word for word in WORD.findall(text)}

    def words_without(entry):
        groups = [group.typed for group in missing(query, entry)]
        return ", ".join(" ".join(typed.get(word, word) for word in words) for words in groups)

    return [one._replace(missing=words_without(entries[one.key])) for one in results]
