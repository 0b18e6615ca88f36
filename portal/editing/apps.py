from django.apps import AppConfig


class EditingConfig(AppConfig):
    """What the admin pages of all packages share. It has no models."""

    name = "portal.editing"
