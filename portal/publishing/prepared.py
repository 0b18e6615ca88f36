"""Queries whose SQL is made once for each language, and then asked for other values.

For the record of a page Django takes longer to write the SQL, with its hundred columns and more,
than the database to answer it. So the query is written as any other, with a Value for each value
that differs; what comes back are the same records as Django would make of it.
"""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models.query import get_related_populators

from portal.i18n.languages import active


class Given(str):
    """Stands in a query for the text that is given by this name when it is asked."""


class Statement(NamedTuple):
    sql: str
    parameters: tuple
    model: type
    names: list  # of the columns of the record itself, which come from `begin` until `end`
    begin: int
    end: int
    populators: list  # of related records
    converters: dict


class Prepared:
    """A query that `make()` returns, made with `Given`s for the values to come."""

    def __init__(self, make):
        self.make = make
        self.statement = lru_cache(maxsize=20)(self.compiled)

    def records(self, **values):
        """The records found with these values for the `Given`s."""
        statement = self.statement(active(), connection.vendor)
        parameters = [
            values[parameter] if isinstance(parameter, Given) else parameter
            for parameter in statement.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return [self.record(statement, row) for row in rows]

    def compiled(self, _language, _vendor):
        queryset = self.make()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns, whole = compiler.select, compiler.klass_info
        begin, end = whole["select_fields"][0], whole["select_fields"][-1] + 1
        return Statement(
            sql,
            tuple(parameters),
            whole["model"],
            [column[0].target.attname for column in columns[begin:end]],
            begin,
            end,
            get_related_populators(whole, columns, connection.alias),
            compiler.get_converters([column[0] for column in columns]),
        )

    def record(self, statement, row):
        row = list(row)
        for position, (functions, expression) in statement.converters.items():
            for function in functions:
                row[position] = function(row[position], expression, connection)
        record = statement.model.from_db(
            connection.alias, statement.names, row[statement.begin : statement.end]
        )
        for populator in statement.populators:
            populator.populate(row, record)
        return record
