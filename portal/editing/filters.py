"""Filters of lists in the admin."""

from django.contrib import admin
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.editing.states import Translation
from portal.i18n.languages import (
    TRANSLATIONS,
    exists_in,
)
from portal.publishing import clock
from portal.publishing.models import (
    Language,
    Publishable,
)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        draft, *others = Publishable.State.choices
        hidden = [("hidden", _("not visible"))] if model_admin.model.parent_field else []
        return [draft, ("scheduled", _("scheduled")), *others, *hidden]

    def queryset(self, request, queryset):
        now = clock.now()
        if self.value() == "scheduled":
            return queryset.filter(state=Publishable.State.PUBLISHED, publish_at__gt=now)
        if self.value() == Publishable.State.PUBLISHED:
            return queryset.filter(queryset.model.is_public_at(now))
        if self.value() == Publishable.State.WITHDRAWN:
            return queryset.filter(queryset.model.is_withdrawn_at(now))
        if self.value() == "hidden":
            return hidden_by_parent(queryset, now)
        if self.value() in Publishable.State.values:
            return queryset.filter(state=self.value())
        return queryset


def hidden_by_parent(queryset, now):
    """Those that are public themselves, while what they belong to is not."""
    own = queryset.filter(state=Publishable.State.PUBLISHED)
    begun = own.exclude(publish_at__gt=now).exclude(withdraw_at__lte=now)
    return begun.exclude(pk__in=queryset.model.objects.published(now).values("pk"))


class WithoutLanguage(admin.SimpleListFilter):
    title, parameter_name = _("languages"), "language"

    def lookups(self, request, model_admin):
        return [("none", _("not known"))]

    def queryset(self, request, queryset):
        return queryset.filter(languages=[]) if self.value() == "none" else queryset


class TranslationFilter(admin.SimpleListFilter):
    language = ""

    def lookups(self, request, model_admin):
        return [
            (Translation.MISSING, _("missing or incomplete")),
            (Translation.OUTDATED, Translation.OUTDATED.label),
            (Translation.CURRENT, Translation.CURRENT.label),
        ]

    def queryset(self, request, queryset):
        if self.value() not in Translation.values:
            return queryset
        exists = exists_in(queryset.model, self.language)
        if self.value() == Translation.MISSING:
            return queryset.exclude(pk__in=queryset.model.objects.filter(exists).values("pk"))
        changed = f"changed_{self.language}"
        outdated = Q(changed_nl__isnull=False) & (
            Q(**{f"{changed}__isnull": True}) | Q(**{f"{changed}__lt": F("changed_nl")})
        )
        wanted = outdated if self.value() == Translation.OUTDATED else ~outdated
        return queryset.filter(exists, wanted)


def translation_filter(code):
    title = format_lazy("{}: {}", _("translation"), Language(code).label)
    attributes = {"language": code, "title": title, "parameter_name": f"translation_{code}"}
    return type(f"TranslationFilter{code}", (TranslationFilter,), attributes)


TRANSLATION_FILTERS = [translation_filter(code) for code in TRANSLATIONS]
