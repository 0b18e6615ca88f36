"""Mails to those who worked on a draft: it is public, it went back, or it could not go live.

Nothing is sent unless EMAIL_URL says how. Neither an editor nor a visitor waits for a mail server,
and none fails with it (portal/outbox).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.i18n.addresses import absolute
from portal.i18n.formats import end_moment
from portal.i18n.languages import SOURCE
from portal.outbox import sending


def people_of(draft):
    """Everyone who wrote a part of a draft, and who approved it."""
    return draft.authors() | ({draft.approved_by} - {None})


def tell_published(record, people, by):
    """`by` is who approved it just now; None when it went live at its planned instant."""
    with override(SOURCE):
        if record.state == record.State.WITHDRAWN:
            subject, said = _("Withdrawn: %(title)s"), _("Readers no longer find this page.")
        elif by:
            subject, said = _("Published: %(title)s"), _("Your draft is published.")
        else:
            subject = _("Published: %(title)s")
            said = _("The draft went live at its planned moment.")
        if record.state != record.State.WITHDRAWN and record.withdraw_at:
            until = _("Readers find this page until %(moment)s.")
            said = f"{said} {until % {'moment': end_moment(record.withdraw_at)}}"
        tell(record, people - {by}, subject, said)


def tell_sent_back(record, people, by, remark):
    with override(SOURCE):
        said = _("The draft went back to its author, with this remark:")
        tell(record, people - {by}, _("Sent back: %(title)s"), f"{said}\n\n{remark}")


def tell_failed(record, people):
    with override(SOURCE):
        said = _("The draft could not go live at its planned moment. The form says why.")
        tell(record, people, _("Could not go live: %(title)s"), said)


def tell(record, people, subject, said):
    """One mail to each, after the transaction; of the draft it has the title only."""
    addresses = sorted({one.email for one in people if one.is_active and one.email})
    if not (settings.EMAIL_URL and addresses):
        return
    subject %= {"title": " ".join(str(record).split())}
    body = f"{subject}\n\n{said}\n\n{address_of_form(record)}\n"
    sending.post([(address, subject, body) for address in addresses])


def address_of_form(record):
    opts = record._meta
    return absolute(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]))
