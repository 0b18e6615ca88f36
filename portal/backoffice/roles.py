"""The roles of the desk, as groups with their rights; made again after each migration.

Editors write, translators write one language, publishers also approve what others wrote,
administrators also publish alone and look after accounts. Rights given by hand stay.
"""

from django.apps import apps

from portal.i18n.languages import TRANSLATIONS

APPS = ["partners", "policy", "agreements", "calls", "portal"]
APPS += ["publishing", "revisions", "redirects", "archive", "links"]
WITHOUT_FORM = {"draft", "draftfile", "previewlink", "editsession", "linkplace"}
ONLY_SEEN = {"version", "publicversion"}  # the portal keeps them by itself
TRANSLATORS = {"fr": "Vertaler Frans", "de": "Vertaler Duits", "en": "Vertaler Engels"}


def rights():
    """{name of the role: codenames of its rights}"""
    of_content = {
        action: [
            f"{action}_{model._meta.model_name}"
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            if model._meta.model_name not in WITHOUT_FORM
            and (action == "view" or model._meta.model_name not in ONLY_SEEN)
        ]
        for action in ("view", "add", "change", "delete")
    }
    every = [name for names in of_content.values() for name in names]
    of_accounts = [f"{act}_{one}" for act in ("view", "add", "change") for one in ("user", "group")]
    publisher = [*every, "publish_page"]
    return {
        "Redacteur": every,
        **{TRANSLATORS[code]: [*of_content["view"], f"translate_{code}"] for code in TRANSLATIONS},
        "Publicist": publisher,
        "Beheerder": [*publisher, "publish_alone", *of_accounts],
    }


def make_roles(**of_signal):
    """For post_migrate: the rights of the models are there by then."""
    from django.contrib.auth.models import Group, Permission

    for name, codenames in rights().items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))
