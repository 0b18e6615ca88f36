"""A mail server on this machine that writes down what it takes, and answers what tests want."""

import email
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller

from benchmarks.serving import free_port


class Taken:
    """`mails` are what it took, as (recipient, message); `answers` are given first, in order.

    An answer is a reply of SMTP, such as "450 Later"; "250" takes the mail, and "drop" takes it and
    ends the connection instead of saying so.
    """

    def __init__(self):
        self.mails, self.answers, self.senders, self.refused = [], [], [], {}
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 Taken"
        if answer.startswith(("250", "drop")):
            message = email.message_from_bytes(envelope.content, policy=policy.default)
            self.mails.append((envelope.rcpt_tos[0], message))
            self.senders.append(envelope.mail_from)
        if answer == "drop":
            server.transport.abort()
            return "421 Gone"
        return answer

    @property
    def ids(self):
        """[(recipient, Message-ID)] of what it took."""
        return [(to, message["Message-ID"]) for to, message in self.mails]


@contextmanager
def mail_server(settings):
    taken = Taken()
    controller = Controller(taken, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield taken
    finally:
        controller.stop()
