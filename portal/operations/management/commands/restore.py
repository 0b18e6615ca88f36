from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from portal.operations.backup import BackupError
from portal.operations.backup.restoring import restore_backup


class Command(BaseCommand):
    help = "Put a backup in the place of the database and the uploaded files, or change nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="what `backup` wrote")
        parser.add_argument("--identity", help="file with the secret key of age that opens it")
        parser.add_argument(
            "--known",
            action="append",
            default=[],
            metavar="FILE",
            help="a checkpoint of the log that was kept elsewhere; may be given more than once",
        )
        parser.add_argument(
            "--new-log",
            action="store_true",
            help="when the log went on after this backup, let it go on under a new name",
        )

    def handle(self, file, identity, known, new_log, **options):
        try:
            manifest, former = restore_backup(file, identity, known, new_log)
        except (BackupError, OSError, Error) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        rows, files = sum(manifest["tables"].values()), len(manifest["parts"]) - 1
        self.stdout.write(f"Restored {rows} rows and {files} files of {manifest['made_at']}.")
        if former:
            self.stdout.write(f"What was there is kept, until you remove it: {', '.join(former)}.")
