from django.core.management.base import BaseCommand

from portal.links.checker import check_due, find_links


class Command(BaseCommand):
    help = "Finds the links in all records and asks those that are due; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=500, help="links to ask in one run")

    def handle(self, limit, **options):
        find_links()
        count, silent = check_due(max(0, limit))
        self.stdout.write(f"{count} links were looked at.")
        if silent:
            self.stdout.write(f"No other site answered: {silent} links wait for the next run.")
