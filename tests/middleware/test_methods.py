"""Public pages accept only GET and HEAD."""

import pytest
from django.http import HttpResponse

from portal.middleware.language import UrlLanguageMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_unsafe_methods_get_405_in_the_page_language(client, method):
    response = getattr(client, method)("/fr/recherche/?q=x")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Content-Language"] == "fr"


def test_a_head_request_is_allowed(client):
    response = client.head("/nl/")
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("target", ["host:443", "*", "", "//", "nl"])
def test_a_request_target_without_leading_slash_is_answered(rf, target):
    request = rf.get("/")
    request.path = request.path_info = target
    response = UrlLanguageMiddleware(lambda request: HttpResponse())(request)
    assert response.headers["Content-Language"] == "nl"
