"""The history of every record in the admin: look back, compare, put back; the logbook of all."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.formats import moment
from portal.publishing.models import Publishable
from portal.publishing.rollback import rolled_back
from portal.revisions import current, workflow
from portal.revisions.current import has_left_draft
from portal.revisions.diff import differences, errors_in_words
from portal.revisions.gone import without_gone
from portal.revisions.models import Revision
from portal.revisions.snapshot import data_of

PER_PAGE = 50
LABELS = 6  # of what changed, in a list of versions


def page_at(page, address, view, name):
    """A further address of the admin page of a kind of record, for staff."""
    name = f"{page.opts.app_label}_{page.opts.model_name}_{name}"
    return path(address, page.admin_site.admin_view(view), name=name)


def form_address(record):
    """Where a record is edited."""
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )


class HistoryMixin:
    """For the admin page of any record: what is done there is kept as a version."""

    object_history_template = "admin/versions.html"

    def get_urls(self):
        back = "<int:pk>/history/<int:version>/terugzetten/"
        return [
            page_at(self, "<int:pk>/history/vergelijken/", self.compare, "compare"),
            page_at(self, back, self.restore, "restore"),
            *super().get_urls(),
        ]

    # Keeping versions

    def save_model(self, request, obj, form, change):
        if change:
            self.before_change(request, obj)
        super().save_model(request, obj, form, change)

    def before_change(self, request, record):
        """To be called before a record is changed: content from files has no version yet."""
        if not getattr(request, "is_preview", False):
            Revision.objects.begin(self.model._base_manager.get(pk=record.pk))

    def keep_version(self, request, record, action, note=""):
        if not getattr(request, "is_preview", False):
            stored = self.model._base_manager.get(pk=record.pk)
            base = getattr(request, "made_from", None)  # the revision that was copied
            Revision.objects.keep(stored, action, request.user, note, base)

    def log_addition(self, request, obj, message):
        self.keep_version(request, obj, Revision.Action.MADE, note_of(request, message))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self.keep_version(request, obj, Revision.Action.CHANGED, note_of(request, message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        queryset = list(queryset)
        for record in queryset:
            self.keep_version(request, record, Revision.Action.REMOVED)
        return super().log_deletions(request, queryset)

    # Looking back

    def versions_or_404(self, request, pk):
        """The record, None when it is deleted, and its versions."""
        record = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        versions = Revision.objects.for_object(self.model, pk).with_data().select_related("by")
        if not (record or versions.exists()):
            raise Http404
        return record, versions

    def history_view(self, request, object_id, extra_context=None):
        try:
            pk = int(unquote(object_id))
        except ValueError:
            raise Http404 from None
        record, versions = self.versions_or_404(request, pk)
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("p"))
        rows = [(one, self.in_short(one, self.before(one, versions))) for one in page]
        of_the_record = [one for one in page if one.action in Revision.OF_THE_RECORD]
        chosen = [*of_the_record, *page][:2]  # to compare, unless somebody chooses others
        context = {"page": page, "rows": rows, "new": chosen[:1], "old": chosen[-1:]}
        return self.page_of_history(request, pk, record, _("Change history"), context)

    def before(self, revision, revisions):
        """What a revision is compared with: its base, or what the record was before."""
        if revision.action not in Revision.OF_THE_RECORD:
            return revision.base
        return revisions.of_the_record().filter(pk__lt=revision.pk).first()

    def in_short(self, version, before):
        """Which fields a version changed, in words."""
        if not before:
            return ""
        found = differences(self.model, before.data, version.data, most=100)
        labels = [label for label, _change in found]
        rest = len(labels) - LABELS
        more = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
        return ", ".join(labels[:LABELS] + ([more] if rest > 0 else []))

    def page_of_history(self, request, pk, record, title, context, name="versions"):
        request.current_app = self.admin_site.name
        newest = Revision.objects.for_object(self.model, pk).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "pk": pk,
            "title": title,
            "subtitle": str(record or newest.name),
            "newest": newest,
            "may_restore": self.may_restore(request, record),
            **context,
        }
        return TemplateResponse(request, f"admin/{name}.html", context)

    def compare(self, request, pk):
        """Two versions field by field: `van` and `tot` are their numbers, the older one first."""
        record, versions = self.versions_or_404(request, pk)
        numbers = [number_in(request.GET.get(name)) for name in ("van", "tot")]
        old, new = (get_object_or_404(versions, pk=number) for number in sorted(numbers))
        context = {"old": old, "new": new, "rows": differences(self.model, old.data, new.data)}
        return self.page_of_history(
            request, pk, record, _("Compare versions"), context, "compare_versions"
        )

    # Putting back

    def may_restore(self, request, record):
        if record is None:
            return self.has_add_permission(request)
        may_all = getattr(self, "may_change_all", self.has_change_permission)
        return may_all(request, record)

    def restore(self, request, pk, version):
        """Make an earlier version the newest one; of a page that readers know, the next draft."""
        record, versions = self.versions_or_404(request, pk)
        version = get_object_or_404(versions, pk=version)
        if request.method != "POST":
            return redirect(self.history_url(pk))
        if not self.may_restore(request, record):
            raise PermissionDenied
        try:
            with transaction.atomic():
                return self.restored(request, record, version)
        except (ValidationError, IntegrityError, models.ProtectedError) as error:
            what = errors_in_words(self.model, error)
            message = gettext("This version cannot be put back as it was: %(why)s")
            self.message_user(request, message % {"why": " ".join(what)}, messages.ERROR)
            return redirect(self.history_url(pk))

    def restored(self, request, record, revision):
        note = gettext("Put back as it was on %(moment)s.") % {"moment": moment(revision.at)}
        if record and isinstance(record, Publishable) and has_left_draft(record):
            return self.restored_as_draft(request, record, revision, note)
        if record:
            self.before_change(request, record)
        data, gone = without_gone(self.model, revision.data, Revision.objects.name_of)
        obj = revision.restore(record, data)
        obj.refresh_from_db()
        obj.full_clean()
        if hasattr(obj, "edits"):
            self.model._base_manager.filter(pk=obj.pk).update(edits=obj.edits + 1)
        self.log_change(request, obj, note)
        self.message_user(request, note, messages.SUCCESS)
        self.tell_left_out(request, gone)
        return redirect(self.address_of("change", obj.pk))

    def restored_as_draft(self, request, record, revision, note):
        """The next revision of the draft is what the record was; what happened since then stays."""
        base = current.newest(record)
        data, gone = without_gone(self.model, revision.data, Revision.objects.name_of)
        with rolled_back():
            obj = revision.restore(self.model._base_manager.get(pk=record.pk), data)
            obj.refresh_from_db()
            obj.full_clean()
            data = data_of(obj)
        saved = workflow.save(record, request.user, base, data)
        if saved.revision:
            message = gettext(
                "What the page was on %(moment)s is in the form now, as a draft. Say what changes "
                "for the reader, then publish it or ask for review."
            )
        else:
            message = gettext("The page is as it was on %(moment)s already.")
        self.message_user(request, message % {"moment": moment(revision.at)}, messages.SUCCESS)
        self.tell_left_out(request, gone)
        return redirect(self.address_of("change", record.pk))

    def tell_left_out(self, request, gone):
        if gone:
            message = gettext("This no longer exists and was left out: %(what)s.")
            self.message_user(request, message % {"what": "; ".join(gone)}, messages.WARNING)

    def address_of(self, page, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def history_url(self, pk):
        return self.address_of("history", pk)


def note_of(request, message):
    """What a person said of a change; the list of fields that Django makes is not that."""
    return message if isinstance(message, str) else getattr(request, "version_note", "")


def number_in(text):
    if not (text or "").isascii() or not (text or "").isdigit():
        raise Http404
    return int(text)


class ReadOnlyAdminMixin:
    """For what the portal keeps by itself: nobody adds, changes or deletes it here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """The logbook: what everyone did in the admin."""

    change_form_template = "admin/change_form.html"
    list_display = ["at", "what", "action", "who", "note"]
    list_display_links = ["at"]
    list_filter = [
        "action",
        ("content_type", admin.RelatedOnlyFieldListFilter),
        ("by", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["by", "content_type"]
    search_fields = ["name", "note", "person"]
    fields = ["what", "action", "at", "who", "note", "hash", "previous"]
    readonly_fields = ["what", "who"]

    def get_queryset(self, request):
        """Of what this person may see: the accounts of others are not for everyone."""
        kinds = [
            ContentType.objects.get_for_model(model).pk
            for model, page in self.admin_site._registry.items()
            if isinstance(page, HistoryMixin) and page.has_view_permission(request)
        ]
        return super().get_queryset(request).filter(content_type__in=kinds)

    @admin.display(description=_("of what"), ordering="name")
    def what(self, version):
        """The record by its name then, with the way to its history."""
        page = self.admin_site.get_model_admin(version.model)
        kind = capfirst(version.content_type.name)
        url = page.history_url(version.object_id)
        return format_html('{}: <a href="{}">{}</a>', kind, url, version.name)

    @admin.display(description=_("who"), ordering="person")
    def who(self, version):
        return version.person or gettext("nobody at the desk")
