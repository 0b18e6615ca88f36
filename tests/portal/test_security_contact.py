"""/.well-known/security.txt (RFC 9116)."""

import datetime

import pytest

from tests.support.factories import brussels

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"
EXPIRES, SECOND = brussels(2027, 12, 31), datetime.timedelta(seconds=1)


@pytest.fixture
def known(settings, time_machine):
    settings.SECURITY_CONTACT = "mailto:veilig@portal.example"
    settings.SECURITY_EXPIRES = EXPIRES
    time_machine.move_to(EXPIRES - SECOND, tick=False)


def test_the_contact_is_given_with_the_day_until_which_it_holds(client, known):
    response = client.get(ADDRESS)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields == {
        "Contact": "mailto:veilig@portal.example",
        "Expires": "2027-12-31T00:00:00+01:00",
        "Preferred-Languages": "nl, fr, de, en",
        "Canonical": f"http://testserver{ADDRESS}",
    }


def test_there_is_none_once_it_has_expired(client, known, time_machine):
    time_machine.move_to(EXPIRES, tick=False)
    assert client.get(ADDRESS).status_code == 404


def test_there_is_none_without_a_contact(client):
    assert client.get(ADDRESS).status_code == 404
