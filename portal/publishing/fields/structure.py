"""Puts right what is safe to put right in prose without asking: headings and header cells."""

import re

HEADING = re.compile(r"<h([1-6])(\b[^>]*>.*?</h)\1>", re.DOTALL)
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
FIRST_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td(\b[^>]*)>(.*?)</td>", re.DOTALL)
# Where blanks may be twice in a row, a long run of them could be divided in as many ways.
ALL_BOLD = re.compile(
    r"\s*(?:(<p>)\s*)?<strong>((?:(?!</?strong\b|</?p\b).)*)</strong>\s*(?:(</p>)\s*)?"
)


def in_structure(prose):
    """The same prose without a skipped level of heading, and with bold first rows as headers."""
    return TABLE.sub(lambda table: with_header_cells(table[0]), headings_in_order(prose))


def headings_in_order(prose):
    """Each heading at most one level below the heading that it belongs to.

    The highest level stays as it is: the page decides at which level a text begins.
    """
    levels = [int(heading[1]) for heading in HEADING.finditer(prose)]
    new = iter(levels_in_order(levels))

    def at_its_level(heading):
        level = next(new)
        return f"<h{level}{heading[2]}{level}>"

    return HEADING.sub(at_its_level, prose)


def levels_in_order(levels):
    outline, ordered, highest = [], [], min(levels, default=1)
    for level in levels:
        while outline and outline[-1] >= level:
            outline.pop()
        outline.append(level)
        ordered.append(highest + len(outline) - 1)
    return ordered


def with_header_cells(table):
    """A table whose first row is bold has its headers there; others are left to the editor."""
    first = FIRST_ROW.search(table)
    if not first or "<th" in table or FIRST_ROW.search(table, first.end()) is None:
        return table
    cells = CELL.findall(first[0])
    if not cells or not all(ALL_BOLD.fullmatch(words) for _attributes, words in cells):
        return table
    headers = CELL.sub(header_cell, first[0])
    return table[: first.start()] + headers + table[first.end() :]


def header_cell(cell):
    words = ALL_BOLD.sub(r"\1\2\3", cell[2])
    return f"<th{cell[1]}>{words}</th>"
