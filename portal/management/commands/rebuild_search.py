from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.search.models import EmptySearch
from portal.site_search.index import rebuild


class Command(BaseCommand):
    help = "Write the index of the search anew, and erase old searches that found nothing."

    def handle(self, *args, **options):
        EmptySearch.objects.erase_old(timezone.localdate())
        self.stdout.write(f"{rebuild()} pages can be found, in four languages together.")
