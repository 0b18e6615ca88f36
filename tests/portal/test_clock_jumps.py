"""The clock of the machine is set back, or was ahead for a while: nothing wrong stays."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from portal.accounts import throttle
from portal.archive.models import PublicVersion
from portal.outbox import sending
from portal.outbox.models import WaitingMail
from portal.revisions.models import Revision, check_trail
from tests.support.admin_forms import edit
from tests.support.factories import brussels, make_partner

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_what_is_saved_when_the_clock_went_back_is_public_and_kept(admin_client, noon):
    partner = make_partner(name_nl="Wales")
    edit(admin_client, partner, name_nl="Ahead", minor="on")
    noon.move_to(NOON - HOUR)
    edit(admin_client, partner, name_nl="Back", minor="on")
    assert "Back" in admin_client.get(partner.get_absolute_url()).text
    newest = Revision.objects.of_the_record().order_by("-pk").first()
    assert newest.data["fields"]["name_nl"] == "Back"
    versions = PublicVersion.objects.for_object(type(partner), partner.pk).filter(language="nl")
    assert [one.title for one in versions.order_by("public_from")] == ["Ahead", "Back"]
    check_trail()


def test_failures_that_a_clock_noted_ahead_stop_nobody_afterwards(noon):
    request = RequestFactory().post("/")
    noon.move_to(NOON + DAY)
    for _failure in range(throttle.PER_ACCOUNT_AND_NETWORK):
        throttle.begin(request, "password", "someone")
    with pytest.raises(ValidationError):
        throttle.begin(request, "password", "someone")
    noon.move_to(NOON)
    assert throttle.begin(request, "password", "someone")


def test_a_mail_that_was_put_off_too_far_is_sent(noon, mailoutbox):
    ahead = timezone.now() + DAY
    WaitingMail.objects.create(to="a@example.org", subject="S", body="B", next_attempt_at=ahead)
    assert sending.send_due() == 1
