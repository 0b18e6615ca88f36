from django.http import Http404, HttpResponse

from portal.redirects.old_slugs import Withdrawn
from portal.share_images.cards import KINDS, LISTS, list_card, name_of_list, record_card
from portal.share_images.picture import png

RECORDS = {model._meta.model_name: model for model in KINDS}
NAMES = {name_of_list(view_name): view_name for view_name in LISTS}


def record_image(request, kind, pk):
    """The picture of a public page; a record that has none answers as its page does."""
    record = find(kind, pk)
    if not record.is_published():
        if withdrawn := record.withdrawn_record:
            raise Withdrawn(withdrawn)
        raise Http404(f"{record!r} is not published")
    response = image_response(record_card(record))
    if record.is_example:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def list_image(request, name):
    if name not in NAMES:
        raise Http404(f"no list is called {name!r}")
    return image_response(list_card(NAMES[name]))


def find(kind, pk):
    """The record with what its card needs, or Http404."""
    if kind not in RECORDS:
        raise Http404(f"no kind of page is called {kind!r}")
    model = RECORDS[kind]
    needs = KINDS[model]
    records = model.objects.select_related(*needs.related).prefetch_related(*needs.rows)
    record = records.filter(pk=pk).first()
    if not record:
        raise Http404(f"there is no {kind} {pk}")
    return record


def image_response(card):
    """Other sites may show it in their pages: that is what it is for."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(png(card), content_type="image/png", headers=headers)
