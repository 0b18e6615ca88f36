"""Search that ignores case and accents, the same on PostgreSQL and SQLite.

PostgreSQL has the `unaccent` extension. SQLite's LIKE folds only ASCII, so this replaces it.
"""

import re
import unicodedata
from functools import lru_cache

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform
from django.dispatch import receiver

# Letters without a Unicode decomposition, replaced as PostgreSQL's unaccent does.
REPLACEMENTS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "’": "'", "‘": "'"}
)


def fold(text):
    """Lower case without accents: 'Österreich' and 'OSTERREICH' are both 'osterreich'."""
    if isinstance(text, str) and text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", str(text).translate(REPLACEMENTS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=256)
def _pattern(like, escape):
    """The compiled regular expression of a LIKE pattern."""
    out, letters = "", iter(like)
    for letter in letters:
        if letter == escape:
            out += re.escape(next(letters, ""))
        else:
            out += {"%": ".*", "_": "."}.get(letter) or re.escape(letter)
    return re.compile(out, re.DOTALL)


def _like(pattern, value, escape=None):
    if value is None or pattern is None:
        return None
    return _pattern(fold(pattern), escape).fullmatch(fold(value)) is not None


@receiver(connection_created)
def register_sqlite_functions(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, _like, deterministic=True)
        connection.connection.create_function(
            "fold", 1, lambda v: v and fold(v), deterministic=True
        )


@CharField.register_lookup
@TextField.register_lookup
class Fold(Transform):
    """`name_nl__fold__contains="egypte"` finds Égypte on both databases."""

    lookup_name = "fold"
    function = "fold"
    bilateral = True  # the search term is folded by the database as well

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(
            compiler, connection, template="lower(unaccent(%(expressions)s))", **context
        )
