"""The portal's settings as the test suite uses them, whatever the shell says."""

import os

os.environ["PORTAL_ENV"] = "test"
os.environ["SECRET_KEY"] = "known-to-everyone-and-only-for-tests"

from portal.settings import *  # noqa: F403

# 500 tests sign somebody in: the hasher of the portal is slow on purpose, 0.18 s a password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
