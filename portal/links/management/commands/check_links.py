from django.core.management.base import BaseCommand

from portal.links.checker import check_due, find_links


class Command(BaseCommand):
    help = "Finds the links in all records and checks those that are due; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=500, help="links to check in one run")

    def handle(self, limit, **options):
        find_links()
        count, postponed = check_due(max(0, limit))
        self.stdout.write(f"{count} links were looked at.")
        if postponed:
            self.stdout.write(f"No other site answered: {postponed} links wait for the next run.")
