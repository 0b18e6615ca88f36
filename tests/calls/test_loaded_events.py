"""The events of the real content have their revisions since it was loaded."""

import pytest
from django.core.management import call_command

from calls.event_revisions import keep_revisions
from calls.models import EventRevision

pytestmark = pytest.mark.django_db


def test_loading_the_content_keeps_its_events_once(content):
    count = EventRevision.objects.count()
    assert count > 20
    call_command("load_content", verbosity=0)
    assert EventRevision.objects.count() == count
    keep_revisions()
    assert EventRevision.objects.count() == count
