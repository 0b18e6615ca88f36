"""The two engines: full text of PostgreSQL and FTS5 of SQLite, over the same columns of words.

Both get words that are folded already, so that they find the same. A group of alternatives is a
list of tuples of words; a tuple of several is a phrase.
"""

import json
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

MOST = 500  # entries that are found
RANKED = 60  # of them, by their texts too: it takes long to read these
# Entries that have the words, and are read for whether these are where, or beside which, they must:
NAMES_READ, TEXTS_READ = 2000, 600

COLUMNS = """
    e.id, e.key, e.kind, e.text_language, e.object_id, e.title_words, e.keyword_words,
    e.related_words, e.partners, e.years
"""
VISIBLE = """
    e.language = %(language)s
    AND (e.visible_from IS NULL OR e.visible_from <= %(at)s)
    AND (e.visible_until IS NULL OR e.visible_until > %(at)s)
    AND (%(kind)s = '' OR e.kind = %(kind)s)
"""
WORDS = "SELECT word, stem FROM search_searchword WHERE language = %s"
SHORTEST = "ORDER BY length(word), word LIMIT %s"


class Candidate(NamedTuple):
    id: int
    key: str
    kind: str
    text_language: str
    object_id: int | None
    title_words: str
    keyword_words: str
    related_words: str
    partners: tuple
    years: tuple
    rank: float  # higher is better


class PostgreSQL:
    """Those whose names have the words are found first: texts only add to them, up to MOST.

    The tables of WITH are read no further than the LIMIT of who reads them. They have none of their
    own, for which PostgreSQL would rather read all entries, in the hope of an early one.
    """

    CANDIDATES = f"""
        WITH with_names AS MATERIALIZED (
            SELECT {COLUMNS}, e.vector, e.names FROM search_searchentry e
            WHERE {{in_names}} AND {VISIBLE}
        ), with_words AS MATERIALIZED (
            SELECT {COLUMNS}, e.vector, e.names FROM search_searchentry e
            WHERE {{in_column}} AND {VISIBLE}
        ), named AS MATERIALIZED (
            SELECT * FROM (SELECT * FROM with_names LIMIT {NAMES_READ}) AS those
            WHERE names @@ %(names)s::tsquery LIMIT {MOST}
        ), worded AS MATERIALIZED (
            SELECT * FROM (SELECT * FROM with_words LIMIT {{read}}) AS those
            WHERE {{is_together}} AND id NOT IN (SELECT id FROM named)
            LIMIT (SELECT {MOST} - count(*) FROM named)
        ), found AS (SELECT * FROM named UNION ALL SELECT * FROM worded)
        SELECT {COLUMNS},
            CASE WHEN row_number() OVER () <= {RANKED}
                THEN ts_rank(e.vector, %(words)s::tsquery, 1) ELSE 0 END
        FROM found e
    """  # noqa: S608 only constants
    WORD, LIKE, ANY = "lower(word)", "LIKE", "%"  # as the index of parts of words has it

    def candidates(self, groups, in_names):
        """(statement, parameters); each group is a condition of its own: the index needs no more.

        The conditions say of a phrase only that its words are there, which the index knows.
        """
        column = "names" if in_names else "vector"
        has_phrases = any(len(words) > 1 for group in groups for words in group)
        conditions = [f"e.{{}} @@ %(group_{number})s::tsquery" for number in range(len(groups))]
        statement = self.CANDIDATES.format(
            column=column,
            in_column=" AND ".join(conditions).format(*[column] * len(groups)),
            in_names=" AND ".join(conditions).format(*["names"] * len(groups)),
            is_together=f"{column} @@ %(words)s::tsquery" if has_phrases else "true",
            read=TEXTS_READ if has_phrases else 2 * MOST,
        )
        loose = {
            f"group_{number}": expression([group], together="&")
            for number, group in enumerate(groups)
        }
        words, names = expression(groups), expression(groups, ":AB")
        return statement, loose | {"words": words, "names": names}


class SQLite:
    CANDIDATES = f"""
        SELECT {COLUMNS}, -bm25(search_text, 10, 5, 3, 1)
        FROM search_text JOIN search_searchentry e ON e.id = search_text.rowid
        WHERE search_text MATCH %(words)s AND {VISIBLE}
        ORDER BY bm25(search_text, 10, 5, 3, 1) LIMIT {MOST}
    """  # noqa: S608 only constants
    WORD, LIKE, ANY = "word", "GLOB", "*"

    def candidates(self, groups, in_names):
        phrases = (" OR ".join(f'"{" ".join(words)}"' for words in group) for group in groups)
        words = " AND ".join(f"({phrase})" for phrase in phrases)
        return self.CANDIDATES, {"words": f"- body_words : ({words})" if in_names else words}


def expression(groups, weights="", together="<->"):
    """A tsquery; words are letters and digits only."""
    phrases = (
        " | ".join(
            "(" + f" {together} ".join(f"'{word}'{weights}" for word in words) + ")"
            for words in group
        )
        for group in groups
    )
    return " & ".join(f"({phrase})" for phrase in phrases)


def engine():
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def candidates(groups, language, at, kind="", *, in_names=False):
    """The entries that have one alternative of each group, of all kinds or one; at most MOST.

    With `in_names` only what has all of them in its names, or in those of what it is about.
    """
    if not groups:
        return []
    statement, parameters = engine().candidates(groups, in_names)
    at = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters | {"language": language, "at": at, "kind": kind})
        rows = cursor.fetchall()
    return [Candidate(*row[:8], values(row[8]), values(row[9]), row[10]) for row in rows]


@lru_cache(maxsize=10_000)
def values(text):
    """The values of a list in JSON, which the databases give as text outside the ORM."""
    return tuple(json.loads(text))


class Like(NamedTuple):
    """What words are looked up: those that begin and end so, or have a part inside.

    With `near` only those about as long, or with a stem that is about as long: (word, stem).
    """

    begin: str = ""
    end: str = ""
    inside: str = ""
    most: int = 60
    near: tuple = ()

    def condition(self, chosen):
        """(condition, its parameters)."""
        pattern = f"{chosen.ANY}{self.inside}{chosen.ANY}" if self.inside else ""
        condition = f"{chosen.WORD} {chosen.LIKE} %s"
        parameters = [pattern or f"{self.begin}{chosen.ANY}{self.end}"]
        if self.near:
            between = "BETWEEN %s AND %s"
            condition += f" AND (length(word) {between} OR length(stem) {between})"
            for word in self.near:
                parameters += [len(word) - 1, len(word) + 1]
        return condition, parameters


class Stem(NamedTuple):
    """Looks up the words that have a stem."""

    stem: str
    most: int = 60

    def condition(self, chosen):
        return "stem = %s", [self.stem]


def words_like(language, wanted):
    """[[(word, stem), …] for each Like or Stem of `wanted`], the shortest words first.

    One query, however many are wanted.
    """
    chosen, parts, parameters = engine(), [], []
    for number, one in enumerate(wanted):
        condition, values_of_it = one.condition(chosen)
        limited = f"{WORDS} AND {condition} {SHORTEST}"
        parts.append(f"SELECT {number} AS n, word, stem FROM ({limited}) AS part_{number}")  # noqa: S608 constants
        parameters += [language, *values_of_it, one.most]
    found = [[] for _one in wanted]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for number, word, root in cursor.fetchall():
                found[number].append((word, root))
    return found
