"""Pages that staff recommend for a search."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext

from portal.search.models import BestBet, EmptySearch, SearchEntry
from portal.search.words import words_of
from portal.site_search.index import follow_change
from tests.support.factories import brussels, in_four, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = datetime.timedelta(hours=1)
NOON = brussels(2027, 2, 1, 12)


def publish(record):
    follow_change(record)
    return record


@pytest.fixture
def wales():
    return publish(make_partner(slug_nl="wales", **in_four(name="Wales")))


def recommend(record, words, **values):
    return BestBet.objects.create(words=words, key=f"partners.partner:{record.pk}", **values)


def recommended(page, text, address="/nl/zoeken/"):
    soup = page(address, query_params={"q": text})
    return [link["href"] for link in soup.select("[aria-labelledby=recommended] h3 a")]


@pytest.mark.parametrize("text", ["toelage", "TOELAGE!", "de toelage", "subsidies aanvragen"])
def test_a_page_is_recommended_for_its_words_in_any_form(page, wales, text):
    recommend(wales, "toelage, aanvragen subsidie")
    assert recommended(page, text) == ["/nl/partners/wales/"]


@pytest.mark.parametrize("text", ["toelage Wales", "subsidie", "aanvragen", "de", "—"])
def test_a_page_is_not_recommended_for_other_words(page, wales, text):
    recommend(wales, "toelage, aanvragen subsidie, ,")
    assert recommended(page, text) == []


def test_a_recommendation_is_for_a_language_or_for_all(page, wales):
    bet = recommend(wales, "toelage", language="fr")
    assert recommended(page, "toelage") == []
    assert recommended(page, "toelage", "/fr/recherche/") == ["/fr/partenaires/wales/"]
    bet.language = ""
    bet.save()
    assert recommended(page, "toelage") == ["/nl/partners/wales/"]


def test_recommended_pages_stand_in_the_order_of_staff_and_not_below_again(page, wales):
    other = publish(make_partner(slug_nl="wallonie", name_nl="Wallonië", body_nl="<p>Wales</p>"))
    recommend(wales, "wales", position=2)
    recommend(other, "wales", position=1)
    assert recommended(page, "wales") == ["/nl/partners/wallonie/", "/nl/partners/wales/"]
    links = [link["href"] for link in page("/nl/zoeken/?q=wales").select(".results h3 a")]
    assert len(links) == len(set(links))


def test_a_recommendation_follows_a_new_name_and_address(page, wales):
    recommend(wales, "toelage")
    wales.name_nl, wales.slug_nl = "Cymru", "cymru"
    wales.save()
    publish(wales)
    assert recommended(page, "toelage") == ["/nl/partners/cymru/"]


def test_only_what_is_public_at_this_second_is_recommended(page, wales):
    recommend(wales, "toelage")
    wales.publish_at, wales.withdraw_at = NOON, NOON + HOUR
    wales.withdrawal_reason_nl = "Weg."
    wales.save()
    publish(wales)
    seen = []
    for instant in (NOON - HOUR, NOON, NOON + HOUR):
        with time_machine.travel(instant, tick=False):
            seen.append(recommended(page, "toelage"))
    assert seen == [[], ["/nl/partners/wales/"], []]
    wales.state = "draft"
    publish(wales)
    with time_machine.travel(NOON, tick=False):
        assert recommended(page, "toelage") == []


def test_a_search_with_a_recommended_page_is_not_one_that_found_nothing(page, wales):
    recommend(wales, "toelage")
    soup = page("/nl/zoeken/?q=toelage")
    assert [heading.text for heading in soup.select("main h2")] == [
        gettext("Recommended by our editors")
    ]
    assert not EmptySearch.objects.exists()


def test_the_index_has_one_meaning_of_visible_in_python_and_in_sql(wales):
    from portal.search.engines import candidates

    wales.publish_at, wales.withdraw_at = NOON, NOON + HOUR
    publish(wales)
    groups = [[(word,)] for word in words_of("wales")]
    for at in (NOON - HOUR, NOON, NOON + HOUR / 2, NOON + HOUR):
        found = {one.id for one in candidates(groups, "nl", at)}
        assert found == {*SearchEntry.objects.visible("nl", at).values_list("pk", flat=True)}


def test_staff_give_the_address_of_a_page(admin_client, wales):
    form = {"words": "toelage", "language": "", "position": 1}
    address = "/beheer/search/bestbet/add/"
    page = "https://portal.example/en/partners/wales/?a=b#c"
    assert admin_client.post(address, form | {"key": page}).status_code == 302
    bet = BestBet.objects.get()
    assert bet.key == f"partners.partner:{wales.pk}"
    shown = admin_client.get(f"/beheer/search/bestbet/{bet.pk}/change/")
    assert b'value="/nl/partners/wales/"' in shown.content
    assert b"Wales" in admin_client.get("/beheer/search/bestbet/").content


@pytest.mark.parametrize("given", ["/nl/partners/weg/", "niets", "", "http://[", "/nl/zoeken/"])
def test_an_address_without_a_page_is_refused(admin_client, wales, given):
    form = {"words": "toelage", "language": "", "position": 1, "key": given}
    response = admin_client.post("/beheer/search/bestbet/add/", form)
    assert response.status_code == 200
    assert not BestBet.objects.exists()


def test_a_page_is_recommended_once_for_its_words(admin_client, wales):
    recommend(wales, "toelage")
    form = {"words": "toelage", "language": "", "position": 1, "key": "/nl/partners/wales/"}
    assert admin_client.post("/beheer/search/bestbet/add/", form).status_code == 200
    assert BestBet.objects.count() == 1


def test_the_list_says_what_is_not_public_now(admin_client, wales):
    recommend(wales, "toelage")
    SearchEntry.objects.update(visible_until=timezone.now())
    assert (
        gettext("not public now: not shown")
        in admin_client.get("/beheer/search/bestbet/").content.decode()
    )
