"""The log as anyone may follow it: checkpoints, proofs, leaves and the tiles of the tree.

What can be another one later, or is one of too many to be kept, is not stored by any cache.
"""

import json

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.i18n.languages import Text, active
from portal.publishing.atom import Entry, feed, lasting_id
from portal.transparency import tiles
from portal.transparency.log import name_of, text_of_log
from portal.transparency.merkle import consistency_parts, inclusion_parts
from portal.transparency.models import Checkpoint, Leaf, Log, Tile, Timestamp
from portal.transparency.notes import encode

VERIFIER = settings.BASE_DIR / "docs/verify_receipt.py"
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
TIMESTAMP = "application/timestamp-reply"
NO_STORE = {"Cache-Control": "no-store"}
IN_FEED = 50  # checkpoints


def explained(request):
    """The page for people about what a receipt proves."""
    return render(request, "portal/proof.html", {"is_signed": bool(settings.TRANSPARENCY_KEY)})


def verifier(request):
    """The program that checks a receipt."""
    return HttpResponse(VERIFIER.read_bytes(), content_type=TEXT, headers=NO_STORE)


def not_there():
    return HttpResponseNotFound("The log has no such thing.\n", content_type=TEXT, headers=NO_STORE)


def checkpoint(request, size=None):
    """The newest checkpoint, or the one of a tree of `size` leaves."""
    found = checkpoint_of(size)
    if not found:
        return not_there()
    return HttpResponse(found.signed_note, content_type=TEXT, headers=NO_STORE)


def checkpoint_of(size):
    kept = Checkpoint.objects.signed()
    return (kept if size is None else kept.filter(size=size)).newest()


def newest_timestamp(request):
    """Leads to the timestamp of the last checkpoint that has one."""
    newest = Timestamp.objects.select_related("checkpoint").newest()
    if not newest:
        return not_there()
    response = redirect("log_timestamp_of", newest.checkpoint.size)
    response.headers["Cache-Control"] = NO_STORE["Cache-Control"]
    return response


def timestamp(request, size):
    """When an authority saw the checkpoint of a tree of `size` leaves (RFC 3161, in DER)."""
    found = Timestamp.objects.filter(checkpoint=checkpoint_of(size)).first()
    if not found:
        return not_there()
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="checkpoint-{size}.tsr"'}
    return HttpResponse(bytes(found.response), content_type=TIMESTAMP, headers=headers)


def public_key(request):
    """With what the newest checkpoint can be checked; to be compared with what is known of it."""
    log = Log.objects.current()
    if not settings.TRANSPARENCY_KEY or not log:
        return not_there()
    verifier = settings.TRANSPARENCY_KEY.verifier
    text = f"{verifier.named(name_of(verifier.name, log.number))}\n"
    return HttpResponse(text, content_type=TEXT, headers=NO_STORE)


def begun(request, number):
    """What the first leaf of a log attests: its number, and what was lost when it began."""
    log = Log.objects.filter(number=number).first()
    if not log:
        return not_there()
    return HttpResponse(text_of_log(log), content_type="application/json", headers=NO_STORE)


def proof(request, index, size):
    """That a leaf is in the tree of `size` leaves, as in 2.1.3 of RFC 9162."""
    if not index < size <= Leaf.objects.size():
        return not_there()
    leaf = Leaf.objects.get(index=index)
    hashes = tiles.hashes_of([*inclusion_parts(index, size), (0, size)])
    *found, root = map(encode, hashes)
    return JsonResponse(
        {"leaf": leaf.entry(), "index": index, "size": size, "proof": found, "root": root},
        headers=NO_STORE,
    )


def consistency(request, old, new):
    """That the tree of `old` leaves only grew to that of `new`, as in 2.1.4 of RFC 9162."""
    if not 0 < old <= new <= Leaf.objects.size():
        return not_there()
    hashes = tiles.hashes_of([*consistency_parts(old, new), (0, old), (0, new)])
    *found, old_root, new_root = map(encode, hashes)
    roots = {"old_root": old_root, "new_root": new_root}
    return JsonResponse({"old": old, "new": new, "proof": found, **roots}, headers=NO_STORE)


def leaves(request, number):
    """The leaves of one page, of 256; `next` is the address of the page after it, if it is full."""
    found = list(leaves_of(number))
    if not found:
        return not_there()
    is_full = len(found) == tiles.WIDTH
    following = reverse("log_leaves", args=[number + 1]) if is_full else None
    content = {"leaves": [json.loads(leaf.entry()) for leaf in found], "next": following}
    return JsonResponse(content, headers={} if is_full else NO_STORE)


def leaves_of(number):
    first = number * tiles.WIDTH
    return Leaf.objects.filter(index__gte=first, index__lt=first + tiles.WIDTH).order_by("index")


def tile(request, level, number, width=None):
    """A tile, or its first `width` hashes, as in C2SP's tlog-tiles."""
    found = Tile.objects.filter(level=level, number=tile_number(number)).first()
    return part_of(tiles.pieces(found.hashes) if found else [], width)


def entries(request, number, width=None):
    """The entries of the leaves in a tile, each with its length before it."""
    found = [leaf.entry().encode() for leaf in leaves_of(tile_number(number))]
    return part_of([len(entry).to_bytes(2, "big") + entry for entry in found], width)


def tile_number(path):
    """1234067 of "x001/x234/067"."""
    return int(path.replace("x", "").replace("/", ""))


def part_of(pieces, width):
    width = int(width or tiles.WIDTH)
    if len(pieces) < width:
        return not_there()
    content, headers = b"".join(pieces[:width]), {} if width == tiles.WIDTH else NO_STORE
    return HttpResponse(content, content_type=BYTES, headers=headers)


def checkpoint_feed(request):
    """The newest checkpoints, so that others keep copies of them."""
    kept = Checkpoint.objects.signed().select_related("log")[:IN_FEED]
    response = feed(
        request,
        ["transparency log"],
        _("Signed checkpoints of what was public"),
        reverse("log_checkpoint"),
        [entry_of(request, checkpoint) for checkpoint in kept],
        languages=(),
    )
    response.headers["Cache-Control"] = NO_STORE["Cache-Control"]
    return response


def entry_of(request, checkpoint):
    title = _("%(size)s entries") % {"size": checkpoint.size}
    address = reverse("log_checkpoint_of", args=[checkpoint.size])
    return Entry(
        id=lasting_id("checkpoint", checkpoint.log.number, checkpoint.pk),
        title=Text(title, active()),
        updated=checkpoint.at,
        url=request.build_absolute_uri(address),
        content=format_html("<pre>{}</pre>", checkpoint.signed_note),
    )
