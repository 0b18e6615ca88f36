import pytest
import time_machine

from tests.support.everything import NOON


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def own_locks(settings, tmp_path):
    """Tests that run beside each other have a database each."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def read(client):
    """`read("calls/")` is the answer as data."""

    def get(address, status=200, **headers):
        response = client.get(f"/api/v1/{address}", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    return get
