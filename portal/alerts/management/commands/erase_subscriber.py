from django.core.management.base import BaseCommand, CommandError

from portal.alerts.models import Subscriber


class Command(BaseCommand):
    help = "Erase one e-mail address, what it follows and what it was sent."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        count, _kinds = Subscriber.objects.filter(email=email.strip().lower()).delete()
        if not count:
            raise CommandError("Nothing is kept of this address.")
        self.stdout.write(f"{count} records were erased.")
