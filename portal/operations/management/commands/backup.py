from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from portal.operations.backup import BackupError
from portal.operations.backup.restoring import make_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one file, whole or not at all."

    def add_arguments(self, parser):
        parser.add_argument("target", help="a file that does not exist yet, or a folder")
        parser.add_argument(
            "--recipients",
            default=settings.BACKUP_RECIPIENTS,
            help="file with public keys of age, to encrypt for (default: BACKUP_RECIPIENTS)",
        )

    def handle(self, target, recipients, **options):
        try:
            path, manifest = make_backup(target, recipients)
        except (BackupError, OSError, Error) as error:
            raise CommandError(error) from error
        rows, files = sum(manifest["tables"].values()), len(manifest["parts"]) - 1
        kept = "encrypted" if recipients else "not encrypted"
        self.stdout.write(
            f"{path}: {rows} rows and {files} files, {path.stat().st_size} bytes, {kept}."
        )
