"""Find a page by its words, with what this person may decide about it one click away.

Above the pages: whether readers get an answer to these words, and which intent it comes from.
"""

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.answers import answer
from portal.editing.publishable import PublishableAdmin
from portal.editing.states import public_state
from portal.revisions.models import Draft

MOST = 5  # of one kind; the list of that kind has the others


def find(request):
    words = request.GET.get("q", "").replace("\0", "")[:100].strip()
    context = {
        **admin.site.each_context(request),
        "title": _("Find a page"),
        "words": words,
        "answer": answer(words),
        "kinds": [*kinds_with(request, words)] if words else [],
    }
    return render(request, "admin/find.html", context)


def kinds_with(request, words):
    """(name of the kind, [(record, its state, address of its form, acts)]) of what was found."""
    for model, page in admin.site._registry.items():
        if not (isinstance(page, PublishableAdmin) and page.has_view_permission(request)):
            continue
        found, _is_double = page.get_search_results(request, page.get_queryset(request), words)
        records = list(found.distinct()[:MOST])
        if not records:
            continue
        drafts = {draft.object_id: draft for draft in Draft.objects.for_objects(records)}
        yield (
            model._meta.verbose_name_plural,
            [
                (
                    record,
                    public_state(record),
                    page.form_url(record),
                    page.acts_of(request, record, drafts.get(record.pk)),
                )
                for record in records
            ],
        )
