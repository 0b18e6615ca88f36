"""Loads the portal's content, once; afterwards editors maintain it in the database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.content_loader import ContentError, load
from portal.models import ServicePage

FILES = ["contacts", "partners", "posts", "policy", "agreements", "calls", "support", "pages"]


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if ServicePage.objects.exists():
            self.stdout.write("The content is already there; nothing was changed.")
            return
        folder = settings.BASE_DIR / "fixtures" / "content"
        try:
            count = load([folder / f"{name}.yaml" for name in FILES])
        except ContentError as error:
            raise CommandError(error) from error
        self.stdout.write(f"Loaded {count} records of content.")
