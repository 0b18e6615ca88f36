"""A page is withdrawn at its instant: it is gone with a reason, stays readable, or moves on."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.models import Partner
from tests.factories import brussels, make_call, make_partner

pytestmark = pytest.mark.django_db
AT = brussels(2027, 3, 1, 12)
SECOND = datetime.timedelta(seconds=1)
ENDS = {"withdraw_at": AT, "withdrawal_reason_nl": "Dubbel met een andere pagina."}
JAPAN = "/nl/partners/japan/"


def make_japan(**facts):
    return make_partner(slug_nl="japan", name_nl="Japan", **ENDS, **facts)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
@pytest.mark.parametrize("publish_at", [None, AT - SECOND])
@pytest.mark.parametrize("state", ["draft", "published"])
def test_python_and_the_database_agree_on_what_is_public(seconds, publish_at, state):
    at = AT + seconds * SECOND
    partner = make_japan(state=state, publish_at=publish_at)
    assert partner.is_published(at) == Partner.objects.published(at).exists()
    assert partner.is_published(at) == (state == "published" and seconds < 0)


def test_a_page_is_gone_from_its_very_second_on(page, time_machine):
    make_japan(successor="/nl/partners/")
    time_machine.move_to(AT - SECOND, tick=False)
    assert page(JAPAN).h1.text.strip() == "Japan"
    time_machine.move_to(AT, tick=False)
    gone = page(JAPAN, status=410)
    assert "Dubbel met een andere pagina." in gone.main.text
    assert gone.main.select_one("a[href='/nl/partners/']")


def test_a_withdrawn_page_that_stays_readable_says_so_and_is_in_no_list(page, client, time_machine):
    make_japan(withdrawn_as="readable")
    time_machine.move_to(AT, tick=False)
    japan = page(JAPAN)
    assert "Dubbel met een andere pagina." in japan.select_one(".banner").text
    assert "noindex" in japan.select_one("meta[name=robots]")["content"]
    assert JAPAN not in client.get("/nl/partners/").content.decode()
    assert JAPAN not in client.get("/sitemap.xml").content.decode()


def test_the_editions_of_a_readable_series_are_readable_and_say_it_too(page, client, time_machine):
    facts = {f"series__{name}": value for name, value in ENDS.items()}
    call = make_call(series__withdrawn_as="readable", **facts)
    time_machine.move_to(AT, tick=False)
    banner = page(call.get_absolute_url()).select_one(".banner")
    assert "Dubbel met een andere pagina." in banner.text
    data = json.loads(client.get("/nl/projectoproepen/oproepen.json?status=open").content)
    assert data["calls"] == []


def test_a_withdrawn_page_can_lead_on_at_once(client, time_machine):
    make_japan(withdrawn_as="moved", successor="/nl/partners/")
    time_machine.move_to(AT, tick=False)
    answer = client.get(JAPAN)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/nl/partners/")


@pytest.mark.parametrize(
    "facts",
    [
        {"withdraw_at": AT},
        {"withdrawn_as": "moved"},
        {**ENDS, "publish_at": AT + SECOND},
    ],
)
def test_what_makes_no_sense_is_refused_by_the_database_too(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partner(**facts)


def test_a_redirect_that_leads_back_is_refused():
    japan = make_japan(withdrawn_as="moved", successor="/nl/partners/wales/")
    wales = make_partner(slug_nl="wales", **ENDS, withdrawn_as="moved", successor=JAPAN)
    for partner in (japan, wales):
        with pytest.raises(ValidationError) as refused:
            partner.full_clean()
        assert "successor" in refused.value.message_dict


def test_a_redirect_leads_to_the_end_without_stops():
    make_japan(withdrawn_as="moved", successor="/nl/partners/")
    wales = make_partner(slug_nl="wales", **ENDS, withdrawn_as="moved", successor=JAPAN)
    wales.full_clean()
    assert wales.successor == "/nl/partners/"
