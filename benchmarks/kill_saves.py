"""Does a process that is killed in the middle of a save leave all of it or nothing?

A process saves at the desk: it keeps a draft of a call with its rows and a file, publishes the next
version of it, or makes a new call. At a random moment it is killed (SIGKILL). Then the call, its
rows, its files, what is kept of its page, the logbook and the search must be those of one save, and
the next save must work. Prints when the kills came; ends with 1 when anything was half saved.

    make check-faults                                   on PostgreSQL and on SQLite
    .venv/bin/python benchmarks/kill_saves.py --kills 20 --own-server
"""

import argparse
import mmap
import multiprocessing
import random
import signal
import statistics
import sys
import time
import traceback
from collections import Counter
from contextlib import ExitStack

from serving import chosen_database, set_up, stop_when_told, work_folder

RECOVERY = 5  # seconds after which the next save must have been possible
IDLE, WRITING, DONE, FAILED = range(4)  # what the process that saves is doing


class Save:
    """One save by a process of its own, which can be killed in it."""

    def __init__(self, act, number):
        self.doing = mmap.mmap(-1, 1)  # shared with the process, and still there after its end
        self.began = time.monotonic()
        # Forked from this one, which has loaded everything and has no connection.
        fork = multiprocessing.get_context("fork")
        self.process = fork.Process(target=self.run, args=(act, number), daemon=True)
        self.process.start()

    def run(self, act, number):
        from django.db import connection

        begin_or_end = connection.set_autocommit

        def noted(autocommit, *args, **kwargs):
            begin_or_end(autocommit, *args, **kwargs)
            if autocommit:
                self.doing[0] = IDLE

        def noted_when_writing(execute, sql, *rest):
            if connection.in_atomic_block and sql.startswith(("INSERT", "UPDATE", "DELETE")):
                self.doing[0] = WRITING
            return execute(sql, *rest)

        connection.set_autocommit = noted
        try:
            with connection.execute_wrapper(noted_when_writing):
                act(number)
            self.doing[0] = DONE
            signal.pause()  # as a worker that waits for its next request
        except Exception:
            traceback.print_exc()
            self.doing[0] = FAILED

    def kill(self):
        """Returns what it was doing."""
        self.process.kill()
        self.process.join()
        return self.doing[0]

    def wait(self):
        """Let it end by itself; returns the seconds that it took."""
        while self.doing[0] not in {DONE, FAILED} and self.process.is_alive():
            time.sleep(0.002)
        seconds = time.monotonic() - self.began
        if self.kill() != DONE:
            raise RuntimeError("A save failed by itself.")
        return seconds


def when(doing, before, found, act):
    """The moment of a kill, in words."""
    if doing == WRITING:
        return "inside a transaction that had written"
    if found == before:
        return "before anything was saved"
    if act == "publish" and found.public == before.public:
        return "between the draft and its approval"
    return "after all was saved"


class Rehearsal:
    def __init__(self, acts, seed):
        self.acts, self.chance, self.number, self.wrong = acts, random.Random(seed), 1, []
        self.moments, self.waits = Counter(), []
        self.usual = {name: self.whole_save(name) for name in acts}

    def whole_save(self, name):
        self.number += 1
        return Save(self.acts[name], self.number).wait()

    def kill(self):
        """Kill one save at a random moment, and look what is there; then save as if nothing was."""
        from desk_saves import Broken

        before, version = self.look()
        name = self.chance.choice([*self.acts])
        self.number += 1
        save = Save(self.acts[name], self.number)
        time.sleep(self.chance.uniform(0, 1.1 * self.usual[name]))
        doing = save.kill()
        where = f"save {self.number} ({name})"
        try:
            found, version_now = self.look()
        except Broken as broken:
            self.wrong.append(f"{where}: {broken}")
            return
        moment = when(doing, before, found, name)
        self.moments[moment] += 1
        if found not in before.after(name, self.number) or doing == FAILED:
            self.wrong.append(f"{where}, killed {moment}: {before} became {found}")
        if found.public != before.public and version_now == version:
            self.wrong.append(f"{where}: caches do not know that the page changed")
        self.save_again(where)

    def look(self):
        from desk_saves import content_version, situation
        from django.db import connections

        found = situation(), content_version()
        connections.close_all()  # nothing of it is shared with the next process
        return found

    def save_again(self, where):
        try:
            seconds = self.whole_save("draft")
        except RuntimeError as error:
            self.wrong.append(f"after {where}: {error}")
            return
        self.waits.append(seconds)
        if seconds > self.usual["draft"] + RECOVERY:
            self.wrong.append(f"after {where} the next save took {seconds:.1f} s")


def rehearse(kills, seed):
    """Print what came of it on the database that is set up; returns what was wrong."""
    import desk_saves
    from django.db import connection, connections
    from django.utils import translation

    translation.activate("nl")
    desk_saves.prepare()
    connections.close_all()
    rehearsal = Rehearsal(desk_saves.ACTS, seed)
    for _kill in range(kills):
        rehearsal.kill()
    print(f"{kills} saves killed on {connection.vendor} (seed {seed}):")
    for moment, count in sorted(rehearsal.moments.items()):
        print(f"    {count:>4} {moment}")
    print(f"    {len(rehearsal.wrong)} half saved, lost or stuck")
    usual = rehearsal.usual["draft"]
    print(
        f"    the next draft took {statistics.median(rehearsal.waits):.2f} s ({usual:.2f} before)"
    )
    print(f"    {desk_saves.unnamed_files()} uploads are left that nobody names")
    return rehearsal.wrong


def main():
    parser = argparse.ArgumentParser(description="See the first lines of this program.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--own-server", action="store_true", help="on a PostgreSQL of its own")
    chosen = parser.parse_args()
    stop_when_told()
    with ExitStack() as stack:
        work = stack.enter_context(work_folder())
        database_url = stack.enter_context(chosen_database(work, chosen.own_server))
        set_up(work, database_url)
        wrong = rehearse(chosen.kills, chosen.seed)
    print("\n".join(wrong) or "All of each save, or nothing of it.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
