"""Runs the checks over the pages, in two browsers at a time, and notes what they find."""

import json
import multiprocessing
import subprocess
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from math import ceil
from pathlib import Path

import django

from tests.browser import (
    browser,
    colours,
    contents,
    desk,
    documents,
    drawings,
    jobs,
    languages,
    pasting,
    printing,
    walks,
)
from tests.browser.pages import Target, elements, for_browsers
from tests.browser.pictures import contact_sheet
from tests.browser.report import Problem, Report
from tests.browser.serving import free_port

HERE = Path(__file__).parent
BROWSERS = 2
PAGES_A_BROWSER = 40  # then a new one: what a browser keeps in memory ends with it


def every(_target):
    return True


def leading(target):
    return target.leads


def calls(target):
    return target.kind == "calls:call"


OF_CONTENT = {
    "contrast": colours.contrast,
    "catalogues": contents.catalogues,
    "last calls": contents.last_calls,
    "dates": contents.dates,
}
OF_DOCUMENTS = {
    "answers": documents.answers,
    "fragments": documents.fragments,
    "headings": documents.headings,
    "titles": documents.titles,
    "hreflang": documents.hreflang,
    "html": documents.html,
    "css": documents.css,
    "language": languages.parts,
    "interface": languages.interface,
}
OF_PAGES = {  # each with the pages it is for, in this order on the open page
    "first view": (browser.first_view, every),
    "quiet": (browser.quiet, every),
    "axe": (browser.axe, every),
    "reflow": (browser.reflow, every),
    "widths": (browser.widths, leading),
    "focus": (browser.focus, every),
    "keyboard": (browser.keyboard, leading),
    "paper": (printing.paper, calls),
    "drawings": (drawings.drawings, every),
}
OTHERS = ["weight", "paint", "tasks", "desk", "paste", "lighthouse", "pictures"]
OTHERS += ["jobs"]  # last: they change what is public
CHECKS = [*OF_CONTENT, *OF_DOCUMENTS, *OF_PAGES, *OTHERS]


def targets(pages):
    seen_types, seen_elements = set(), set()
    for address, page in documents.documents(pages).items():
        leads = (page.kind, page.language) not in seen_types
        new = elements(page.tree) - seen_elements
        seen_types.add((page.kind, page.language))
        seen_elements |= new
        yield Target(address, page.kind, page.language, leads, bool(new))


def examine(origin, pages, checks=CHECKS, sheets=None, *, every_one=False):
    """The report of the chosen checks over these pages; `sheets` is where pictures are put.

    A browser looks at all pages that are alike when `every_one`, or else at a few per language.
    """
    report = Report()
    for page in documents.documents(pages).values():
        report.pages[page.kind] += 1

    def run(name, check, number):
        if name in checks:
            found, seconds = timed(name, check)
            report.add(name, found, number)
            report.seconds[name] += seconds

    def run_in_browser(name, check, number):
        if name in checks:
            with browser.chromium() as opened:
                run(name, partial(check, opened, origin), number)

    for name, check in OF_CONTENT.items():
        run(name, check, 1)
    with ThreadPoolExecutor(BROWSERS) as pool:  # the checker of HTML is a program of its own
        names = [name for name in OF_DOCUMENTS if name in checks]
        read = [pool.submit(timed, name, partial(OF_DOCUMENTS[name], pages)) for name in names]
        for name, (found, seconds) in zip(names, (each.result() for each in read), strict=True):
            report.add(name, found, len(pages))
            report.seconds[name] += seconds
    run("weight", partial(documents.weight, pages, report), len(pages))
    every_target = list(targets(pages))
    shown = every_target if every_one else for_browsers(every_target, pages)
    walk(origin, shown, [name for name in OF_PAGES if name in checks], report)

    leaders = [target for target in every_target if target.leads]
    spoken = list(dict.fromkeys(target.language for target in leaders))
    indexed = [target for target in leaders if not pages[target.address].noindex]
    types = list({target.kind: target.address for target in reversed(indexed)}.values())
    in_one_language = list({target.kind: target for target in reversed(leaders)}.values())
    paint = partial(browser.paint, targets=in_one_language, report=report)
    run_in_browser("paint", paint, len(in_one_language))
    run("tasks", partial(tasks, origin, spoken), walks.number(spoken))
    run("desk", partial(at_the_desk, origin), len(desk.screens()) if "desk" in checks else 0)
    run_in_browser("paste", at_the_clipboard, len(pasting.clipboards()))
    run("lighthouse", partial(lighthouse, origin, types), len(types))
    run("pictures", partial(pictures, origin, leaders, sheets), len(leaders))
    run_in_browser("jobs", jobs.do, len(jobs.JOBS))
    return report


