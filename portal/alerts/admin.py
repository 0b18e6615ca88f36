"""What goes out to subscribers, for how many people, and how it is stopped in time."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from portal.alerts.audience import how_many
from portal.alerts.differences import in_words
from portal.alerts.models import Announcement, Delivery
from portal.editing.forms import PlainAdminForm
from portal.editing.history_views import ReadOnlyAdminMixin, page_at
from portal.i18n.formats import moment
from portal.publishing.fields import PlainTextField
from portal.revisions.current import display_name
from portal.revisions.permissions import PUBLISH


class StopForm(PlainAdminForm):
    because = PlainTextField(
        max_length=400,
        label=_("why this is not sent"),
        widget=AdminTextInputWidget(),
        help_text=_("For staff only. For example: “The date was wrong, a correction follows.”"),
    )


class WhetherSent(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("still to send")), ("stopped", _("stopped"))]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(told_at=None, stopped_at=None)
        return queryset.filter(stopped_at__isnull=False) if self.value() else queryset


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    list_display = ["page", "reason", "at", "state", "people"]
    list_filter = [WhetherSent, "reason"]
    list_per_page = 30  # of each, people are counted
    actions = None
    fields = ["page", "reason", "at", "due_at", "state", "people", "what_is_told"]
    readonly_fields = fields
    change_form_template = "admin/alerts/announcement.html"

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("content_type", "stopped_by")
        return found.prefetch_related("record", "notes")

    def get_urls(self):
        return [page_at(self, "<int:pk>/niet-versturen/", self.stop, "stop"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may_stop = request.user.has_perm(PUBLISH)
        context = {"may_stop": may_stop, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("page"))
    def page(self, announcement):
        return str(announcement.record or gettext("a page that is not there any more"))

    @admin.display(description=_("state"))
    def state(self, announcement):
        return state_of(announcement)

    @admin.display(description=_("people"))
    def people(self, announcement):
        return how_many(announcement)

    @admin.display(description=_("what is told"))
    def what_is_told(self, announcement):
        told = [note.text for note in announcement.notes.all()]
        if record := announcement.record:
            told += [said_of(change) for change in in_words(record, announcement.changes)]
        return format_html("{}", "\n".join(told) or announcement.get_reason_display())

    @method_decorator(csrf_protect)
    def stop(self, request, pk):
        """A page that asks why, and stops what was not sent yet."""
        announcement = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (request.user.has_perm(PUBLISH) and self.has_view_permission(request)):
            raise PermissionDenied
        form = StopForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.stopped(request, announcement, form.cleaned_data["because"])
            return redirect(reverse("admin:alerts_announcement_changelist"))
        people = how_many(announcement)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": announcement,
            "title": gettext("Do not send this"),
            "intro": state_of(announcement),
            "waiting": ngettext("%(n)d person", "%(n)d people", people) % {"n": people},
            "form": form,
            "media": self.media + form.media,
            "parts": AdminForm(form, [(None, {"fields": ["because"]})], {}),
        }
        return TemplateResponse(request, "admin/act.html", context)

    def stopped(self, request, announcement, because):
        now = timezone.now()
        mine = Announcement.objects.filter(pk=announcement.pk, stopped_at=None)
        mine.update(stopped_at=now, stopped_by=request.user, stopped_because=because)
        announcement.refresh_from_db()
        messages.success(request, state_of(announcement))


def state_of(announcement):
    """How far it is, in words for staff."""
    sent = announcement.notices.filter(delivery__state=Delivery.State.SENT).count()
    if announcement.stopped_at:
        said = gettext("Stopped by %(person)s on %(moment)s: %(because)s. Sent before: %(sent)d.")
        return said % {
            "person": display_name(announcement.stopped_by),
            "moment": moment(announcement.stopped_at),
            "because": announcement.stopped_because,
            "sent": sent,
        }
    if not announcement.told_at:
        return gettext("Goes out from %(moment)s.") % {"moment": moment(announcement.due_at)}
    waiting = announcement.notices.waiting().count()
    said = gettext("Sent: %(sent)d. Waits for the next daily email: %(waiting)d.")
    return said % {"sent": sent, "waiting": waiting}


def said_of(change):
    if change.old is None:
        return change.label
    return f"{change.label}: {change.old.content or '–'} → {change.new.content or '–'}"
