"""The addresses of pictures: for whom they are there, for how long, and what pages say of them."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from portal.page_cache.freshness import SECOND
from portal.share_images.cards import LISTS, record_card
from portal.share_images.picture import png
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
NOON = brussels(2027, 2, 10, 12)
PARTNER = {
    "nl": "/nl/deelbeelden/partner/{}.png",
    "fr": "/fr/images-de-partage/partner/{}.png",
    "de": "/de/vorschaubilder/partner/{}.png",
    "en": "/en/share-images/partner/{}.png",
}
EVERY_KIND = [
    make_call,
    make_series,
    make_measure,
    make_partner,
    make_post,
    make_agreement,
    make_programme,
    make_framework,
    make_page,
]


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def image_of(record):
    return f"/nl/deelbeelden/{record._meta.model_name}/{record.pk}.png"


def in_head(page):
    """{name: content} of what a page says of its picture."""
    found = page.select("meta[property^='og:image'], meta[name='twitter:card']")
    return {meta.get("property") or meta["name"]: meta["content"] for meta in found}


# Who has one


@pytest.mark.parametrize("make", EVERY_KIND)
def test_every_kind_of_page_names_its_picture(page, make):
    record = make()
    head = in_head(page(record.get_absolute_url()))
    assert head["og:image"] == f"http://testserver{image_of(record)}"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image:alt"] == record_card(record).in_words()
    assert head["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize("code", PARTNER)
def test_each_language_has_its_own_picture(client, page, code):
    partner, address = make_partner(**in_four(name="Wales")), PARTNER[code]
    with override(code):
        head = in_head(page(partner.get_absolute_url()))
        drawn = png(record_card(partner))
    assert head["og:image"] == f"http://testserver{address.format(partner.pk)}"
    assert f"Wales {code}" in head["og:image:alt"]
    image = client.get(address.format(partner.pk))
    assert (image.content, image.headers["Content-Language"]) == (drawn, code)


def test_a_page_without_translation_has_a_picture_as_it_has_a_page(client):
    partner = make_partner(name_nl="Zuid-Afrika")
    with override("fr"):
        drawn = png(record_card(partner))
    assert client.get(PARTNER["fr"].format(partner.pk)).content == drawn


@pytest.mark.parametrize("view_name", LISTS)
def test_home_and_lists_have_a_picture_of_their_own(client, page, view_name):
    name = view_name.rpartition(":")[2]
    address = f"/nl/deelbeelden/{name}.png"
    image = client.get(address)
    assert Image.open(BytesIO(image.content)).size == (1200, 630)
    assert image.headers["Content-Type"] == "image/png"
    assert in_head(page(reverse(view_name)))["og:image"] == f"http://testserver{address}"


@pytest.mark.parametrize(
    ("address", "image"),
    [
        ("/nl/", "home"),
        ("/nl/projectoproepen/?status=closed", "calls"),
        ("/nl/landen/", "countries"),
        ("/nl/landen/tv/", "home"),
        ("/nl/zoeken/?q=wales", "home"),
    ],
)
def test_pages_without_a_record_have_that_of_their_list_or_of_the_site(page, address, image):
    head = in_head(page(address))
    assert head["og:image"] == f"http://testserver/nl/deelbeelden/{image}.png"


def test_error_pages_have_none(page):
    assert in_head(page("/nl/partners/nergens/", status=404)) == {}


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"state": "draft"}, 404),
        ({"publish_at": NOON + SECOND}, 404),
        ({"state": "withdrawn", "withdrawal_reason_nl": "Weg."}, 410),
        ({"withdraw_at": NOON, "withdrawal_reason_nl": "Weg."}, 410),
        (
            {"state": "withdrawn", "withdrawal_reason_nl": "Weg.", "withdrawn_as": "readable"},
            410,
        ),
        ({"withdraw_at": NOON + SECOND, "withdrawal_reason_nl": "Weg."}, 200),
    ],
)
def test_only_a_public_record_has_one(client, facts, status):
    partner = make_partner(name_nl="Geheim", **facts)
    assert client.get(image_of(partner)).status_code == status


def test_a_call_of_a_withdrawn_series_has_none(client):
    series = make_series(state="withdrawn", withdrawal_reason_nl="Weg.")
    assert client.get(image_of(make_call(series=series))).status_code == 410


def test_a_page_that_is_withdrawn_and_readable_names_none(page):
    partner = make_partner(state="withdrawn", withdrawal_reason_nl="Weg.", withdrawn_as="readable")
    assert in_head(page(partner.get_absolute_url())) == {}


@pytest.mark.parametrize(
    "path",
    [
        "partner/999999999999999999999.png",
        "partner/0.png",
        "user/1.png",
        "contact/1.png",
        "nergens.png",
        "partner/1.svg",
    ],
)
def test_what_does_not_exist_has_none(client, path):
    assert client.get(f"/nl/deelbeelden/{path}").status_code == 404


def test_an_example_is_kept_out_of_search_engines(client):
    assert "X-Robots-Tag" not in client.get(image_of(make_partner())).headers
    example = client.get(image_of(make_partner(is_example=True)))
    assert example.headers["X-Robots-Tag"] == "noindex"


def test_other_sites_may_show_it(client):
    headers = client.get("/nl/deelbeelden/home.png").headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


# Never wrong after a boundary


BOUNDARIES = {
    "opens": {"opens_at": NOON, "closes_at": None},
    "closes soon": {"closes_at": brussels(2027, 2, 24, 12)},
    "closes": {"closes_at": NOON},
    "results": {"closes_at": brussels(2027, 1, 10), "results_at": NOON},
    "cancelled": {"cancelled_at": NOON, "cancellation_reason_nl": "Geen geld."},
}


@pytest.mark.parametrize("facts", BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_picture_turns_at_the_very_instant(kept, noon, facts):
    call = make_call(**{"opens_at": brussels(2027, 1, 1)} | facts)
    noon.move_to(NOON - SECOND)
    before = kept.get(image_of(call)).content
    assert kept.get(image_of(call)).content == before
    noon.move_to(NOON)
    after = kept.get(image_of(call)).content
    assert after != before
    assert after == png(record_card(call))


def test_no_cache_keeps_it_past_a_boundary(client, noon):
    call = make_call(opens_at=brussels(2027, 1, 1), closes_at=NOON)
    noon.move_to(NOON - 9 * SECOND)
    assert "s-maxage=3," in client.get(image_of(call)).headers["Cache-Control"]
    noon.move_to(NOON - 4 * SECOND)
    control = client.get(image_of(call)).headers["Cache-Control"]
    assert control.startswith("public, max-age=0, s-maxage=2, stale-while-revalidate=0")
    noon.move_to(NOON - SECOND)
    assert client.get(image_of(call)).headers["Cache-Control"] == "no-store"


def test_a_withdrawal_ends_it_at_once(kept, noon):
    partner = make_partner(withdraw_at=NOON, withdrawal_reason_nl="Weg.")
    noon.move_to(NOON - SECOND)
    assert kept.get(image_of(partner)).status_code == 200
    noon.move_to(NOON)
    assert kept.get(image_of(partner)).status_code == 410


# Kept and sent again


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}])
def test_it_is_kept_and_sent_again_without_a_query(kept, headers, django_assert_num_queries):
    partner = make_partner()
    address = image_of(partner)
    first = kept.get(address, headers=headers)
    with django_assert_num_queries(0):
        again = kept.get(address, headers=headers)
        unchanged = kept.get(address, headers={"If-None-Match": first.headers["ETag"], **headers})
    assert again.content == first.content == png(record_card(partner))
    assert unchanged.status_code == 304


def test_it_is_never_compressed_twice(client):
    response = client.get("/nl/deelbeelden/home.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    assert response.content.startswith(b"\x89PNG")


def test_pictures_do_not_drive_out_pages(kept, django_assert_num_queries):
    partners = [make_partner() for _number in range(12)]
    kept.get("/nl/partners/")
    for partner in partners:
        kept.get(image_of(partner))
    with django_assert_num_queries(0):
        kept.get("/nl/partners/")
        kept.get(image_of(partners[-1]))


@pytest.mark.parametrize("make", EVERY_KIND)
def test_it_takes_one_query_or_three(client, warm, make, django_assert_num_queries):
    address = image_of(make())
    with django_assert_num_queries(3 if make is make_measure else 1):
        assert client.get(address).status_code == 200


def test_a_page_takes_no_query_more_for_what_is_on_its_picture(warm, django_assert_num_queries):
    measure = make_measure()
    measure.rounds.create(deadline_day=31, deadline_month=3)
    measure = type(measure).objects.prefetch_related("rounds", "replaced_by").get()
    with django_assert_num_queries(0):
        assert record_card(measure).in_words()


def test_a_parameter_makes_no_other_picture(kept, django_assert_num_queries):
    kept.get("/nl/deelbeelden/home.png")
    with django_assert_num_queries(0):
        again = kept.get("/nl/deelbeelden/home.png?v=2&title=%3Csvg%3E")
    assert again.content == kept.get("/nl/deelbeelden/home.png").content