def timed(name, check):
    started = time.monotonic()
    return problems(name, check()), time.monotonic() - started


def problems(check, found):
    return [Problem(check, where, what) for where, what in found]


def walk(origin, wanted, names, report):
    """Visit every page with the checks for it, in a few browsers side by side."""
    if not names:
        return
    for found, seconds in side_by_side(partial(visit, origin, names), wanted):
        report.note(found)
        report.seconds.update(seconds)
    for name in names:
        report.looked_at[name] += sum(map(OF_PAGES[name][1], wanted))


def side_by_side(look, wanted, at_a_time=PAGES_A_BROWSER):
    """What `look` answers about all that is wanted, some at a time, each time in a new process."""
    turns = ceil(len(wanted) / (at_a_time * BROWSERS))  # full ones: no browser waits at the end
    size = ceil(len(wanted) / (turns * BROWSERS)) if wanted else 1
    parts = [wanted[at : at + size] for at in range(0, len(wanted), size)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(BROWSERS, mp_context=context, initializer=django.setup) as pool:
        for number, answer in enumerate(pool.map(look, parts), start=1):
            print(f"\r{number * 100 // len(parts)} % seen", end="", flush=True)
            yield answer
    print()


def at_the_desk(origin):
    for found in side_by_side(partial(desk.look, origin), desk.screens()):
        yield from found


def at_the_clipboard(opened, origin):
    return pasting.pastes(desk.sign_in(opened, origin))


def tasks(origin, languages):
    for found in side_by_side(partial(do_tasks, origin), languages, at_a_time=1):
        yield from found


def do_tasks(origin, languages):
    """What goes wrong in the tasks of visitors; runs in a process of its own."""
    with browser.chromium() as opened:
        return list(walks.tasks(opened, origin, languages))


def visit(origin, names, wanted):
    """What the checks find on some pages, and how long each took; runs in a process of its own."""
    found, seconds = [], Counter()
    with browser.chromium() as opened:
        tab = browser.new_tab(opened, origin)
        for target in wanted:
            tab.go(target.address)
            for name in names:
                check, applies = OF_PAGES[name]
                if applies(target):
                    started = time.monotonic()
                    found += problems(name, ((target.address, what) for what in check(tab, target)))
                    seconds[name] += time.monotonic() - started
    return found, seconds


def lighthouse(origin, addresses):
    """Lighthouse gives one page of each type full marks, in the categories that run offline."""
    shares = [addresses[number::BROWSERS] for number in range(BROWSERS)]
    with ThreadPoolExecutor(BROWSERS) as pool:
        for found in pool.map(partial(in_lighthouse, origin), filter(None, shares)):
            yield from found


def in_lighthouse(origin, addresses):
    port = free_port()
    with browser.chromium(args=[*browser.ARGUMENTS, f"--remote-debugging-port={port}"]):
        command = ["node", HERE / "lighthouse.mjs", str(port)]
        command += [origin + address for address in addresses]
        said = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 our own
    found = [("lighthouse.mjs", said.stderr.strip()[-300:])] if said.returncode else []
    for page in map(json.loads, said.stdout.splitlines()):
        found += [(page["url"].removeprefix(origin), failed) for failed in page["failed"]]
    return found


def pictures(origin, leaders, sheets):
    """A picture of all types of pages for each language; a person looks at them."""
    by_language = {}
    for target in leaders:
        by_language.setdefault(target.language, []).append(target)
    with ThreadPoolExecutor(BROWSERS) as pool:
        folders = [sheets / code for code in by_language]
        for picture in pool.map(partial(contact_sheet, origin), by_language.values(), folders):
            if not picture.exists():
                yield str(picture.name), "was not made"
