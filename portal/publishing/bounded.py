"""Reads a file that somebody uploaded in a process of its own, with little time and memory.

A small file can keep the libraries that read spreadsheets, PDF and PO busy for hours, or make them
fill the memory. What happens in that process cannot harm the site: it gets the bytes and answers in
JSON. It starts no Django, and it knows no settings.

A process of the site has four threads (deploy/gunicorn.conf.py). At most two of them wait for a
file, and a third one for its turn, so that a visitor always finds one.
"""

import importlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore

ROOT = Path(__file__).parents[2]
SECONDS = 1.8  # of a processor
PATIENCE = 10  # seconds by the clock, on a machine that is busy
MEMORY = 500_000_000  # bytes
ANSWER = 20_000_000  # bytes
AT_ONCE, IN_LINE, TURN = 2, 3, 2  # files read, those and whoever waits, seconds to wait
TOO_MUCH, UNREADABLE, BUSY = "too much", "unreadable", "busy"
line, places = BoundedSemaphore(IN_LINE), BoundedSemaphore(AT_ONCE)


class Refused(Exception):
    """A file is not read; `reason` is a code, `facts` belong to it."""

    def __init__(self, reason, **facts):
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def read_bounded(reader, data):
    """What the function `reader`, "package.module:name", makes of bytes; or else Refused."""
    with turn():
        done = run_apart(reader, data)
    if done.returncode:  # the system ended it: it took too long, or too much memory
        raise Refused(TOO_MUCH)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["facts"])
    return answer["read"]


@contextmanager
def turn():
    """Inside, few others read a file; Refused when there is no place before long."""
    if not line.acquire(blocking=False):
        raise Refused(BUSY)
    try:
        if not places.acquire(timeout=TURN):
            raise Refused(BUSY)
        try:
            yield
        finally:
            places.release()
    finally:
        line.release()


def run_apart(reader, data):
    command = [sys.executable, "-m", "portal.publishing.bounded", reader]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        return subprocess.run(  # noqa: S603  our own interpreter and code
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=kept,
            timeout=PATIENCE,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Refused(TOO_MUCH) from error


# In the process that reads


def answer_to(reader, data):
    """What `reader` makes of bytes, or why it does not, as a dictionary."""
    module, _colon, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    try:
        return {"read": read(data)}
    except Refused as refusal:
        return {"refused": refusal.reason, "facts": refusal.facts}
    except MemoryError:
        return {"refused": TOO_MUCH, "facts": {}}
    except Exception:  # a broken file makes the libraries raise almost anything
        return {"refused": UNREADABLE, "facts": {}}


def limit_this_process():
    # The system counts whole seconds for a limit; the timer ends the process at the part of one.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    limits = [(resource.RLIMIT_CPU, math.ceil(SECONDS)), (resource.RLIMIT_AS, MEMORY)]
    for kind, most in [*limits, (resource.RLIMIT_CORE, 0)]:
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(kind, (most, most))


def main(reader):
    limit_this_process()
    text = json.dumps(answer_to(reader, sys.stdin.buffer.read()), ensure_ascii=False)
    text = text.encode(errors="replace")
    if len(text) > ANSWER:
        text = json.dumps({"refused": TOO_MUCH, "facts": {}}).encode()
    sys.stdout.buffer.write(text)


if __name__ == "__main__":
    # Under its own name, so that the Refused of a reader is the one that is caught here.
    importlib.import_module("portal.publishing.bounded").main(sys.argv[1])
