"""A draft becomes what readers see."""

import logging
from contextlib import contextmanager
from copy import copy

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from portal.editing.posted import format_errors
from portal.publishing.rollback import rolled_back
from portal.publishing.signals import page_changed
from portal.redirects.validators import check_successor
from portal.revisions.models import Draft

logger = logging.getLogger(__name__)


class CannotGoLive(Exception):
    """A draft does not fit the record as it is now; says why, in words for editors."""


class NullMessages:
    """Takes messages of a publication that no request waits for."""

    def add(self, level, message, extra_tags=""):
        pass


def build_request(user, posted, files, of=None):
    """A submitted form as the admin's own code wants to have it."""
    request = copy(of) if of else HttpRequest()
    request.method, request.POST, request.user = "POST", posted, user
    if of:
        request._files = files  # what Django's own request reads FILES from
    else:
        request.FILES, request._messages, request.sees_all = files, NullMessages(), True
    return request


class GoingLiveMixin:
    """For the admin page of a record with a public page: its draft goes live."""

    def go_live(self, draft, user, why=""):
        """Publish a draft as one change; raises CannotGoLive and then writes nothing."""
        try:
            with transaction.atomic():
                self.publish(draft, user, why)
        except (IntegrityError, ValidationError) as error:
            raise CannotGoLive(str(error)) from error

    def publish(self, draft, user, why="", is_preview=False):
        record = self.model._base_manager.select_for_update().get(pk=draft.object_id)
        if not draft.form:
            self.publish_new(record, draft, user, why)
            return
        if draft.seen and draft.seen["edits"] != record.edits:
            raise CannotGoLive(
                gettext("The page changed since the draft was begun. Open the draft to compare.")
            )
        request = build_request(user, draft.data(), draft.opened_files())
        request.publishing = request.approved = True
        request.is_preview = is_preview
        form, formsets, is_valid = self.bound(request, record)
        if not is_valid:
            raise CannotGoLive(" ".join(format_errors(form, formsets)))
        self.save_form(request, form, change=True)
        self.save_model(request, form.instance, form, True)
        self.save_related(request, form, formsets, True)
        self.log_change(request, record, looked_at(draft, user, why))

    def publish_new(self, record, draft, user, why):
        request = build_request(user, QueryDict(), MultiValueDict())
        self.before_change(request, record)
        record.full_clean()
        check_successor(record)
        record.state, record.edits = record.State.PUBLISHED, record.edits + 1
        record.save()
        self.log_change(request, record, looked_at(draft, user, why))
        draft.delete()
        page_changed.send(type(record), record=record)

    @contextmanager
    def applied(self, draft):
        """Inside, the record is as if its draft were public; afterwards nothing has happened."""
        with rolled_back():
            record = draft.record
            for one in filter(None, (record, record.parent_record)):
                now_public = {"state": one.State.PUBLISHED, "publish_at": None}
                if not one.is_published():
                    type(one)._base_manager.filter(pk=one.pk).update(**now_public)
            if draft.form:
                self.publish(draft, draft.author, is_preview=True)
            yield draft.record


def looked_at(draft, approver, why):
    note = gettext("Written by %(author)s, approved by %(approver)s.") % {
        "author": name_of(draft.author),
        "approver": name_of(approver),
    }
    return " ".join(filter(None, [note, why]))


def name_of(user):
    return user.get_full_name() or user.get_username()


def publish_due(at=None):
    """Let every approved draft go live whose instant has come; safe to repeat. Returns how many."""
    return sum(_publish_one_due(pk) for pk in Draft.objects.due(at).values_list("pk", flat=True))


@transaction.atomic
def _publish_one_due(pk):
    draft = Draft.objects.select_for_update().filter(pk=pk, step=Draft.Step.APPROVED).first()
    if not draft:
        return False  # another process was first
    page = admin.site.get_model_admin(draft.content_type.model_class())
    try:
        page.go_live(draft, draft.approved_by)
    except Exception as problem:  # whatever is wrong with one draft, the site goes on
        logger.exception("Draft %s could not go live", pk)
        draft.step, draft.failure = Draft.Step.REVIEW, str(problem)[:1000]
        draft.approved_by = draft.live_at = None
        draft.save()
        return False
    return True
