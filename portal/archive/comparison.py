"""Two versions of a page side by side, with what changed marked word by word."""

from itertools import zip_longest
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from portal.publishing.fields import lines
from portal.publishing.matching import steps


class Pair(NamedTuple):
    """What stands in the same place in both: paragraphs, items, rows of a table; '' for nothing."""

    old: SafeString
    new: SafeString
    is_same: bool


def compare(old, new):
    """The pairs of two main parts, in the order in which they are read."""
    before, after = lines(old), lines(new)
    pairs = []
    for kind, start, end, other_start, other_end in steps(before, after):
        for line, other in zip_longest(
            before[start:end], after[other_start:other_end], fillvalue=""
        ):
            if kind == "equal":
                same = conditional_escape(line)
                pairs.append(Pair(same, same, is_same=True))
            else:
                pairs.append(Pair(*marked(line, other), is_same=False))
    return pairs


def marked(old, new):
    """Both lines, with what went in <del> and what came in <ins>."""
    before, after = old.split(), new.split()
    went, came = [], []
    for kind, start, end, other_start, other_end in steps(before, after):
        some, others = " ".join(before[start:end]), " ".join(after[other_start:other_end])
        is_same = kind == "equal"
        if some:
            went.append(format_html("{}" if is_same else "<del>{}</del>", some))
        if others:
            came.append(format_html("{}" if is_same else "<ins>{}</ins>", others))
    return joined(went), joined(came)


def joined(parts):
    return format_html_join(" ", "{}", ((part,) for part in parts))
