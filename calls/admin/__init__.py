"""Django looks for pages of the admin here."""

from calls.admin import calls, series, support  # noqa: F401  (they register)
