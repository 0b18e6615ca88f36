"""Finds dates in texts that contradict a field of the record, or the text in another language.

1. A sentence is about the topics that it has words for; see `topics`.
2. The `dated_facts()` of a record are the dates that its fields hold for a topic.
3. A day, month or clock time in a sentence is wrong when its topics hold no such date. Where a
   field of one of them is empty, or a thing is meant that is not ours, the text may know better.
4. The dates of the Dutch text are those of each translation.
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
# A caveat tells what sources say differently: dates that no field holds are in their place there.
NOT_COMPARED = {"caveat"}


class Finding(NamedTuple):
    """A date that a text should not name, or should: what is `said` there, and what is `expected`.

    The sentence is one of this text; of the Dutch one when its date is missing here.
    """

    field: str
    language: str
    sentence: str
    said: str
    expected: str
    message: str


class Mention(NamedTuple):
    """A sentence in one of the texts of a record."""

    field: str
    language: str
    sentence: str


def findings(record):
    """What editors should look at in the texts of a record."""
    texts = _texts(record)
    return [*_against_fields(record, texts), *_between_languages(texts)]


def mentions(record, year):
    """The sentences that name a year: what to rewrite in a copy for the next edition."""
    return [
        Mention(field, language, sentence.text)
        for (field, language), read in _texts(record).items()
        for sentence in read
        if any(date.year == year for date in sentence.dates)
    ]


def _texts(record):
    """{(field, language): the sentences that name a date} of the texts that there are."""
    return {
        (field, language): sentences(text, language)
        for field in translated_fields(type(record))
        for language in CODES
        if (text := own_text(record, field, language))
    }


# A text and the fields


def _against_fields(record, texts):
    facts = {
        topic: [_held(value, topic) for value in values] if all(values) else []
        for topic, values in record.dated_facts().items()
    }
    for (field, language), read in texts.items():
        for sentence in read if field not in NOT_COMPARED else ():
            held = _held_for(sentence, language, facts)
            for date in _contradictions(sentence, language, held):
                expected = "; ".join(
                    f"{topic.label}: {', '.join(one.words for one in dates)}"
                    for topic, dates in held.items()
                )
                message = format_lazy(
                    _("The text says “{said}”, but the fields say: {expected}."),
                    said=date.words,
                    expected=expected,
                )
                yield Finding(field, language, sentence.text, date.words, expected, message)


def _held(value, topic):
    """The value of a field as a date that a text can name."""
    if isinstance(value, NamedDate):  # of every year
        day = datetime.date(2000, value.month, value.day)
        return value._replace(words=formats.day(day, year=False))
    if isinstance(value, datetime.datetime):
        local, said = formats.local(value), formats.moment(value)
        time = local.time().replace(second=0, microsecond=0)
        date = NamedDate(local.day, local.month, local.year, time, said)
        closes_at_midnight = topic in (Topic.CLOSING, Topic.MOVED) and time == MIDNIGHT
        return date.day_before()._replace(time=LAST_MINUTE) if closes_at_midnight else date
    iso = str(value)  # a day, or a partial date
    year, month, day = (*map(int, iso.split("-")), None, None)[:3]
    return NamedDate(day, month, year, words=formats.partial(iso))


def _held_for(sentence, language, facts):
    """{topic: dates} for the topics of a sentence; empty when the fields do not know them all."""
    topics = topics_of(sentence.outline, language) & {*facts, Topic.OTHER}
    held = {topic: facts.get(topic) for topic in Topic if topic in topics}
    return held if all(held.values()) else {}


def _contradictions(sentence, language, held):
    """The dates of a sentence that are none of those held. A bare year can be part of any name."""
    known = [date for dates in held.values() for date in dates]
    before = is_before(sentence.outline, language)
    for said in sentence.dates if known else ():
        meanings = list(_meanings(said, before))
        agrees = any(one.agrees_with(meaning) for one in known for meaning in meanings)
        if (said.month or said.time) and not agrees:
            yield said


def _meanings(said, before):
    """The dates that words can mean: 'before 2 March' is on the 1st, and so may midnight be."""
    yield said
    if said.time == MIDNIGHT:
        yield said._replace(time=LAST_MINUTE)
    if said.day and (said.time == MIDNIGHT or (before and not said.time)):
        yield said.day_before()._replace(time=said.time and LAST_MINUTE)


# A text and the other languages


def _between_languages(texts):
    dates = {
        place: [date for sentence in read for date in sentence.dates]
        for place, read in texts.items()
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


def _missing(dates, there):
    """The dates, each once, whose day or whose clock time no date of another text says."""
    missing = {}
    for date in dates:
        parts = (date._replace(time=None), NamedDate(time=date.time))
        if not all(any(other.says(part) for other in there) for part in parts):
            missing.setdefault(date[:4], date)
    return missing.values()
