"""No log of ours has the token of a preview."""

import io
import logging
import secrets

import pytest

from portal.logs import MaskingFormatter
from portal.revisions.models import Draft, PreviewLink
from tests.support.factories import make_draft, make_partner


@pytest.fixture
def logged():
    """What Django logs, as the handler of the settings writes it."""
    stream, logger = io.StringIO(), logging.getLogger("django")
    (configured,) = [one for one in logger.handlers if isinstance(one.formatter, MaskingFormatter)]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configured.formatter)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


@pytest.mark.django_db
def test_a_preview_that_is_not_found_is_logged_without_its_token(client, logged):
    token = PreviewLink().token
    assert client.get(f"/voorbeeld/{token}/nl/").status_code == 404
    assert "/voorbeeld/.../nl/" in logged.getvalue()
    assert token not in logged.getvalue()


def test_neither_has_a_traceback(logged):
    token = secrets.token_urlsafe()
    try:
        raise ValueError(f"/voorbeeld/{token}/nl/")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", token[:3])
    assert "ValueError: /voorbeeld/.../nl/" in logged.getvalue()
    assert token not in logged.getvalue()


@pytest.mark.django_db
def test_a_preview_tells_other_sites_nothing(client, admin_user):
    make_draft(make_partner(slug_nl="japan"), admin_user)
    link = PreviewLink.objects.create(draft=Draft.objects.get(), made_by=admin_user)
    response = client.get(f"/voorbeeld/{link.token}/nl/partners/japan/")
    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "no-referrer"
