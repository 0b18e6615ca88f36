"""A receipt: with it anyone can check, without the portal, that a text stood in the signed log.

docs/verify_receipt.py checks it, and says what it proves. Nothing in it can be another bit, but in
the timestamp of an authority, which `openssl ts` checks.
"""

import json
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from portal.transparency import tiles
from portal.transparency.log import grow, name_of
from portal.transparency.merkle import inclusion_parts
from portal.transparency.models import Checkpoint, Leaf
from portal.transparency.notes import BadNote, encode, verified

FORMAT = "portal-receipt 1"


def receipt(kind, subject, text):
    """The receipt of a text as it is attested now; None while no signed tree has it."""
    leaf = newest_leaf(kind, subject)
    if leaf and leaf.index is None:
        with suppress(DatabaseError):  # such as a full disk
            grow()
            leaf = newest_leaf(kind, subject)
    if not leaf or leaf.index is None or not leaf.attests(text):
        return None
    checkpoint = seen_with(leaf) or Checkpoint.objects.signed().newest()
    if not checkpoint or checkpoint.size <= leaf.index:
        return None
    proof = tiles.hashes_of(inclusion_parts(leaf.index, checkpoint.size))
    found = {
        "format": FORMAT,
        "version": text,
        "leaf": leaf.entry(),
        "proof": [*map(encode, proof)],
        "checkpoint": checkpoint.signed_note,
    }
    if hasattr(checkpoint, "timestamp"):
        found["timestamp"] = encode(bytes(checkpoint.timestamp.response))
    return written(found)


def seen_with(leaf):
    """The first checkpoint with a leaf that an authority saw, if the current key signed it."""
    seen = Checkpoint.objects.timestamped().filter(size__gt=leaf.index)
    return next((one for one in seen.iterator() if is_by_current_key(one)), None)


def is_by_current_key(checkpoint):
    if not settings.TRANSPARENCY_KEY:
        return False
    verifier = settings.TRANSPARENCY_KEY.verifier
    try:
        name = name_of(verifier.name, checkpoint.log.number)
        return bool(verified(checkpoint.signed_note, [verifier.named(name)]))
    except BadNote:
        return False


def newest_leaf(kind, subject):
    return Leaf.objects.newest(kind, [subject]).get(subject)


def written(found):
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
