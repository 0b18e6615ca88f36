"""What the search knows: a page in a language, its words, and what staff tell it."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES, active
from portal.publishing.shelf import Shelf
from portal.search.words import COMMON, stem, words_of

LANGUAGES = [(code, code) for code in CODES]
KEPT_FOR = datetime.timedelta(days=90)
BEST_BETS = Shelf(16)  # of a language


class SearchEntryQuerySet(models.QuerySet):
    def visible(self, language, at):
        """What readers of a language find at an instant; `engines.VISIBLE` is the same in SQL."""
        has_begun = Q(visible_from=None) | Q(visible_from__lte=at)
        has_not_ended = Q(visible_until=None) | Q(visible_until__gt=at)
        return self.filter(has_begun, has_not_ended, language=language)


class SearchEntry(models.Model):
    """A page in a language. `portal.site_search.index` writes it, in the transaction of the change.

    The columns of words (of its name, its other names, the names of what it is about, its texts)
    are folded, with spaces between; the database keeps its own index of them (see the migration).
    `text_language` is Dutch for a page that is not translated. It is found from `visible_from`
    until before `visible_until`; empty ones set no limit. `updated_at` is when its texts last
    changed for readers of the language; empty when that is not known.
    """

    key = models.CharField(max_length=60)  # such as "partners.partner:12"
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text_language = models.CharField(max_length=2, choices=LANGUAGES)
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField(null=True)
    title = models.TextField()
    address = models.CharField(max_length=700)
    text = models.TextField(blank=True)
    title_words = models.TextField()
    keyword_words = models.TextField(blank=True)
    related_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    partners = models.JSONField(default=list)
    years = models.JSONField(default=list)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="search_entry_once_a_language")
        ]

    def __str__(self):
        return f"{self.key} {self.language}"


class SearchWord(models.Model):
    """A folded word that occurs in entries of a language, or once did, with its stem.

    No constraint says that it is there once: two publications that add the same words would wait
    for one another, and if these came in another order, for ever. Who reads it expects doubles.
    """

    language = models.CharField(max_length=2, choices=LANGUAGES)
    word = models.CharField(max_length=80)
    stem = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["language", "word"], name="search_word_word"),
            models.Index(fields=["language", "stem"], name="search_word_stem"),
        ]

    def __str__(self):
        return self.word


class Synonym(models.Model):
    """Words for which readers find the same, in a language; effective at the next search."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    words = models.CharField(
        _("words"),
        max_length=400,
        help_text=_("With commas between. For example: “residency, artist in residence”."),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]

    def __str__(self):
        return self.words


class BestBetQuerySet(models.QuerySet):
    def keys_for(self, words, language):
        """The keys of the entries that staff chose for a search of these words, in their order."""
        asked = roots(words, language)
        chosen = BEST_BETS.get(language, lambda: self.roots_and_keys(language))
        return list(dict.fromkeys(key for name, key in chosen if name == asked)) if asked else []

    def roots_and_keys(self, language):
        """[(stems of the words, key of the entries)] of each name that staff gave."""
        chosen = self.filter(language__in=["", language]).values_list("words", "key")
        names = ((name, key) for names, key in chosen for name in names.split(","))
        return [(roots(words_of(name), language), key) for name, key in names]


def roots(words, language):
    """The stems of words, without the most common ones unless there are only those."""
    significant = {*words} - COMMON[language] or {*words}
    return {stem(word, language) for word in significant}


class BestBet(models.Model):
    """A page that staff show above the results of a search; effective at the next search.

    `key` is that of its entries. So the choice holds when the page gets another name or address,
    and shows nothing while readers cannot see the page.
    """

    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("", _("every language")), *LANGUAGES],
    )
    words = models.CharField(
        _("words"),
        max_length=400,
        help_text=_(
            "What people search for, with commas between. For example: “subsidy, grants”. "
            "The page is shown for exactly these words, in any order, not for a search "
            "with other words beside them."
        ),
    )
    key = models.CharField(_("page"), max_length=60)
    position = models.PositiveSmallIntegerField(
        _("position"), default=1, help_text=_("The lowest number is shown first.")
    )

    objects = BestBetQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommended page")
        verbose_name_plural = _("recommended pages")
        ordering = ["position", "words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "words", "key"],
                name="search_best_bet_once_for_its_words",
                violation_error_message=_("This page is recommended for these words already."),
            )
        ]

    def __str__(self):
        return self.words


class EmptySearchQuerySet(models.QuerySet):
    def count_one(self, words):
        """Count a search in the active language that found nothing."""
        today = timezone.localdate()
        found = {"language": active(), "words": words}
        if not self.filter(**found).update(times=F("times") + 1, last_on=today):
            self.get_or_create(**found, defaults={"last_on": today})

    def erase_old(self, today):
        return self.filter(last_on__lt=today - KEPT_FOR).delete()[0]


class EmptySearch(models.Model):
    """Words for which nothing was found, and how often: nothing about who searched."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    words = models.CharField(_("words"), max_length=60)
    times = models.PositiveIntegerField(_("times"), default=1)
    last_on = models.DateField(_("last on"))

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-times", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "words"], name="search_empty_search_once_a_language"
            )
        ]

    def __str__(self):
        return self.words
