from django.conf import settings
from django.core.management.base import BaseCommand

from portal.alerts import sending
from portal.operations.locks import only_one


class Command(BaseCommand):
    help = "Find what is new and tell it to whoever follows it; safe to run often."

    def handle(self, **options):
        if not settings.ALERTS:
            self.stdout.write("E-mail alerts are off: no mail server is set (EMAIL_URL).")
            return
        with only_one("alerts") as is_mine:
            if not is_mine:
                self.stdout.write("Another run has not ended yet; nothing was done.")
                return
            done = sending.run()
        self.stdout.write(", ".join(f"{what}: {count}" for what, count in done.items()))
