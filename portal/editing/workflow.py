"""How a change reaches readers: draft, review by another person, publication.

What is public stays as it is while its next version is a draft (see `drafts`). Who approves is not
who wrote, except an administrator who says why. Whoever saves over a newer version sees both.
"""

import json
import logging
import re
from contextlib import contextmanager
from copy import copy
from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms.formsets import all_valid
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.history_views import page_at
from portal.i18n.formats import moment
from portal.publishing.rollback import rolled_back
from portal.publishing.signals import page_changed
from portal.redirects.validators import check_successor
from portal.revisions.diff import compared, in_words
from portal.revisions.models import Draft, Opened
from portal.revisions.permissions import ALONE, PUBLISH
from portal.revisions.submitted import as_submitted, marks

logger = logging.getLogger(__name__)
AN_HOUR = timedelta(hours=1)
PART = re.compile(r"_[01]$")  # of a field with a day and an hour


class CannotGoLive(Exception):
    """A draft does not fit the record as it is now; says why, in words for editors."""


class Unheard:
    """Takes messages of a publication that no request waits for."""

    def add(self, level, message, extra_tags=""):
        pass


def request_of(user, posted, files, of=None):
    """A submitted form as the admin's own code wants to have it."""
    request = copy(of) if of else HttpRequest()
    request.method, request.POST, request.user = "POST", posted, user
    if of:
        request._files = files  # what Django's own request reads FILES from
    else:
        request.FILES, request._messages, request.sees_all = files, Unheard(), True
    return request


