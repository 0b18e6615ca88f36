"""Does an upgrade keep anybody waiting, or fail one request?

Serves the real content with gunicorn behind nginx. While visitors ask for pages and an editor saves
with the old code, migrates with the code of an upgrade (these files, with a column and an index
more), starts that beside the old one, lets nginx send everybody there, and stops the old one.
docs/deploy.md says how to do the same with systemd. Prints what came of it; ends with 1 when
anything failed, with 2 when nginx or PostgreSQL is missing.

    make rehearse-upgrade
"""

import itertools
import multiprocessing
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from faults import addresses_of_the_site, failures, report, visited
from serving import (
    HOUSE,
    Servers,
    fill,
    free_port,
    nginx_program,
    own_cluster,
    stop_when_told,
    work_folder,
)

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__")
COLUMN = "    rehearsed = models.IntegerField(null=True, editable=False)\n"
MIGRATION = """
from django.db import migrations, models

from portal.postgresql.operations import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("partners", "{before}")]
    operations = [
        migrations.AddField("partner", "rehearsed", models.IntegerField(null=True, editable=False)),
        AddIndexConcurrently("partner", models.Index(fields=["rehearsed"], name="rehearsed")),
    ]
"""
PATIENCE = 60  # seconds for two saves on a busy machine
SETTLED = 3  # seconds of visits before and after each step


def upgraded_code(work):
    """A copy of these files that needs a column more."""
    code = Path(work, "upgraded")
    shutil.copytree(HOUSE, code, ignore=LEFT_OUT)
    for shared in (".venv", "var"):
        (code / shared).symlink_to(HOUSE / shared)
    models = code / "partners" / "models.py"
    head, meta, tail = models.read_text().partition("\n    class Meta")
    models.write_text(head + COLUMN + meta + tail)
    migrations = code / "partners" / "migrations"
    before = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_rehearsal.py").write_text(MIGRATION.format(before=before))
    return code


def manage(code, *words):
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=code, check=True)  # noqa: S603 our own words


@contextmanager
def editor():
    """Somebody who publishes with the old code all the time: (process, how many times)."""
    import desk_saves
    from django.db import connections

    def save_without_end():
        for number in itertools.count(2):
            desk_saves.publish(number)
            saves.value += 1

    desk_saves.prepare()
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    saves = forked.Value("i", 0)
    process = forked.Process(target=save_without_end, daemon=True)
    process.start()
    try:
        yield process, saves
    finally:
        process.terminate()
        process.join()


def wait_for_saves(saves, more):
    """Returns after so many more; ends the program when the editor cannot go on."""
    enough, give_up = saves.value + more, time.monotonic() + PATIENCE
    while saves.value < enough:
        if time.monotonic() > give_up:
            sys.exit("The editor cannot save with the old code on the new schema.")
        time.sleep(0.1)


def upgrade(servers, proxy, old, code, saves):
    """Yields after each step what it was."""
    time.sleep(SETTLED)
    yield "the old code alone"
    manage(code, "migrate", "--verbosity", "0")
    wait_for_saves(saves, 2)  # the second of them began after the migration
    yield "the old code on the new schema"
    servers.house, servers.portal_port = code, free_port()
    with servers.portal() as new:
        servers.wait_for(servers.portal_port, new)
        Path(servers.work, "nginx.conf").write_text(servers.rules())
        proxy.send_signal(signal.SIGHUP)
        time.sleep(SETTLED)
        yield "both, and nginx sends visitors to the new one"
        old.terminate()
        old.wait()
        time.sleep(SETTLED)
        yield "the new code alone"


def main():
    stop_when_told()
    nginx_program()
    with ExitStack() as stack:
        work = stack.enter_context(work_folder())
        fill(work, stack.enter_context(own_cluster(work)).url)
        seen, _unseen = addresses_of_the_site()
        servers = Servers(work)
        old = stack.enter_context(servers.portal())
        proxy = stack.enter_context(servers.proxy())
        servers.wait(old, proxy)
        saving, saves = stack.enter_context(editor())
        answers = stack.enter_context(visited(servers.port, seen))
        wrong, count = [], 0
        for step in upgrade(servers, proxy, old, upgraded_code(work), saves):
            wrong += report(f"Visits: {step}", answers[count:], failures(answers[count:]))
            count = len(answers)
        if not saving.is_alive():
            wrong.append("The editor could not go on.")
        print(f"{saves.value} saves with the old code, before and after the migration")
    print("\n".join(wrong) or "Nobody noticed.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
