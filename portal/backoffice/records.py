"""The records that the front page of the desk tells of, as far as a user may see them."""

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q
from django.utils import timezone

from calls.models import Call
from portal.publishing.models import publishable_models
from portal.revisions.models import Draft


def model_admin_for(record):
    return admin.site.get_model_admin(type(record))


def edit_url(record):
    return model_admin_for(record).form_url(record)


def may_view(request, model):
    """Whether this user may see the records of a model at the desk."""
    return model in admin.site._registry and admin.site.get_model_admin(model).has_view_permission(
        request
    )


def public_records(request, model):
    """The public records of a model without examples; none when this user may not view them."""
    if not may_view(request, model):
        return model.objects.none()
    return model.objects.published().real()


def planned_records(request):
    """Pages of every kind that this user may see and that begin or end at an instant to come."""
    now, found = timezone.now(), []
    for model in publishable_models():
        if may_view(request, model):
            ahead = Q(publish_at__gt=now) | Q(withdraw_at__gt=now)
            records = model.objects.real().filter(ahead, state=model.State.PUBLISHED)
            found += records.with_parent()
    return found


def withdrawal_url(request, record):
    """Where a withdrawal is changed, for who may; else the form."""
    page = model_admin_for(record)
    return page.form_url(record, "withdraw" if page.may_withdraw(request, record) else "change")


def drafts(request, **filters):
    """Drafts of records that this user may view, with `record` prefetched."""
    records = GenericPrefetch("record", [Call.objects.select_related("series")])
    found = (
        Draft.objects.of_known_kinds()
        .filter(**filters)
        .select_related("author", "revision")
        .prefetch_related(records)
    )
    return [
        draft
        for draft in found
        if draft.record and model_admin_for(draft.record).has_view_permission(request, draft.record)
    ]
