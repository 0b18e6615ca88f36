"""Public pages are read; nothing can be sent to them."""

import pytest
from django.http import HttpResponse

from portal.middleware.language import UrlLanguageMiddleware

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


@pytest.mark.parametrize("target", ["host:443", "*", "", "//", "nl"])
def test_a_target_that_does_not_begin_with_a_slash_is_answered(rf, target):
    request = rf.get("/")
    request.path = request.path_info = target
    response = UrlLanguageMiddleware(lambda request: HttpResponse())(request)
    assert response.headers["Content-Language"] == "nl"
