import json

from django.core.management.base import BaseCommand, CommandError

from portal.alerts import personal_data
from portal.alerts.models import Subscriber


class Command(BaseCommand):
    help = "Write all that is kept of one e-mail address as JSON."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        subscriber = Subscriber.objects.filter(email=email.strip().lower()).first()
        if not subscriber:
            raise CommandError("Nothing is kept of this address.")
        data = personal_data.of(subscriber)
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
