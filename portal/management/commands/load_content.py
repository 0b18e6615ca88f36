"""Loads the portal's content, once; afterwards editors maintain it in the database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from calls.event_revisions import keep_revisions
from portal.content_loader import ContentError, gather_statistics, load
from portal.models import ServicePage
from portal.site_search.index import rebuild

FILES = ["contacts", "partners", "posts", "policy", "agreements", "calls", "support", "pages"]


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if ServicePage.objects.exists():
            self.stdout.write("The content is already there; nothing was changed.")
            return
        folder = settings.BASE_DIR / "fixtures" / "content"
        try:
            with transaction.atomic():
                count = load([folder / f"{name}.yaml" for name in FILES])
                keep_revisions()
                rebuild()
        except ContentError as error:
            raise CommandError(error) from error
        gather_statistics()
        self.stdout.write(f"Loaded {count} records of content.")
