"""What a translator may edit: the texts of one language, of a page and of its rows."""

from django.contrib.admin.utils import flatten, flatten_fieldsets

from portal.i18n.languages import TRANSLATIONS, translated_fields


def translates(user):
    """The languages that a translator writes."""
    return [code for code in TRANSLATIONS if user.has_perm(f"revisions.translate_{code}")]


class TranslatorMixin:
    """For the admin page of a record with texts in four languages."""

    def may_change_all(self, request, obj=None):
        """Whether this person edits the facts and the Dutch; a translator writes one language."""
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if self.may_change_all(request, obj):
            return True
        return bool(translates(request.user)) and self.has_view_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj is None or self.may_change_all(request, obj):
            return fields
        own = {f"_{code}" for code in translates(request.user)}
        return [
            name
            for name in flatten_fieldsets(self.get_fieldsets(request, obj))
            if name[-3:] not in own or name.startswith("slug")
        ]


class TranslatorRowsMixin:
    """For rows in such a form: their texts in the own language, and nothing else of them."""

    def may_write_rows(self, request, obj=None):
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_write_rows(request, obj) or bool(self.own_texts(request, obj))

    def own_texts(self, request, obj=None):
        if not self.has_view_permission(request, obj):
            return []
        names = translated_fields(self.model) if hasattr(self.model, "tidy_texts") else ()
        return [f"{name}_{code}" for name in names for code in translates(request.user)]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if self.may_write_rows(request, obj):
            return fields
        own = self.own_texts(request, obj)
        return [*fields, *(name for name in flatten(self.fields) if name not in own)]