class Workflow:
    """For the admin page of a record with a public page."""

    # Opening and submitting the form

    def get_urls(self):
        return [
            page_at(self, "<int:pk>/nazicht/", self.review, "review"),
            page_at(self, "<int:pk>/ontwerp-weggooien/", self.drop, "drop"),
            *super().get_urls(),
        ]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        request.publishing, request.conflicts = False, []
        record = object_id and self.get_object(request, unquote(object_id))
        request.draft = Draft.objects.of(record).first() if record else None
        if request.method == "POST":
            return self.submitted(request, record, object_id, form_url, extra_context)
        if record and self.has_change_permission(request, record):
            self.tell_of_others(request, record)
            if request.draft and request.draft.form:
                return self.show_draft(request, record, object_id, form_url, extra_context)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def submitted(self, request, record, object_id, form_url, extra_context):
        if record and self.has_change_permission(request, record):
            record = type(record)._base_manager.select_for_update().get(pk=record.pk)
            request.seen = read_seen(request.POST.get("_seen"))
            if request.seen and request.seen["edits"] != record.edits:
                message = gettext(
                    "Nothing is saved yet: someone else changed this page meanwhile. What they "
                    "changed and you did not is in the form now; compare the rest and save again."
                )
                self.message_user(request, message, messages.WARNING)
                return self.show_both(request, record, object_id, form_url, extra_context)
        if "_publish" in request.POST:
            self.check_alone(request)
            request.publishing = True
            if request.draft:  # a browser does not send again what was kept with the draft
                for name, kept in request.draft.opened_files().lists():
                    request.FILES.setlistdefault(name, kept)
        elif record and self.is_approved(record):
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            return self.keep_draft(request, record)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def is_approved(self, record):
        """Whether readers know a page, or will at its instant: then a change of it is a draft."""
        return bool(record.pk) and record.state != record.State.DRAFT

    def check_alone(self, request):
        if not request.user.has_perm(ALONE):
            raise PermissionDenied

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.only_shown = getattr(request, "only_shown", False)
        form.publishes_alone = getattr(request, "publishing", False) and not hasattr(
            request, "approved"
        )
        return form

    def bound(self, request, record):
        """The submitted form with its rows, and whether it could be saved."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form_class = self.get_form(request, record, change=True, fields=fields)
        form = form_class(request.POST, request.FILES, instance=record)
        formsets, _inlines = self._create_formsets(request, form.instance, change=True)
        is_valid = form.is_valid()
        return form, formsets, all_valid(formsets) and is_valid

    def unbound(self, request, record):
        """The form as it would be shown for the record as it is."""
        request = copy(request)
        request.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)(instance=record)
        return form, self._create_formsets(request, record, change=True)[0]

    def show_draft(self, request, record, object_id, form_url, extra_context):
        draft = request.draft
        asked = request_of(request.user, draft.data(), draft.opened_files(), of=request)
        asked.only_shown, asked.seen = True, draft.seen
        if draft.seen and draft.seen["edits"] != record.edits:
            message = gettext(
                "This page changed since the draft was begun. What changed and the draft did not "
                "touch is in the form now; compare the rest and save again."
            )
            self.message_user(request, message, messages.WARNING)
            return self.show_both(asked, record, object_id, form_url, extra_context)
        return super()._changeform_view(asked, object_id, form_url, extra_context)

    # Two people at once

    def tell_of_others(self, request, record):
        here = Opened.objects.filter(
            content_type__app_label=self.opts.app_label,
            content_type__model=self.opts.model_name,
            object_id=record.pk,
        )
        since = timezone.now() - AN_HOUR
        for other in here.exclude(user=request.user).filter(at__gt=since).select_related("user"):
            message = gettext("%(person)s has this form open too, since %(moment)s.") % {
                "person": name_of(other.user),
                "moment": moment(other.at),
            }
            self.message_user(request, message, messages.WARNING)
        Opened.objects.update_or_create(
            content_type=Draft.kind_of(record),
            object_id=record.pk,
            user=request.user,
            defaults={"at": timezone.now()},
        )

    def show_both(self, request, record, object_id, form_url, extra_context):
        """The form again, with what only the other one changed taken over, and both of the rest."""
        live = as_submitted(*self.unbound(request, record))
        posted, request.conflicts = merged(request.POST, live, request.seen["marks"])
        shown = request_of(request.user, posted, MultiValueDict(), of=request)
        shown.only_shown = True
        shown.seen = {"edits": record.edits, "marks": marks(live)}
        return super()._changeform_view(shown, object_id, form_url, extra_context)

    # A draft of what readers know

    def keep_draft(self, request, record):
        draft = request.draft or Draft(record=record)
        files = draft.opened_files() if draft.pk else MultiValueDict()
        for name, sent in request.FILES.lists():
            files.setlist(name, sent)
        posted = request_of(request.user, request.POST, files, of=request)
        form, _formsets, is_valid = self.bound(posted, record)
        if is_valid:
            self.warn(request, form, change=True)
        record.refresh_from_db()  # the form has written into it
        draft.author, draft.saved_at = request.user, timezone.now()
        draft.step, draft.approved_by, draft.live_at = Draft.Step.WRITING, None, None
        draft.failure, draft.seen = "", request.seen or {}
        draft.keep_form(self.with_the_rest(request, record, draft), request.FILES)
        if is_valid and "_preview" in request.POST:
            return redirect("preview", draft.pk)
        if is_valid and "_ask" in request.POST:
            return self.ask(request, draft)
        message = gettext("The draft is kept. Readers still see the page as it was.")
        if not is_valid:
            message += " " + gettext("Before it can be reviewed, mend what is marked below.")
        self.message_user(request, message, messages.SUCCESS if is_valid else messages.WARNING)
        return redirect(self.form_url(record))

    def with_the_rest(self, request, record, draft):
        """What was submitted, within the whole form: not everyone's page has all of it."""
        whole = draft.data().copy() if draft.form else self.whole_form(request, record)
        is_own = self.own_names(request, record)
        for name in dict.fromkeys([*whole, *request.POST]):
            if is_own(name):
                whole.pop(name, None)
                if name in request.POST:
                    whole.setlist(name, request.POST.getlist(name))
        return whole

    def own_names(self, request, record):
        """Tells of a name whether this person may submit it."""
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)
        prefixes = tuple(
            f"{rows.get_default_prefix()}-"
            for rows, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
        )

        def is_own(name):
            return PART.sub("", name) in form.base_fields or name.startswith(prefixes)

        return is_own

    def whole_form(self, request, record):
        asked = copy(request)
        asked.sees_all = True
        whole = QueryDict(mutable=True)
        for name, value in as_submitted(*self.unbound(asked, record)):
            whole.appendlist(name, value)
        return whole

    def ask(self, request, draft):
        draft.step, draft.asked_at, draft.remark = Draft.Step.REVIEW, timezone.now(), ""
        draft.save()
        message = gettext("Review is asked. Someone else can publish it now.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect(self.form_url(draft.record))

    def form_url(self, record, page="change"):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk])

    # A record that readers do not know yet is its own draft

    def save_model(self, request, obj, form, change):
        if request.publishing:
            obj.state = obj.State.WITHDRAWN if form.withdraws() else obj.State.PUBLISHED
            request.version_note = form.cleaned_data.get("alone_because", "")
        obj.edits += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = form.instance
        if request.publishing:
            Draft.objects.of(record).delete()
            if not getattr(request, "is_preview", False):
                page_changed.send(type(record), record=record)
        else:
            Draft.objects.update_or_create(
                content_type=Draft.kind_of(record),
                object_id=record.pk,
                defaults={
                    "author": request.user,
                    "saved_at": timezone.now(),
                    "step": Draft.Step.REVIEW if "_ask" in request.POST else Draft.Step.WRITING,
                    "asked_at": timezone.now() if "_ask" in request.POST else None,
                },
            )
        Opened.objects.filter(
            content_type=Draft.kind_of(record), object_id=record.pk, user=request.user
        ).delete()

    def response_change(self, request, obj):
        return self.after_saving(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        after = self.after_saving(request, obj)
        return after or super().response_add(request, obj, post_url_continue)

    def after_saving(self, request, record):
        draft = Draft.objects.of(record).first()
        if "_preview" in request.POST and draft:
            return redirect("preview", draft.pk)
        if "_ask" in request.POST or "_draft" in request.POST:
            message = (
                gettext("Review is asked. Someone else can publish it now.")
                if "_ask" in request.POST
                else gettext("The draft is kept. Readers do not see it yet.")
            )
            self.message_user(request, message, messages.SUCCESS)
            return redirect(self.form_url(record))
        return None

    # Going live

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
        request = request_of(user, draft.data(), draft.opened_files())
        request.publishing = request.approved = True
        request.is_preview = is_preview
        form, formsets, is_valid = self.bound(request, record)
        if not is_valid:
            raise CannotGoLive(" ".join(said(form, formsets)))
        self.save_form(request, form, change=True)
        self.save_model(request, form.instance, form, True)
        self.save_related(request, form, formsets, True)
        self.log_change(request, record, looked_at(draft, user, why))

    def publish_new(self, record, draft, user, why):
        request = request_of(user, QueryDict(), MultiValueDict())
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
            for one in filter(None, (record, record.whole)):
                now_public = {"state": one.State.PUBLISHED, "publish_at": None}
                if not one.is_published():
                    type(one)._base_manager.filter(pk=one.pk).update(**now_public)
            if draft.form:
                self.publish(draft, draft.author, is_preview=True)
            yield draft.record

    # Review

    def review(self, request, pk):
        record = self.get_object(request, str(pk))
        draft = record and Draft.objects.of(record).first()
        if not draft:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if request.method == "POST":
            return self.decided(request, record, draft)
        changes, problems = self.changes_of(request, record, draft)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": _("Review"),
            "draft": draft,
            "author": name_of(draft.author),
            "changes": changes,
            "problems": problems,
            "may_approve": self.may_approve(request.user, draft),
            "must_say_why": draft.author == request.user,
        }
        return TemplateResponse(request, "admin/review.html", context)

    def changes_of(self, request, record, draft):
        """[(label, what changes)] of a draft against the public page, and what is wrong with it."""
        if not draft.form:
            return [], []
        asked = request_of(draft.author, draft.data(), draft.opened_files())
        form, formsets, _is_valid = self.bound(asked, record)
        record.refresh_from_db()
        rows = [row for formset in formsets for row in formset.forms if row.has_changed()]
        found = [
            (label_of(one, name), compared(in_words(field, old), in_words(field, new)))
            for one in (form, *rows)
            for name in one.changed_data
            if (field := one.fields.get(name))
            for old, new in [(one.initial.get(name), submitted_value(one, name))]
        ]
        return found, said(form, formsets)

    def may_approve(self, user, draft):
        if draft.author == user:
            return user.has_perm(ALONE)
        return draft.step == Draft.Step.REVIEW and user.has_perm(PUBLISH)

    def decided(self, request, record, draft):
        if "_back" in request.POST:
            if not request.user.has_perm(PUBLISH):
                raise PermissionDenied
            draft.step, draft.remark = Draft.Step.WRITING, request.POST.get("remark", "")[:1000]
            draft.save()
            self.message_user(request, gettext("The draft went back to its author."))
            return redirect(self.form_url(record))
        if not self.may_approve(request.user, draft):
            raise PermissionDenied
        why = request.POST.get("alone_because", "").strip()
        if draft.author == request.user and not why:
            message = gettext("You wrote this yourself. Say why nobody else can look at it.")
            self.message_user(request, message, messages.ERROR)
            return redirect(request.path)
        return self.approved(request, record, draft, why)

    def approved(self, request, record, draft, why):
        live_at = self.wished_instant(record, draft)
        if live_at and live_at > timezone.now():
            draft.step, draft.approved_by, draft.live_at = (
                Draft.Step.APPROVED,
                request.user,
                live_at,
            )
            draft.save()
            said_so = gettext("Approved. It goes live on %(moment)s.") % {"moment": moment(live_at)}
            self.log_change(request, record, f"{looked_at(draft, request.user, why)} {said_so}")
        else:
            try:
                self.go_live(draft, request.user, why)
            except CannotGoLive as problem:
                self.message_user(request, str(problem), messages.ERROR)
                return redirect(request.path)
            said_so = gettext("Published.")
        self.message_user(request, said_so, messages.SUCCESS)
        return redirect(self.form_url(record))

    def wished_instant(self, record, draft):
        if not draft.form:
            return None  # the record has its own `publish_at`
        request = request_of(draft.author, draft.data(), draft.opened_files())
        form, _formsets, _is_valid = self.bound(request, record)
        record.refresh_from_db()
        return form.cleaned_data.get("live_at")

    def drop(self, request, pk):
        """Throw away the next version of a page; what is public stays."""
        record = self.get_object(request, str(pk))
        draft = record and Draft.objects.of(record).exclude(form=[]).first()
        if not draft:
            raise Http404
        if request.user != draft.author and not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if request.method == "POST":
            draft.delete()
            self.message_user(request, gettext("The draft is thrown away."), messages.SUCCESS)
            return redirect(self.form_url(record))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": _("Throw away the draft"),
            "draft": draft,
        }
        return TemplateResponse(request, "admin/drop_draft.html", context)

    # What the page of the form needs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        seen = getattr(request, "seen", None)
        if change and not form.is_bound:
            seen = {"edits": obj.edits, "marks": marks(as_submitted(form, formsets))}
        context |= {
            "draft": request.draft,
            "seen": json.dumps(seen or {}),
            "conflicts": [
                (label_of_name(form, name), old, new) for name, old, new in request.conflicts
            ],
            "is_known": bool(obj) and self.is_approved(obj),
            "may_publish_alone": request.user.has_perm(ALONE),
            "may_edit": add or self.has_change_permission(request, obj),
            "review_url": self.form_url(obj, "review") if request.draft else "",
            "drop_url": self.form_url(obj, "drop") if request.draft and request.draft.form else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


def read_seen(text):
    try:
        seen = json.loads(text or "")
        return seen if isinstance(seen["edits"], int) and isinstance(seen["marks"], dict) else None
    except (ValueError, TypeError, KeyError):
        return None


def merged(posted, live, seen):
    """What one person submitted over what another made public meanwhile, and where both differ.

    `seen` has the marks of what both began with. Rows of one kind are taken as a whole.
    """
    theirs = {}
    for name, value in live:
        theirs.setdefault(name, []).append(value)
    result, conflicts = posted.copy(), []
    mine_now = marks((name, value) for name, values in posted.lists() for value in values)
    theirs_now = marks(live)
    groups = {}
    for name in {*theirs, *posted} - {"csrfmiddlewaretoken"}:
        prefix = name.rsplit("-", 2)[0] if name.count("-") > 1 or name.endswith("_FORMS") else name
        groups.setdefault(prefix, []).append(name)
    for names in groups.values():
        if all(mine_now.get(name) == seen.get(name) for name in names):
            for name in names:  # untouched by me
                result.setlist(name, theirs.get(name, []))
        elif not all(theirs_now.get(name) == seen.get(name) for name in names):
            conflicts += [
                (name, ", ".join(theirs.get(name, [])), ", ".join(posted.getlist(name)))
                for name in sorted(names)
                if mine_now.get(name) != theirs_now.get(name) and not name.startswith("_")
            ]
    return result, conflicts


def submitted_value(form, name):
    return form.cleaned_data.get(name, form[name].value())


def label_of(form, name):
    label = form.fields[name].label or name
    prefix = form._meta.model._meta.verbose_name if form.prefix else ""
    return f"{prefix}: {label}" if prefix else str(label)


def label_of_name(form, name):
    field = form.fields.get(PART.sub("", name))
    return str(field.label) if field else name


def said(form, formsets):
    """Everything that is wrong with a submitted form, in words."""
    found = [
        f"{label_of(form, name) + ': ' if name in form.fields else ''}{message}"
        for name, errors in form.errors.items()
        for message in errors
    ]
    for formset in formsets:
        found += [str(error) for error in formset.non_form_errors()]
        found += [
            f"{label_of(row, name) + ': ' if name in row.fields else ''}{message}"
            for row in formset.forms
            for name, errors in row.errors.items()
            for message in errors
        ]
    return found


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
    return sum(publish_one_due(pk) for pk in Draft.objects.due(at).values_list("pk", flat=True))


@transaction.atomic
def publish_one_due(pk):
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
