"""What two people made of the same record, put together: field by field, row by row."""

from typing import NamedTuple

from portal.revisions.snapshot import COUNTED, NOTHING, equal


class Conflict(NamedTuple):
    """A value that both changed, each to something else. `path` is (relation, key, …) to a row.

    `name` is the field, or "" when one of them removed the row that the other one changed.
    """

    path: tuple
    name: str
    theirs: object
    mine: object


def merge(base, theirs, mine):
    """(the data with the changes of both, conflicts). In a conflict, what is mine stands.

    All are data as `snapshot.data_of` has it; `base` is what both began with.
    """
    conflicts = []
    return _merge(base, theirs, mine, (), conflicts), conflicts


def _merge(base, theirs, mine, path, conflicts):
    fields, found = merge_values(base["fields"], theirs["fields"], mine["fields"])
    conflicts += [Conflict(path, *one) for one in found]
    rows = {}
    for name in dict.fromkeys([*theirs["rows"], *mine["rows"]]):
        some = [data["rows"].get(name, {}) for data in (base, theirs, mine)]
        if merged := _merge_rows(*some, (*path, name), conflicts):
            rows[name] = merged
    return {"fields": fields, "rows": rows}


def merge_values(base, theirs, mine):
    """({name: value}, [(name, theirs, mine) of what both changed otherwise])."""
    merged, conflicts = dict(theirs), []
    for name, value in mine.items():
        was, is_theirs = base.get(name), theirs.get(name)
        if name in COUNTED or equal(value, was) or equal(value, is_theirs):
            continue
        if not equal(is_theirs, was):
            conflicts.append((name, is_theirs, value))
        merged[name] = value
    return merged, conflicts


def _merge_rows(base, theirs, mine, path, conflicts):
    merged = {}
    for key in dict.fromkeys([*theirs, *mine]):
        was, is_theirs, is_mine = base.get(key), theirs.get(key), mine.get(key)
        here = (*path, key)
        if is_theirs and is_mine:
            merged[key] = _merge(was or NOTHING, is_theirs, is_mine, here, conflicts)
        elif was is None:
            merged[key] = is_theirs or is_mine
        elif is_mine:  # they removed it
            if is_mine != was:
                conflicts.append(Conflict(here, "", None, is_mine))
                merged[key] = is_mine
        elif is_theirs != was:  # I removed it
            conflicts.append(Conflict(here, "", is_theirs, None))
    return merged
