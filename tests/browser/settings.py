"""The portal as `make run` serves it, with a database that every check of the site makes anew."""

import os
from pathlib import Path

WORK = Path(__file__).resolve().parents[2] / "var" / "site"

os.environ["PORTAL_ENV"] = "development"
os.environ["DATABASE_URL"] = f"sqlite:///{WORK}/portal.sqlite3"
os.environ["MEDIA_ROOT"] = str(WORK / "media")
os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
# Pages offer emails, and none is sent.
os.environ["EMAIL_URL"] = "dummymail://"
os.environ["EMAIL_FROM"] = "portal@portal.example"
# Playwright drives the browser from an event loop in the same thread; nothing else runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from portal.settings import *  # noqa: E402, F403
