import pytest

from portal.alerts.models import Subject
from tests.support.alerts import alerts_are_on


@pytest.fixture(autouse=True)
def alerts_on(settings, monkeypatch):
    """Mails to readers are sent, into `mailoutbox`; nothing is sent by a thread."""
    alerts_are_on(settings)
    monkeypatch.setattr("portal.alerts.views.send_soon", lambda: None)


@pytest.fixture
def kinds():
    return Subject.Kind
