"""Validates addresses to which readers will be redirected, when they are saved."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.publishing import clock
from portal.publishing.internal_client import (
    MAX_HOPS,
    MOVED_PERMANENTLY,
    SUCCESS_STATUSES,
    get_as_reader,
)
from portal.redirects.paths import OWN_PATH, is_admin_path, is_own_path, is_web_address, own_path


def resolve_destination(address, is_origin, at=None):
    """The final address of a redirect to `address`, for storing.

    `is_origin(address, record)` says whether the redirect starts there; the record may be None.
    Raises ValidationError when the address is invalid, when there is no page at the instant `at`
    (now by default), or when it leads back to the origin: at once, or once a page on the way is
    withdrawn in favour of its successor.
    """
    address, end = validate_address(address), None
    for _hop in range(MAX_HOPS):
        if not is_own_path(address):
            return end or address
        with clock.frozen_at(at or clock.now()):
            response = get_as_reader(address)
        record = getattr(response.wsgi_request, "requested_record", None)
        if is_origin(address, record):
            raise ValidationError(_("This address leads back to where readers come from."))
        if response.status_code == MOVED_PERMANENTLY:
            address = own_path(response.headers["Location"])
            continue
        if response.status_code not in SUCCESS_STATUSES and not end:
            raise ValidationError(_("There is no page at this address. Look it up and copy it."))
        end = end or address
        address = record and record.redirect_target()
        if not address:
            return end
    raise ValidationError(_("This address leads round in a circle."))


def validate_address(address):
    """A web address or path of this site, for storing: own addresses as a path.

    Raises ValidationError for anything else, and for paths of the admin.
    """
    address = own_path(address)
    if is_own_path(address):
        if not OWN_PATH.fullmatch(address) or is_admin_path(address):
            raise ValidationError(_("Give the address of a public page, such as /nl/partners/."))
        return address
    try:
        is_web_address(address)
    except ValidationError as error:
        message = _("Give an address that begins with / for this site, or with https://.")
        raise ValidationError(message) from error
    return address


def check_successor(record):
    """Check the successor of a record that is or will be withdrawn, and resolve it.

    There must be a page at the instant of the withdrawal, and it may not lead back to the record.
    The final address is stored in `record.successor`. An unchanged successor is not checked again:
    a user who may not change it could not correct it. Raises a ValidationError for the field.
    """
    withdrawal = ("successor", "withdrawn_as", "withdraw_at")
    values = {name: getattr(record, name) for name in withdrawal}
    if not record.successor or type(record)._base_manager.filter(pk=record.pk, **values).exists():
        return

    def is_origin(address, target):
        return bool(target) and record in (target, target.parent_record)

    withdrawn_at = max(filter(None, (clock.now(), record.withdraw_at)))
    try:
        record.successor = resolve_destination(record.successor, is_origin, withdrawn_at)
    except ValidationError as error:
        raise ValidationError({"successor": error}) from error
