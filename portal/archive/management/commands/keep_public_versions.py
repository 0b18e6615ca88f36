from django.core.management.base import BaseCommand

from portal.archive.capture import capture_all


class Command(BaseCommand):
    help = "Captures public pages that changed, also at instants that passed since the last run."

    def handle(self, **options):
        self.stdout.write(f"{capture_all()} versions were kept.")
