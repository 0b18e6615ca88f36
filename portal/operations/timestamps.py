"""Has an authority say, once a day, when it saw the newest signed checkpoint (RFC 3161).

Operators choose the authority, so that it may stand in a private network, other than what editors
link to. It leads nowhere else: redirects and proxies are not followed.
"""

import datetime
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from portal.links.fetch import over
from portal.transparency.models import Checkpoint, Timestamp
from portal.transparency.timestamps import BadTimestamp, request_for, verify

DAY = datetime.timedelta(days=1)
STEP, BUDGET = 5, 20  # seconds to wait for a connection or for data, and for the whole answer
BYTES = 65_536  # of an answer; most have less than 8,000
HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    "Connection": "close",
}


def stamp_daily(now=None):
    """Keep a timestamp of the newest checkpoint, unless there is one of the last day; or None.

    Raises OSError, HTTPException or BadTimestamp when there is none, and nothing is kept.
    """
    now = now or timezone.now()
    if not settings.TRANSPARENCY_TIMESTAMP_URL:
        return None
    checkpoint = Checkpoint.objects.signed().newest()
    is_done = Timestamp.objects.filter(kept_at__gt=now - DAY).exists()
    if is_done or not checkpoint or hasattr(checkpoint, "timestamp"):
        return None
    request = request_for(checkpoint.signed_note)
    response = ask(settings.TRANSPARENCY_TIMESTAMP_URL, request.as_bytes())
    verify(response, checkpoint.signed_note, request.nonce)
    return Timestamp.objects.create(checkpoint=checkpoint, response=response, kept_at=now)


def ask(address, content):
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    path = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
    with closing(kind(parts.hostname, parts.port, timeout=STEP)) as connection:
        connection.connect()
        hang_up = Timer(BUDGET, over, [connection.sock])
        hang_up.daemon = True
        hang_up.start()
        try:
            connection.request("POST", path, content, HEADERS)
            with closing(connection.getresponse()) as response:
                answer = response.read(BYTES + 1)
        finally:
            hang_up.cancel()
    if response.status != 200:
        raise OSError(f"the authority answers {response.status}")
    if len(answer) > BYTES:
        raise BadTimestamp("The answer is too long.")
    return answer
