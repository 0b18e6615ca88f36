"""One way to write data down as text, so that equal data have equal hashes."""

import datetime
import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder


class ExactEncoder(DjangoJSONEncoder):
    """Instants to the microsecond, always in UTC: Django's own cut them off."""

    def default(self, value):
        if isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC).isoformat()
        return super().default(value)


def canonical_json(facts):
    """One text for the same facts, whatever the order in which a database keeps them."""
    return json.dumps(facts, cls=ExactEncoder, ensure_ascii=False, sort_keys=True)


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()
