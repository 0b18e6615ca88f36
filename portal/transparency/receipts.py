"""A receipt: with it anyone can check, without the portal, that a text stood in the signed log.

docs/verify_receipt.py checks it, and says what it proves. Nothing in it can be another bit.
"""

import json
from contextlib import suppress

from django.db import DatabaseError

from portal.transparency import tiles
from portal.transparency.log import grow
from portal.transparency.merkle import inclusion_parts
from portal.transparency.models import Checkpoint, Leaf
from portal.transparency.notes import encode

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
    checkpoint = Checkpoint.objects.signed().newest()
    if not checkpoint or checkpoint.size <= leaf.index:
        return None
    proof = tiles.hashes_of(inclusion_parts(leaf.index, checkpoint.size))
    return written(
        {
            "format": FORMAT,
            "version": text,
            "leaf": leaf.entry(),
            "proof": [*map(encode, proof)],
            "checkpoint": checkpoint.signed_note,
        }
    )


def newest_leaf(kind, subject):
    return Leaf.objects.newest(kind, [subject]).get(subject)


def written(found):
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
