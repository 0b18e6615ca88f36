"""Django looks for pages of the admin here."""

from portal.editing import history_views, links, records, redirects  # noqa: F401  (they register)
