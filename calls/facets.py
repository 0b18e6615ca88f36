"""Filters whose choices are counted: each asks the same of a cell in Python and of a column in SQL.

The list is narrowed in SQL; the counts beside the choices come from one grouped query, in Python.
"""

from django.db.models import Q


class OneOf:
    """The column has one of the values; `meaning` gives the cells that a value stands for."""

    def __init__(self, column, meaning=None):
        self.column, self.meaning = column, meaning

    def cells(self, values):
        if not self.meaning:
            return values
        return [cell for value in values for cell in self.meaning[value]]

    def holds(self, cell, values):
        return cell in self.cells(values)

    def condition(self, values):
        return Q((f"{self.column}__in", self.cells(values)))


class AnyOf:
    """The list in the column has any of the values. When `empty_is_all`, an empty list has all."""

    def __init__(self, column, empty_is_all=False):
        self.column, self.empty_is_all = column, empty_is_all

    def holds(self, cell, values):
        return any(value in cell for value in values) or (self.empty_is_all and not cell)

    def condition(self, values):
        found = Q((self.column, [])) if self.empty_is_all else Q(pk__in=[])
        for value in values:
            found |= Q((f"{self.column}__icontains", f'"{value}"'))
        return found
