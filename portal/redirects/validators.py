"""What is looked up when an address is saved that readers will be sent to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.publishing import clock
from portal.publishing.internal_client import (
    MAX_HOPS,
    MOVED_PERMANENTLY,
    SUCCESS_STATUSES,
    get_as_reader,
)
from portal.redirects.paths import OF_OURS, is_at_the_desk, is_ours, is_web_address, own_path


def destination(address, is_back, at=None):
    """The address in which a redirect to `address` ends, for storing.

    `is_back` tells of an address and its record whether the redirect began there. A ValidationError
    says what is wrong: no address, no page there at that instant, or a way that leads back, if not
    now then when a page on it is withdrawn.
    """
    address, end = checked(address), None
    for _hop in range(MAX_HOPS):
        if not is_ours(address):
            return end or address
        with clock.frozen_at(at or clock.now()):
            answer = get_as_reader(address)
        record = getattr(answer.wsgi_request, "requested_record", None)
        if is_back(address, record):
            raise ValidationError(_("This address leads back to where readers come from."))
        if answer.status_code == MOVED_PERMANENTLY:
            address = own_path(answer.headers["Location"])
            continue
        if answer.status_code not in SUCCESS_STATUSES and not end:
            raise ValidationError(_("There is no page at this address. Look it up and copy it."))
        end = end or address
        address = record and record.redirect_target()
        if not address:
            return end
    raise ValidationError(_("This address leads round in a circle."))


def checked(address):
    address = own_path(address)
    if is_ours(address):
        if not OF_OURS.fullmatch(address) or is_at_the_desk(address):
            raise ValidationError(_("Give the address of a public page, such as /nl/partners/."))
        return address
    try:
        is_web_address(address)
    except ValidationError as error:
        message = _("Give an address that begins with / for this site, or with https://.")
        raise ValidationError(message) from error
    return address


def check_successor(record):
    """The successor of a page is there when the page goes, and leads neither back nor onward.

    Only a new one is looked at: who may not change it can do nothing about an old one. It is
    written down as the address in which it ends; a ValidationError names the field.
    """
    withdrawal = ("successor", "withdrawn_as", "withdraw_at")
    asked = {name: getattr(record, name) for name in withdrawal}
    if not record.successor or type(record)._base_manager.filter(pk=record.pk, **asked).exists():
        return

    def leads_back(address, asked_for):
        return bool(asked_for) and record in (asked_for, asked_for.parent_record)

    leaves_at = max(filter(None, (clock.now(), record.withdraw_at)))
    try:
        record.successor = destination(record.successor, leads_back, leaves_at)
    except ValidationError as error:
        raise ValidationError({"successor": error}) from error
