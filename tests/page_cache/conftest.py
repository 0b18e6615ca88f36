import pytest


@pytest.fixture
def kept(settings, client):
    """A client of a site that keeps its pages, as every process does but those of tests."""
    settings.PAGE_CACHE_BYTES = 2**20
    client.handler._middleware_chain = None  # made anew, with an empty cache
    return client
