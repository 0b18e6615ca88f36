import email
import mailbox
import sys
from collections import Counter
from email import policy

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.alerts.bounces import read_report


class Command(BaseCommand):
    help = (
        "Read reports of mails that could not be delivered, and erase addresses that take no mail. "
        "What was read is taken out of a Maildir or mbox."
    )

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--maildir", help="path of a Maildir")
        source.add_argument("--mbox", help="path of a file in mbox format")

    def handle(self, maildir, mbox, **options):
        if maildir or mbox:
            found = self.read_box(maildir, mbox)
        else:  # one message, as a mail server hands it to a command
            message = email.message_from_binary_file(sys.stdin.buffer, policy=policy.default)
            found = Counter([read_report(message, timezone.now())])
        self.stdout.write(
            f"{found['bounced'] + found['ended']} mails came back, "
            f"{found['ended']} addresses were erased, {found['']} messages are something else."
        )

    def read_box(self, maildir, mbox):
        try:
            box = mailbox.Maildir(maildir, create=False) if maildir else open_mbox(mbox)
        except (mailbox.Error, OSError) as error:
            raise CommandError(f"This cannot be read: {error}") from error
        found = Counter()
        for key in box.keys():  # noqa: SIM118 (a mailbox is no dict)
            message = email.message_from_bytes(box.get_bytes(key), policy=policy.default)
            found[read_report(message, timezone.now())] += 1
            box.discard(key)
        box.close()
        return found


def open_mbox(path):
    box = mailbox.mbox(path, create=False)
    box.lock()  # a mail server may write at the same time
    return box
