from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.backoffice.erasure import erase


class Command(BaseCommand):
    help = "Erase the name, e-mail address and sign-in of an account; what it did stays."

    def add_arguments(self, parser):
        parser.add_argument("user", help="user name")

    def handle(self, user, **options):
        User = get_user_model()
        try:
            account = User.objects.get(username=user)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account with the name {user}.") from error
        pseudonym, count = erase(account)
        self.stdout.write(f"{user} is {pseudonym} now, also in {count} entries of the logbook.")
