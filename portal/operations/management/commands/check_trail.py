from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.operations.trail import check_trail, right_until
from portal.revisions.models import BEGINNING, Revision
from portal.transparency.check import Known
from portal.transparency.models import Checkpoint, Leaf

SHOWN = 50  # findings


class Command(BaseCommand):
    help = "Check that nothing that was kept was altered or taken out: logbook, versions, files."

    def add_arguments(self, parser):
        parser.add_argument(
            "--known",
            action="append",
            default=[],
            metavar="FILE",
            help="a checkpoint of the log that was kept elsewhere; may be given more than once",
        )

    def handle(self, known, **options):
        found = check_trail([read(name) for name in known])
        if found:
            lines = [f"- {one} {self.since(one)}".rstrip() for one in found[:SHOWN]]
            lines += [f"… and {len(found) - SHOWN} more."] if len(found) > SHOWN else []
            raise CommandError("\n".join([f"{len(found)} things are wrong:", *lines]))
        last = Revision.objects.order_by("-pk").first()
        self.stdout.write(
            f"{Revision.objects.count()} entries, none altered. "
            f"The last has hash {last.hash if last else BEGINNING}."
        )
        self.stdout.write(f"{Leaf.objects.size()} leaves of the log, all as they were.")
        newest = Checkpoint.objects.signed().newest()
        if newest:
            self.stdout.write("Keep this elsewhere: with --known it shows later what was altered.")
            self.stdout.write(f"\n{newest.signed_note}")
        if not settings.TRANSPARENCY_KEY:
            self.stdout.write("The log is not signed: TRANSPARENCY_KEY is not set.")

    def since(self, found):
        until = right_until(found)
        return f"It was right on {until:%Y-%m-%d %H:%M:%S} UTC." if until else ""


def read(name):
    try:
        return Known(name, Path(name).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read: {error}") from error
