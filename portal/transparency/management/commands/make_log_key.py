from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.transparency.notes import BadNote, Signer


class Command(BaseCommand):
    help = "Make a key with which the transparency log is signed, and print both its parts."

    def add_arguments(self, parser):
        parser.add_argument(
            "name",
            nargs="?",
            default=f"{settings.ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}/log",
            help="the address of the log without https:// (default: that of this portal)",
        )

    def handle(self, name, **options):
        try:
            signer = Signer.make(name)
        except BadNote as error:
            raise CommandError(error) from error
        self.stdout.write("For the environment of the portal, and a copy in a safe; nowhere else:")
        self.stdout.write(f"TRANSPARENCY_KEY={signer}")
        self.stdout.write("For everyone, with which a receipt is checked:")
        self.stdout.write(str(signer.verifier))
