from django.core.management.base import BaseCommand

from portal.keeping.sweep import sweep


class Command(BaseCommand):
    help = "Captures all public pages that are different from what was kept of them."

    def handle(self, **options):
        self.stdout.write(f"{sweep()} versions were kept.")
