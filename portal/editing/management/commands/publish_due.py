from django.core.management.base import BaseCommand

from portal.revisions.going_live import publish_due


class Command(BaseCommand):
    help = "Lets approved drafts go live whose instant has come; a visit does the same."

    def handle(self, **options):
        self.stdout.write(f"{publish_due()} drafts went live.")
