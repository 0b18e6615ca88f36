import pytest
import time_machine

from tests.support.factories import brussels, make_call

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "nl": "/nl/projectoproepen/reeks/2026/resultaten/",
    "fr": "/fr/appels-a-projets/reeks/2026/resultats/",
    "de": "/de/projektaufrufe/reeks/2026/ergebnisse/",
    "en": "/en/project-calls/reeks/2026/results/",
}
PUBLIC_FROM = brussels(2026, 6, 1, 12)


@pytest.fixture
def call():
    return make_call(
        series__slug_nl="reeks",
        label="2026",
        opens_at=None,
        closes_at=brussels(2026, 3, 1, 17),
        results_at=PUBLIC_FROM,
    )


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize(
    ("instant", "status"),
    [(brussels(2026, 6, 1, 11, 59, 59), 404), (PUBLIC_FROM, 200), (brussels(2027, 1, 1), 200)],
)
@pytest.mark.parametrize("address", ADDRESSES.values())
def test_results_are_public_from_their_instant_on(page, call, instant, status, address):
    with time_machine.travel(instant, tick=False):
        page(address, status=status)


def test_a_call_without_an_instant_for_its_results_has_no_results_page(page):
    make_call(series__slug_nl="reeks", label="2026")
    page(ADDRESSES["en"], status=404)


@pytest.mark.parametrize("code", ADDRESSES)
def test_the_language_switch_leads_to_the_results_themselves(page, call, code):
    switch = {
        link["hreflang"][:2]: link["href"] for link in page(ADDRESSES[code]).select(".languages a")
    }
    assert switch == {other: address for other, address in ADDRESSES.items() if other != code}


def test_a_former_slug_of_the_series_leads_to_the_results(client, call):
    call.series.slug_nl = "nieuwe-reeks"
    call.series.save()
    response = client.get(ADDRESSES["en"])
    assert response.status_code == 301
    assert response["Location"] == "/en/project-calls/nieuwe-reeks/2026/results/"


def test_each_project_is_shown_with_the_partners_of_both_sides_and_its_amount(page, call):
    call.projects.create(
        title="Sur la route",
        title_language="fr",
        description_nl="Een tournee",
        description_en="A tour",
        flemish_partners="Circus Ronaldo",
        other_partners="Halles de Schaerbeek",
        amount=12500,
    )
    call.projects.create(title="Zang", flemish_partners="Koor", other_partners="Chorale")
    soup = page(ADDRESSES["en"])
    assert words(soup.caption) == "2 projects"
    first, second = soup.select("tbody tr")
    assert [words(cell) for cell in first.find_all(["th", "td"])] == [
        "Sur la route A tour",
        "Circus Ronaldo",
        "Halles de Schaerbeek",
        "€12,500",
    ]
    assert first.find(lang="fr").get_text() == "Sur la route"
    assert "not published" in words(second.find_all("td")[-1])


def test_results_without_names_say_so(page, call):
    soup = page(ADDRESSES["en"])
    assert "We do not have the names of the projects." in words(soup.main)
    assert not soup.table


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, []),
        (
            {"applications_received": 94, "applications_selected": 22},
            ["22 of 94 applications were selected."],
        ),
        (
            {"applications_received": 94, "applications_selected": 0},
            ["0 of 94 applications were selected."],
        ),
        ({"applications_selected": 1}, ["1 project was selected."]),
        ({"applications_received": 94}, ["94 applications were received."]),
        ({"amount_awarded": 350000}, ["In total, €350,000 was awarded."]),
        ({"decided": "2026-05"}, ["Decided: May 2026."]),
    ],
)
def test_only_the_figures_that_are_known_are_shown(page, call, figures, expected):
    type(call).objects.filter(pk=call.pk).update(**figures)
    assert [words(row) for row in page(ADDRESSES["en"]).select("main .prose li")] == expected


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, call, django_assert_num_queries
):
    def add(number):
        call.projects.create(title=f"P{number}", flemish_partners="A", other_partners="B")

    add(0)
    with django_assert_num_queries(3):
        client.get(ADDRESSES["en"])
    for number in range(1, 12):
        add(number)
    with django_assert_num_queries(3):
        client.get(ADDRESSES["en"])
