"""The form of a row that belongs to a page: what is saved is part of the draft of that page."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from django.utils.translation import gettext

from portal.editing.history_views import form_address
from portal.revisions import current, workflow
from portal.revisions.current import has_left_draft
from portal.revisions.models import Draft
from portal.revisions.snapshot import data_of, keys_of_rows


class PartOfPageMixin:
    """For the admin page of such a row; `page_field` is its link to the page.

    Of a page that was never public, rows are saved at once.
    """

    page_field = ""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        page = self.page_of_row(object_id) if object_id else self.chosen_page(request)
        draw = super()._changeform_view
        return self.in_draft_of(page, request, draw, object_id, form_url, extra_context)

    def _delete_view(self, request, object_id, extra_context):
        draw = super()._delete_view
        return self.in_draft_of(
            self.page_of_row(object_id), request, draw, object_id, extra_context
        )

    def in_draft_of(self, page, request, draw, *args):
        """The answer of a view of Django's own, over the draft of the page."""
        if not page or not has_left_draft(page):
            return draw(request, *args)
        base = current.newest(page)
        with current.shown_as(page, base):
            response = draw(request, *args)
            is_saved = request.method == "POST" and response.status_code == 302
            if not is_saved:
                return response.render() if hasattr(response, "render") else response
            data = data_of(type(page)._base_manager.get(pk=page.pk))
        workflow.save(page, request.user, base, data)
        message = gettext("It is in the draft of “%(page)s”. Ask for review there.")
        self.message_user(request, message % {"page": page}, messages.SUCCESS)
        return redirect(form_address(page))

    def page_model(self):
        return self.opts.get_field(self.page_field).related_model

    def chosen_page(self, request):
        chosen = request.POST.get(self.page_field, "")
        is_key = chosen.isascii() and chosen.isdigit()
        return self.page_model()._base_manager.filter(pk=chosen).first() if is_key else None

    def page_of_row(self, object_id):
        """The page of a row, also of one that only a draft has."""
        key = unquote(object_id)
        if not (key.isascii() and key.isdigit()):
            return None
        if row := self.model._base_manager.filter(pk=key).first():
            return getattr(row, self.page_field)
        kind = Draft.kind_of(self.page_model()(pk=0))
        for draft in Draft.objects.of_public_pages().filter(content_type=kind):
            if (self.model, int(key)) in keys_of_rows(self.page_model(), draft.revision.data):
                return draft.record
        return None

    # Django's own words say that it is saved, which would not be the whole truth

    def response_add(self, request, obj, post_url_continue=None):
        page = getattr(obj, self.page_field)
        if has_left_draft(page):
            return redirect(form_address(page))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        page = getattr(obj, self.page_field)
        return (
            redirect(form_address(page))
            if has_left_draft(page)
            else super().response_change(request, obj)
        )

    def response_delete(self, request, obj_display, obj_id):
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, self.page_field] if obj else fields

    def get_actions(self, request):
        return {}  # deleting many at once would pass the drafts by

    def may_restore(self, request, record):
        page = record and getattr(record, self.page_field)
        return bool(page) and not has_left_draft(page) and super().may_restore(request, record)
