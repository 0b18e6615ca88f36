"""Imported by Django's autodiscovery; importing the modules registers their admin classes."""

from calls.admin import calls, series, support  # noqa: F401  (registers)
