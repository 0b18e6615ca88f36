"""Who else has a form open: a second person is told when opening it."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from portal.editing.history_views import page_at
from portal.revisions.current import display_name
from portal.revisions.models import Draft, EditSession

JUST_NOW = timedelta(minutes=2)


class OpenFormsMixin:
    """For the admin page of a record; static/desk/open.js calls `still_open` each minute."""

    def get_urls(self):
        return [page_at(self, "<int:pk>/open/", self.still_open, "open"), *super().get_urls()]

    @method_decorator(require_POST)
    def still_open(self, request, pk):
        record = self.get_object(request, str(pk))
        if not record:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        self.note_open(request, record)
        return HttpResponse(status=204)

    def note_open(self, request, record):
        EditSession.objects.update_or_create(
            content_type=Draft.kind_of(record),
            object_id=record.pk,
            user=request.user,
            defaults={"at": timezone.now()},
        )

    def note_closed(self, request, record):
        EditSession.objects.filter(
            content_type=Draft.kind_of(record), object_id=record.pk, user=request.user
        ).delete()

    def tell_of_others(self, request, record):
        now = timezone.now()
        here = EditSession.objects.filter(
            content_type=Draft.kind_of(record),
            object_id=record.pk,
            at__gt=now - JUST_NOW,
            at__lt=now + JUST_NOW,  # else the clock was ahead then
        )
        for other in here.exclude(user=request.user).select_related("user"):
            message = gettext("%(person)s has this form open too.")
            message %= {"person": display_name(other.user)}
            self.message_user(request, message, messages.WARNING)
        self.note_open(request, record)
