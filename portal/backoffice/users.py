"""Accounts and roles in the admin."""

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.history_views import HistoryMixin

ACTIONS = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}


class PermissionField(forms.ModelMultipleChoiceField):
    """Permissions as checkboxes with translated labels, such as “Oproep: Wijzigen”."""

    def label_from_instance(self, permission):
        action = ACTIONS.get(permission.codename.split("_")[0])
        if not action:  # a permission of ours, named in portal/revisions/models.py
            return gettext(permission.name)
        return f"{capfirst(permission.content_type.name)}: {action}"


class PermissionsMixin:
    filter_horizontal = []

    def may_restore(self, request, record):
        return False  # permissions must not come back unnoticed, and versions hold no password

    class Media:
        js = [forms.Script("desk/names.js", type="module")]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.related_model is Permission:
            internal_apps = ["admin", "contenttypes", "sessions"]  # Django's own bookkeeping
            permissions = Permission.objects.exclude(content_type__app_label__in=internal_apps)
            kwargs |= {"form_class": PermissionField, "queryset": permissions}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister([User, Group])


@admin.register(Group)
class GroupAdmin(PermissionsMixin, HistoryMixin, auth_admin.GroupAdmin):
    pass


@admin.register(User)
class UserAdmin(PermissionsMixin, HistoryMixin, auth_admin.UserAdmin):
    readonly_fields = ["last_login", "date_joined"]

    def get_readonly_fields(self, request, obj=None):
        """Nobody makes themselves, or somebody else, more than they are."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_delete_permission(request, obj)
