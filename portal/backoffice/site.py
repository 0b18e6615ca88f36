"""The admin site: Django's own, with our title, a worklist and apps grouped by name."""

from functools import partial, update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

# Messages of the prose editor (which comes without Dutch), desk/prose.js and desk/own-pages.js.
EDITOR_MESSAGES = [
    gettext_noop("Formatting"),
    gettext_noop("Text style"),
    gettext_noop("Heading 2"),
    gettext_noop("Heading 3"),
    gettext_noop("Heading 4"),
    gettext_noop("Paragraph"),
    gettext_noop("Unordered list"),
    gettext_noop("Ordered list"),
    gettext_noop("Indent"),
    gettext_noop("Outdent"),
    gettext_noop("Blockquote"),
    gettext_noop("Bold"),
    gettext_noop("Italic"),
    gettext_noop("Insert link"),
    gettext_noop("Remove link"),
    gettext_noop("Insert table"),
    gettext_noop("Add column"),
    gettext_noop("Delete column"),
    gettext_noop("Add row"),
    gettext_noop("Delete row"),
    gettext_noop("Merge cells"),
    gettext_noop("Split cell"),
    gettext_noop("Toggle header cell"),
    gettext_noop("Delete table"),
    gettext_noop("Undo"),
    gettext_noop("Redo"),
    # Its dialogs
    gettext_noop("Edit Link"),
    gettext_noop("Text of the link"),
    gettext_noop("An address, or words of the title of a page of this site."),
    gettext_noop("URL"),
    gettext_noop("Title"),
    gettext_noop("Update"),
    gettext_noop("Cancel"),
    gettext_noop("Table Properties"),
    gettext_noop("Rows"),
    gettext_noop("Columns"),
    gettext_noop("Include header row"),
    gettext_noop("Yes"),
    gettext_noop("No"),
    gettext_noop("Insert Table"),
    gettext_noop("List properties"),
    gettext_noop("Start at"),
    gettext_noop("List type"),
    gettext_noop("Bullets"),
]


# Captions of Django's own pages that its Dutch lacks.
HIDDEN_CAPTIONS = [
    gettext_noop("Error:"),
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
]

# Django's Dutch has "De akkoord" and "U" in these.
WITHOUT_ARTICLE = [
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
]


class EditorsJavaScriptCatalog(JavaScriptCatalog):
    """The messages of Django's admin scripts and of the prose editor."""

    def get_catalog(self):
        return super().get_catalog() | {message: gettext(message) for message in EDITOR_MESSAGES}


class EditorsAdminSite(AdminSite):
    site_header = _("International cultural policy: editors’ desk")
    site_title = _("Editors")
    index_title = _("What would you like to work on?")
    site_url = "/nl/"

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            has_no_form_data = request.method != "POST" or view == self.logout
            if has_no_form_data or self.has_permission(request):
                return guarded(request, *args, **kwargs)
            from portal.backoffice.login import sign_in_again

            return sign_in_again(request, partial(guarded, request, *args, **kwargs))

        return update_wrapper(inner, guarded)

    def login(self, request, extra_context=None):
        from portal.accounts.views import sign_in

        return sign_in(request)

    def password_change(self, request, extra_context=None):
        from portal.accounts.views import change_password

        return change_password(request)

    def index(self, request, extra_context=None):
        from portal.backoffice.front_page import front_page

        return super().index(request, {**front_page(request), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """Merge apps with the same name into one group, which also has one app index."""
        groups, labels = {}, {}
        apps = super().get_app_list(request)
        for app in sorted(
            apps, key=lambda app: (app["name"].lower(), app["app_label"] != "publishing")
        ):
            group = groups.setdefault(app["name"], app)
            labels.setdefault(app["name"], set()).add(app["app_label"])
            if group is not app:
                models = [*group["models"], *app["models"]]
                group["models"] = sorted(models, key=lambda model: model["name"])
        return [
            group
            for name, group in groups.items()
            if app_label is None or app_label in labels[name]
        ]

    def i18n_javascript(self, request, extra_context=None):
        return EditorsJavaScriptCatalog.as_view(packages=["django.contrib.admin"])(request)


class EditorsAdminConfig(AdminConfig):
    default_site = "portal.backoffice.site.EditorsAdminSite"
