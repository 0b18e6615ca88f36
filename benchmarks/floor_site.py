"""The portal with the views of floor.py, for gunicorn."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

import floor  # noqa: E402  Django is set up first

import portal.urls  # noqa: E402

portal.urls.urlpatterns[:0] = floor.urlpatterns
