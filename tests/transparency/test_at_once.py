"""Many change the portal at once: the log has no gap, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from portal.archive.capture import capture
from portal.operations import trail
from portal.revisions.models import Revision
from portal.transparency.models import Checkpoint, Leaf
from tests.support.archive import capture_all
from tests.support.factories import make_call, make_partner, make_series

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.every_database,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ACTORS, TIMES = 6, 6


def test_the_log_has_no_gap_and_nobody_waits_for_ever(key):
    series = make_series()
    calls = [make_call(series=series, label=str(number)) for number in range(3)]
    records = [series, *calls, *(make_partner() for _number in range(3))]

    def act(actor):
        try:
            for time in range(TIMES):
                record = records[(actor + time) % len(records)]
                if actor == 0:
                    capture_all()
                    continue
                with transaction.atomic():  # as a publication does: the logbook, then the page
                    Revision.objects.keep(record, Revision.Action.CHANGED, note=f"{actor}-{time}")
                    type(record).objects.filter(pk=record.pk).update(caveat_nl=f"{actor}-{time}")
                    capture(type(record).objects.get(pk=record.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ACTORS) as pool:
        list(pool.map(act, range(ACTORS)))
    indices = list(Leaf.objects.order_by("index").values_list("index", flat=True))
    assert indices == list(range(len(indices)))
    assert Leaf.objects.filter(kind="entry").count() == (ACTORS - 1) * TIMES
    assert Checkpoint.objects.newest().size == len(indices)
    assert trail.check_trail() == []
