"""The portal's settings as the test suite uses them, whatever the shell says."""

import gc
import os

os.environ["PORTAL_ENV"] = "test"
os.environ["SECRET_KEY"] = "known-to-everyone-and-only-for-tests"

from portal.settings import *  # noqa: F403

# Until all tests are collected (conftest.py), nothing that is imported is garbage.
gc.disable()
# 500 tests sign somebody in: the hasher of the portal is slow on purpose, 0.18 s a password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests change the content and look at once; those of the page cache give it room.
PAGE_CACHE_BYTES = 0
# The files as they are written, whether or not `make prepare` has collected them: WhiteNoise reads
# all names again for each test that has a client.
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # Nobody loses what a test stored when the machine stops: PostgreSQL need not wait for its disk.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405
# Tests sign in, and then turn the clock; those of sessions set limits.
SESSION_IDLE = SESSION_LONGEST = SESSION_COOKIE_AGE = 100 * 366 * 24 * 60 * 60
# Pages are not kept as they are read: those tests that want that say so (tests/keeping).
MIDDLEWARE.remove("portal.keeping.reading.KeepingMiddleware")  # noqa: F405
