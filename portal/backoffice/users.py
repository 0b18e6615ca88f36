"""Accounts and roles in the admin: nobody gives a right that they do not have themselves.

Superusers give anything. Others give roles, and only those that hold no more than they do.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.editing.history_views import HistoryMixin

ACTIONS = {"add": _("Add"), "change": _("Change"), "delete": _("Delete"), "view": _("View")}

INTERNAL_APPS = ["admin", "contenttypes", "sessions"]  # Django's own bookkeeping
SIGN_IN_APPS = ["account", "mfa", "socialaccount", "usersessions", "accounts"]


def permissions_of(user):
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()


def roles_to_give(user):
    """The groups of which this person has all permissions."""
    lacking = Permission.objects.exclude(pk__in=permissions_of(user).values("pk"))
    return Group.objects.exclude(permissions__in=lacking)


def has_more_rights(user, other):
    """Whether one may do anything that the other may not."""
    return permissions_of(user).exclude(pk__in=permissions_of(other).values("pk")).exists()


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
            internal_apps = [
                "admin",
                "contenttypes",
                "sessions",
                *SIGN_IN_APPS,
            ]  # Django's own bookkeeping
            permissions = Permission.objects.exclude(content_type__app_label__in=internal_apps)
            kwargs |= {"form_class": PermissionField, "queryset": permissions}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister([User, Group])
# Of django-allauth: whatever staff need of these is on pages of their own, and in actions here.
admin.site.unregister(
    [model for model in admin.site._registry if model._meta.app_label in SIGN_IN_APPS]
)


@admin.register(Group)
class GroupAdmin(PermissionsMixin, HistoryMixin, auth_admin.GroupAdmin):
    """For superusers alone: what a group may do, all who are in it may."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class AccountForm(auth_admin.UserChangeForm):
    """Leaves an account the roles that the form does not offer."""

    def clean_groups(self):
        offered, chosen = self.fields["groups"].queryset, self.cleaned_data["groups"]
        kept = self.instance.groups.exclude(pk__in=offered.values("pk"))
        return Group.objects.filter(
            Q(pk__in=[group.pk for group in chosen]) | Q(pk__in=[group.pk for group in kept])
        )


@admin.register(User)
class UserAdmin(PermissionsMixin, HistoryMixin, auth_admin.UserAdmin):
    form = AccountForm
    readonly_fields = ["last_login", "date_joined"]
    actions = ["end_sessions", "remove_second_step"]

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def end_sessions(self, request, accounts):
        for account in self.within_reach(request, accounts):
            sessions.end_all(account)
        messages.success(request, gettext("They have to sign in again."))

    @admin.action(description=_("Remove the second step of signing in"), permissions=["change"])
    def remove_second_step(self, request, accounts):
        """For who has lost phone and recovery codes."""
        for account in self.within_reach(request, accounts):
            account.authenticator_set.all().delete()
            sessions.end_all(account)
        messages.success(request, gettext("They set up a new second step when they sign in."))

    def within_reach(self, request, accounts):
        """The accounts, if none of them may do what this person may not."""
        if any(has_more_rights(account, request.user) for account in accounts):
            raise PermissionDenied
        return accounts

    def get_readonly_fields(self, request, obj=None):
        """Nobody makes themselves, or somebody else, more than they are."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        is_above = obj and has_more_rights(obj, request.user)
        return [*fields, "is_superuser", *(["is_active", "is_staff"] if is_above else [])]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        hidden = {"user_permissions"}
        if obj and has_more_rights(obj, request.user):
            hidden.add("password")
        return [
            (name, {**shown, "fields": [one for one in shown["fields"] if one not in hidden]})
            for name, shown in fieldsets
        ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = roles_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def user_change_password(self, request, id, form_url=""):
        """Who may set the password of an account can sign in with its rights."""
        user = self.get_object(request, unquote(id))
        if user and has_more_rights(user, request.user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_delete_permission(request, obj)
