import pytest


@pytest.fixture
def reader(settings, client):
    """A client of a site that keeps what is read, as every process does but those of tests."""
    place = settings.MIDDLEWARE.index("portal.archive.middleware.MementoMiddleware")
    middleware = [*settings.MIDDLEWARE]
    middleware.insert(place, "portal.keeping.reading.KeepingMiddleware")
    settings.MIDDLEWARE = middleware
    client.handler._middleware_chain = None
    return client
