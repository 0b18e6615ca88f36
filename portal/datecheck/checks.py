"""Finds dates in texts that contradict a field of the record, or the text in another language.

1. The words in a sentence decide its topics; see `topics`.
2. `dated_facts()` of a record returns the dates in its fields by topic.
3. A day, month or clock time in a sentence contradicts the fields when none of the dates of its
   topics agrees. Sentences are not checked when a field of one of their topics is empty, or when
   they are about something that no field holds.
4. Each translation must name the same dates as the Dutch text.
"""

import datetime
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.datecheck.reader import MIDNIGHT, NamedDate, dates_in, sentences
from portal.datecheck.topics import Topic, is_before, topics_of
from portal.i18n import formats
from portal.i18n.languages import CODES, SOURCE, own_text, translated_fields

__all__ = ["dates_in", "findings", "mentions"]

LAST_MINUTE = datetime.time(23, 59)
# A caveat is about what sources contradict, so it may name dates that no field holds.
NOT_COMPARED = {"caveat"}


class Finding(NamedTuple):
    """A date in a text that is wrong or missing.

    `actual` is the date as written in the text, '' when it is missing; `expected` is what should be
    there, '' for a date that the Dutch text does not have. `sentence` is the one with the date: of
    the Dutch text when the date is missing in a translation.
    """

    field: str
    language: str
    sentence: str
    actual: str
    expected: str
    message: str


class Mention(NamedTuple):
    """A sentence in one of the texts of a record."""

    field: str
    language: str
    sentence: str


def findings(record):
    """The dates in the texts of a record that editors should check."""
    texts = _texts(record)
    return [*_against_fields(record, texts), *_between_languages(texts)]


def mentions(record, year):
    """The sentences with a date in a year, which are to be rewritten in a copy for another year."""
    return [
        Mention(field, language, sentence.text)
        for (field, language), read in _texts(record).items()
        for sentence in read
        if any(date.year == year for date in sentence.dates)
    ]


def _texts(record):
    """{(field, language): sentences that name a date} of all texts that are filled in."""
    return {
        (field, language): sentences(text, language)
        for field in translated_fields(type(record))
        for language in CODES
        if (text := own_text(record, field, language))
    }


# Comparison with the fields


def _against_fields(record, texts):
    facts = {
        topic: [_named_date(value, topic) for value in values] if all(values) else []
        for topic, values in record.dated_facts().items()
    }
    for (field, language), read in texts.items():
        for sentence in read if field not in NOT_COMPARED else ():
            known = _known_dates(sentence, language, facts)
            for date in _contradictions(sentence, language, known):
                expected = "; ".join(
                    f"{topic.label}: {', '.join(fact.words for fact in dates)}"
                    for topic, dates in known.items()
                )
                message = format_lazy(
                    _("The text says “{said}”, but the fields say: {expected}."),
                    said=date.words,
                    expected=expected,
                )
                yield Finding(field, language, sentence.text, date.words, expected, message)


def _named_date(value, topic):
    """The value of a field as a NamedDate.

    A deadline at midnight becomes 23:59 of the day before, which is how texts put it.
    """
    if isinstance(value, NamedDate):  # that recurs every year
        day = datetime.date(2000, value.month, value.day)
        return value._replace(words=formats.day(day, year=False))
    if isinstance(value, datetime.datetime):
        is_end = topic in (Topic.CLOSING, Topic.MOVED)
        words = formats.end_moment(value) if is_end else formats.moment(value)
        local = formats.local(value)
        time = local.time().replace(second=0, microsecond=0)
        date = NamedDate(local.day, local.month, local.year, time, words)
        closes_at_midnight = is_end and time == MIDNIGHT
        return date.day_before()._replace(time=LAST_MINUTE) if closes_at_midnight else date
    iso = str(value)  # a day, or a partial date
    year, month, day = (*map(int, iso.split("-")), None, None)[:3]
    return NamedDate(day, month, year, words=formats.partial(iso))


def _known_dates(sentence, language, facts):
    """{topic: dates} of the topics of a sentence; empty when any of them has no known dates."""
    topics = topics_of(sentence.outline, language) & {*facts, Topic.OTHER}
    known = {topic: facts.get(topic) for topic in Topic if topic in topics}
    return known if all(known.values()) else {}


def _contradictions(sentence, language, known):
    """The dates of a sentence that agree with no known date.

    Bare years are skipped, because they can be part of a name.
    """
    facts = [fact for dates in known.values() for fact in dates]
    before = is_before(sentence.outline, language)
    for date in sentence.dates if facts else ():
        meanings = list(_meanings(date, before))
        agrees = any(fact.agrees_with(meaning) for fact in facts for meaning in meanings)
        if (date.month or date.time) and not agrees:
            yield date


def _meanings(date, before):
    """The dates that a text can mean: 'before 2 March' is the 1st, and midnight may be as well."""
    yield date
    if date.time == MIDNIGHT:
        yield date._replace(time=LAST_MINUTE)
    if date.day and (date.time == MIDNIGHT or (before and not date.time)):
        yield date.day_before()._replace(time=date.time and LAST_MINUTE)


# Comparison with the other languages


def _between_languages(texts):
    dates = {
        key: [date for sentence in read for date in sentence.dates] for key, read in texts.items()
    }
    for (field, language), own in dates.items():
        dutch = dates.get((field, SOURCE), [])
        for date in _missing(dutch, own):
            message = _("The Dutch text names “{date}”, this translation does not.")
            message = format_lazy(message, date=date.words)
            yield Finding(field, language, date.sentence, "", date.words, message)
        for date in _missing(own, dutch):
            message = _("This translation names “{date}”, the Dutch text does not.")
            message = format_lazy(message, date=date.words)
            yield Finding(field, language, date.sentence, date.words, "", message)


def _missing(dates, others):
    """The dates, each once, whose day or clock time is in none of the other dates."""
    missing = {}
    for date in dates:
        parts = (date._replace(time=None), NamedDate(time=date.time))
        if not all(any(other.covers(part) for other in others) for part in parts):
            missing.setdefault(date[:4], date)
    return missing.values()
