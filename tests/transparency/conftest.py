import pytest

from portal.transparency.notes import Signer

KEY = Signer("portal.example/log", b"1" * 32)


@pytest.fixture
def key(settings):
    """The key of the log."""
    settings.TRANSPARENCY_KEY = KEY
    return KEY
