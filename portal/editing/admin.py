"""Django looks for pages of the admin here."""

from portal.editing import base, history_views, links, redirects  # noqa: F401  (they register)
