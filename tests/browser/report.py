"""What the checks found: problems, and figures per check and per type of page, as tables."""

from collections import Counter, defaultdict
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: `what` in words, at the address of a page or the name of a file."""

    check: str
    where: str
    what: str


class Report:
    """Collects while the checks run; `figures` are per type of page, the highest one counts."""

    def __init__(self):
        self.problems, self.said = [], set()
        self.looked_at = Counter()
        self.seconds = Counter()
        self.pages = Counter()
        self.figures = defaultdict(dict)

    def add(self, check, problems, looked_at):
        self.note(problems)
        self.looked_at[check] += looked_at

    def note(self, problems):
        """Keep what was found, and say each new thing at once: the whole run takes a while."""
        for problem in problems:
            if (problem.check, problem.what) not in self.said:
                print(f"\n{problem.check}: {problem.what}\n    {problem.where}", flush=True)
                self.said.add((problem.check, problem.what))
            self.problems.append(problem)

    def figure(self, kind, name, value):
        self.figures[kind][name] = max(value, self.figures[kind].get(name, value))

    @property
    def failed(self):
        return bool(self.problems)

    def problems_of(self, check):
        return [problem for problem in self.problems if problem.check == check]

    def tables(self):
        """The whole report as text: checks, types of pages, and what is wrong."""
        checks = [
            [
                check,
                f"{number:,}",
                f"{self.seconds[check]:.0f}",
                len(self.problems_of(check)) or "none",
            ]
            for check, number in self.looked_at.items()
        ]
        text = table(["check", "looked at", "seconds", "problems"], checks)
        if self.pages:
            names = list(dict.fromkeys(name for row in self.figures.values() for name in row))
            kinds = [
                [kind, number, *(self.figures[kind].get(name, "–") for name in names)]
                for kind, number in sorted(self.pages.items())
            ]
            text += "\n\n" + table(["type of page", "pages", *names], kinds)
        return text + "".join(f"\n{line}" for line in self.lines())

    def lines(self):
        """Each problem once, with how many places have it and the first of them."""
        places = defaultdict(list)
        for problem in self.problems:
            places[problem.check, problem.what].append(problem.where)
        for (check, what), where in places.items():
            more = f" and {len(where) - 1} more" if len(where) > 1 else ""
            yield f"\n{check}: {what}\n    {where[0]}{more}"


def table(heads, rows):
    rows = [[str(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]

    def line(row):
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return "  ".join(cells).rstrip()

    return "\n".join(
        [line(rows[0]), "  ".join("-" * width for width in widths), *map(line, rows[1:])]
    )
