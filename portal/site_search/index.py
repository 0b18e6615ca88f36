"""Writes the entries of pages, in the transaction that changes them."""

from collections import defaultdict

from django.db import connection, transaction

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from portal.i18n.languages import CODES
from portal.publishing.models import Publishable, dependents_of
from portal.search.models import SearchEntry, SearchWord
from portal.search.words import joined_words, stem, words_of
from portal.site_search import sources

# {kind of record: (those that have its names, path to it)}, besides its children.
NAMED_AFTER = {
    Partner: [
        *((CallSeries, "partner"), (Call, "series__partner"), (Post, "jurisdictions__partner")),
        *((Agreement, "partners"), (WorkProgramme, "agreement__partners")),
    ],
    SupportMeasure: [(SupportMeasure, "replaces")],
}
LONGEST_TEXT = 200_000  # characters that are searched of one page


def follow_change(record, **kwargs):
    """Receiver of `page_changed`: also pages that have the name of the record."""
    if type(record) in sources.MODELS:
        index([record, *dependents_of(record), *named_after(record)])


def named_after(record):
    """The pages whose words have the names of a record that is not their parent."""
    for model, path in NAMED_AFTER.get(type(record), []):
        yield from model.objects.filter(**{path: record}).distinct()


@transaction.atomic
def index(records):
    """Make the entries of records what their pages say now; none for a draft or an example."""
    records = list(dict.fromkeys(records))
    pages = [
        (page, code)
        for record in records
        if may_be_found(record)
        for code in CODES
        for page in sources.pages_of(record, code)
    ]
    keys = {key for record in records for key in sources.keys_of(record)}
    gone = keys - {page.key for page, _code in pages}
    lock(keys)
    SearchEntry.objects.filter(key__in=gone).delete()
    write(pages)


def lock(keys):
    """Hold entries, all in the order of keys: two that change the same ones do so in turn."""
    entries = SearchEntry.objects.filter(key__in=keys).order_by("key", "language")
    list(entries.select_for_update().values_list("pk"))


def may_be_found(record):
    """Whether readers find a record now or will; `visible_from` and `visible_until` say when."""
    states = [one.state for one in (record, record.parent_record) if one]
    return not record.is_example and {*states} == {Publishable.State.PUBLISHED}


@transaction.atomic
def rebuild():
    """Write every entry anew; returns how many there are.

    Publications wait for it, before they write the first entry, and it for those that did.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_searchentry IN EXCLUSIVE MODE")  # read, not written
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    index_records()
    index_countries()
    return SearchEntry.objects.count()


def index_records():
    for model in sources.MODELS:
        index(model.objects.real().filter(state=Publishable.State.PUBLISHED).with_parent())


def index_countries():
    """The answers on countries that are no partner; a partner's own page has its names."""
    partners = Partner.objects.real().filter(state=Publishable.State.PUBLISHED)
    codes = {*partners.exclude(iso_code="").values_list("iso_code", flat=True)}
    write([(page, code) for code in CODES for page in sources.country_pages(code, codes)])


def write(pages):
    """Write the entries of [(page, language)], and the words that are new."""
    entries = [entry_of(page, language) for page, language in pages]
    entries.sort(key=lambda entry: (entry.key, entry.language))
    columns = [field.name for field in SearchEntry._meta.concrete_fields]
    changed = [name for name in columns if name not in {"id", "key", "language"}]
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["key", "language"],
        update_fields=changed,
    )
    words = defaultdict(set)
    for entry in entries:
        names = f"{entry.title_words} {entry.keyword_words} {entry.related_words}"
        words[entry.language].update(f"{names} {entry.body_words}".split())
    for language, found in sorted(words.items()):
        note_words(language, found)


def note_words(language, words):
    """Keep the words that are new; waits for nobody who does the same (see SearchWord)."""
    known = SearchWord.objects.filter(language=language, word__in=words)
    new = words - {*known.values_list("word", flat=True)}
    SearchWord.objects.bulk_create(
        [SearchWord(language=language, word=word, stem=stem(word, language)) for word in new],
        batch_size=1000,
    )


def entry_of(page, language):
    text = " · ".join(filter(None, page.texts))[:LONGEST_TEXT]
    return SearchEntry(
        key=page.key,
        language=language,
        text_language=page.text_language,
        kind=page.kind,
        object_id=page.object_id,
        title=page.title,
        address=page.address,
        text=text,
        title_words=" ".join(words_of(page.title)),
        keyword_words=" ".join(words_of(" ".join(dict.fromkeys(page.names)))),
        related_words=" ".join(dict.fromkeys(words_of(" ".join(page.related)))),
        body_words=" ".join(
            [*words_of(text), *joined_words(text), *words_of(" ".join(page.labels))]
        ),
        partners=[*page.partners],
        years=[*page.years],
        visible_from=page.visible_from,
        visible_until=page.visible_until,
        updated_at=page.updated_at,
    )
