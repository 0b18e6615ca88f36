from django.core.management.base import BaseCommand, CommandError

from portal.operations import periodic
from portal.operations.locks import only_one


class Command(BaseCommand):
    help = "Do all that must be done now and then; safe to run often, and never two at once."

    def add_arguments(self, parser):
        jobs = {"nargs": "+", "choices": periodic.JOBS, "default": [], "metavar": "JOB"}
        parser.add_argument("--only", help=f"of {', '.join(periodic.JOBS)}", **jobs)
        parser.add_argument("--without", **jobs)

    def handle(self, only, without, **options):
        names = [name for name in only or periodic.JOBS if name not in without]
        failed = []
        with only_one("periodic") as is_mine:
            if not is_mine:
                self.stdout.write("Another run has not ended yet; nothing was done.")
                return
            for name, said, is_failed in periodic.run(names):
                self.stdout.write(f"{name}: {said}")
                if is_failed:
                    failed.append(name)
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}; the others were done.")
