"""Canonical JSON, so that equal data have equal hashes."""

import datetime
import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder


class ExactEncoder(DjangoJSONEncoder):
    """Writes datetimes to the microsecond, in UTC; Django's encoder cuts off at milliseconds."""

    def default(self, value):
        if isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC).isoformat()
        return super().default(value)


def canonical_json(facts):
    """The same text for equal data, whatever the order of their keys."""
    return json.dumps(facts, cls=ExactEncoder, ensure_ascii=False, sort_keys=True)


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()
