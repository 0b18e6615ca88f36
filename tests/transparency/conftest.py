import pytest

from portal.transparency.notes import Signer


@pytest.fixture
def key(settings):
    """The key of the log."""
    settings.TRANSPARENCY_KEY = Signer("portal.example/log", b"1" * 32)
    return settings.TRANSPARENCY_KEY
