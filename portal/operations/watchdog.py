"""Ends a worker of gunicorn in which a request hangs; the arbiter starts another.

gunicorn's own timeout sees the main thread of a worker only: a thread that waits for ever keeps its
place, until none is left. Each worker has one watchdog, told by gunicorn's hooks in the handling
thread when a request begins and ends. It imports nothing of Django, so that it works when all of
that hangs.
"""

import faulthandler
import os
import signal
import sys
import threading
import time

EXIT_CODE = 70  # "internal software error" (sysexits)


class Watchdog:
    """`limit`: seconds that a request may take. `grace`: seconds that the others have then to end.

    `frozen_after`: seconds after which all tracebacks are written when not even this thread runs,
    since something holds Python's lock; gunicorn ends that worker by its own timeout.
    """

    def __init__(self, limit, grace, frozen_after, log=sys.stderr):
        self.limit, self.grace, self.frozen_after, self.log = limit, grace, frozen_after, log
        self.running = {}  # thread → (since when by the clock that only goes forward, what)

    def start(self):
        threading.Thread(target=self.watch, name="watchdog", daemon=True).start()

    def begin(self, what):
        self.running[threading.get_ident()] = time.monotonic(), what

    def end(self):
        self.running.pop(threading.get_ident(), None)

    def stuck(self, now):
        """[(seconds, what)] of the requests that take too long."""
        running = list(self.running.values())
        return [(now - since, what) for since, what in running if now - since > self.limit]

    def watch(self):
        while not (stuck := self.stuck(time.monotonic())):
            faulthandler.dump_traceback_later(self.frozen_after, file=self.log)
            time.sleep(min(1, self.limit / 4))
        faulthandler.cancel_dump_traceback_later()
        self.stop(stuck)

    def stop(self, stuck):
        """Write where every thread is, take no new requests, let the others end; then exit."""
        for seconds, what in stuck:
            self.say(f"{what} hangs since {seconds:.0f} s: worker {os.getpid()} stops")
        faulthandler.dump_traceback(file=self.log, all_threads=True)
        os.kill(os.getpid(), signal.SIGTERM)
        end = time.monotonic() + self.grace
        while time.monotonic() < end and len(self.running) > len(self.stuck(time.monotonic())):
            time.sleep(0.1)
        time.sleep(0.2)  # for the last bytes of the last answer
        os._exit(EXIT_CODE)  # the thread that hangs would keep the process

    def say(self, text):
        print(f"watchdog ERROR {text}", file=self.log, flush=True)
