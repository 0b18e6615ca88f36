"""The tables of the SQLite file, from the shapes of the kinds.

A kind has a table, with a column for each value of its fields and one per language for texts. What
a thing has several of is in a table of its own: `calls_amounts`, with `calls_id` and `position`.
"""

import json

from portal.api.kinds import KINDS
from portal.api.shapes import Link, ListOf, Object, PerLanguage, TextIn
from portal.i18n.languages import CODES

SQL_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


class Table:
    """Columns, each with its type and with the path to its value in the JSON of a row."""

    def __init__(self, name, owner=None):
        self.name, self.owner = name, owner
        self.columns, self.lists = [], []
        if owner:
            self.columns = [(f"{owner}_id", "INTEGER NOT NULL", ()), ("position", "INTEGER", ())]

    def add(self, name, shape, path):
        if isinstance(shape, ListOf):
            self.lists.append((name, shape.shape, path))
        elif isinstance(shape, Object):
            for field in shape.fields:
                if not field.passing:
                    self.add(joined(name, field.name), field.shape, (*path, field.name))
        elif isinstance(shape, TextIn | PerLanguage):
            for code in CODES:
                self.columns.append((joined(name, code), "TEXT", (*path, code)))
        elif isinstance(shape, Link):
            self.columns.append((joined(name, "type"), "TEXT", (*path, "type")))
            self.columns.append((joined(name, "id"), "INTEGER", (*path, "id")))
        else:
            kind = SQL_TYPES.get(shape.schema()["type"], "TEXT")
            self.columns.append((name or "value", kind, path))

    def rows_of_lists(self, key, data):
        """Yields (table, cells) of what a thing has several of."""
        for name, shape, path in self.lists:
            table = self.of_list(name, shape)
            for position, one in enumerate(value_at(data, path) or (), start=1):
                yield table, (key, position, *table.cells(one))

    def of_list(self, name, shape):
        table = Table(f"{self.name}_{name}", owner=self.name)
        table.add("", shape, ())
        # Lists within a list are rare and short.
        for inner, _shape, path in table.lists:
            table.columns.append((inner, "TEXT", path))
        return table

    def tables(self):
        """This one, and those of its lists."""
        return [self, *(self.of_list(name, shape) for name, shape, _path in self.lists)]

    def cells(self, data):
        own = self.columns[2:] if self.owner else self.columns
        return [cell(value_at(data, path)) for _name, _kind, path in own]

    def sql(self):
        columns = ", ".join(
            f'"{name}" {kind}{" PRIMARY KEY" if name == "id" and not self.owner else ""}'
            for name, kind, _path in self.columns
        )
        return f'CREATE TABLE "{self.name}" ({columns})'

    def insert(self):
        marks = ", ".join("?" * len(self.columns))
        return f'INSERT INTO "{self.name}" VALUES ({marks})'  # noqa: S608 (a name of ours)


def joined(*names):
    return "_".join(filter(None, names))


def value_at(data, path):
    for name in path:
        if data is None:
            return None
        data = data.get(name)
    return data


def cell(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def table_of(kind):
    table = Table(kind.word.replace("-", "_"))
    table.add("", kind.shape, ())
    return table


TABLES = {kind.word: table_of(kind) for kind in KINDS}
