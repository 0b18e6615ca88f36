"""The roles of the admin, as groups with permissions, created or completed after each migration.

Editors write, translators write one language, publishers also approve what others wrote,
administrators also publish without review and manage accounts. They have the rights of all other
roles, since nobody gives a role with a right that they lack (portal/backoffice/users.py); what each
role may do, superusers decide. Permissions that were added to a group by hand stay.
"""

from django.apps import apps

from portal.i18n.languages import TRANSLATIONS

APPS = ["partners", "policy", "agreements", "calls", "portal"]
APPS += ["publishing", "revisions", "redirects", "archive", "links", "search", "alerts"]
WITHOUT_FORM = {
    "draft",
    "draftfile",
    "previewlink",
    "editsession",
    "linkplace",
    "eventrevision",
    "searchentry",
    "searchword",
    *("page", "sweep"),
    *("subscriber", "subject", "subscription", "signup", "delivery", "notice"),
}
VIEW_ONLY = {
    "version",
    "publicversion",
    "emptysearch",
    "announcement",
}  # written by the portal itself
TRANSLATORS = {"fr": "Vertaler Frans", "de": "Vertaler Duits", "en": "Vertaler Engels"}


def role_permissions():
    """{group name: permission codenames}"""
    codenames = {
        action: [
            f"{action}_{model._meta.model_name}"
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            if model._meta.model_name not in WITHOUT_FORM
            and (action == "view" or model._meta.model_name not in VIEW_ONLY)
        ]
        for action in ("view", "add", "change", "delete")
    }
    content_permissions = [name for names in codenames.values() for name in names]
    account_permissions = ["view_user", "add_user", "change_user", "view_group"]
    languages = [f"translate_{code}" for code in TRANSLATIONS]
    publisher = [*content_permissions, "publish_page"]
    return {
        "Redacteur": content_permissions,
        **{TRANSLATORS[code]: [*codenames["view"], f"translate_{code}"] for code in TRANSLATIONS},
        "Publicist": publisher,
        "Beheerder": [*publisher, "publish_alone", *languages, *account_permissions],
    }


def create_roles(**signal_kwargs):
    """Receiver of post_migrate, by when the permissions of all models exist."""
    from django.contrib.auth.models import Group, Permission

    for name, codenames in role_permissions().items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))
