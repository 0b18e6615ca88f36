from django.core.management.base import BaseCommand

from portal.archive.capture import keep_all


class Command(BaseCommand):
    help = "Keeps every page as it is public, also as it was at instants that passed meanwhile."

    def handle(self, **options):
        self.stdout.write(f"{keep_all()} versions were kept.")
