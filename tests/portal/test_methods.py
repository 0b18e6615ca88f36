"""Public pages are read; nothing can be sent to them."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_anything_but_reading_a_public_page_is_refused_in_its_language(client, method):
    response = getattr(client, method)("/fr/recherche/?q=x")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Content-Language"] == "fr"


def test_a_head_request_is_reading(client):
    response = client.head("/nl/")
    assert response.status_code == 200
    assert response.content == b""
