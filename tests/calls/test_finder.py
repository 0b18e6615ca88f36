import pytest
import time_machine

from tests.support.factories import brussels, make_call, make_measure, make_partner

pytestmark = pytest.mark.django_db
FINDER = "/en/support/"


@pytest.fixture(autouse=True)
def first_of_january():
    with time_machine.travel(brussels(2027, 1, 1, 12), tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split())


def titles(soup):
    return [words(title) for title in soup.select(".card h3")]


def warnings(soup):
    return [words(line) for line in soup.select(".notice--warning p")]


def facts(soup):
    return {words(dt): words(dt.find_next("dd")) for dt in soup.select(".facts dt")}


@pytest.fixture
def by_start():
    measure = make_measure(title_nl="A", title_en="A", slug_nl="a", timing="by-start")
    for window, deadline, years_before in [
        (((1, 1), (4, 30)), (10, 14), 1),
        (((5, 1), (8, 31)), (2, 14), 0),
    ]:
        measure.rounds.create(
            start_from_month=window[0][0],
            start_from_day=window[0][1],
            start_until_month=window[1][0],
            start_until_day=window[1][1],
            deadline_month=deadline[0],
            deadline_day=deadline[1],
            years_before=years_before,
        )
    return measure


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A", "B", "C"]),
        ("audience=artist", ["A", "B"]),
        ("goal=travel", ["A"]),
        ("goal=travel&goal=learn", ["A", "C"]),
        ("audience=artist&goal=learn", []),
        ("audience=foreign", []),
    ],
)
def test_support_is_found_by_audience_and_goal(page, query, found):
    for title, audiences, goals in [
        ("A", ["artist", "organisation"], ["travel", "host"]),
        ("B", ["artist"], []),
        ("C", ["organisation"], ["learn"]),
    ]:
        make_measure(title_nl=title, title_en=title, audiences=audiences, goals=goals)
    soup = page(f"{FINDER}?{query}")
    assert titles(soup) == found
    assert ("No support matches these choices." in words(soup.main)) is (found == [])


@pytest.mark.parametrize("start", ["2027-06-01", "1/6/2027", "01-06-2027", "1.6.2027"])
def test_with_a_start_date_the_deadline_is_shown(page, by_start, start):
    [card] = page(f"{FINDER}?start={start}").select(".card")
    assert words(card.select_one(".deadline")) == (
        "If you start on 1 June 2027, you can apply until Sunday 14 February 2027, 24:00"
    )
    assert card.find("time", datetime="2027-02-14")


def test_a_start_outside_every_window_has_no_deadline_that_we_know(page, by_start):
    [card] = page(f"{FINDER}?start=2027-11-01").select(".card")
    said = "We do not know the deadline for a start on 1 November 2027"
    assert words(card.select_one(".deadline")) == said
    assert "The day on which your project starts decides the deadline." in words(card)


def test_weeks_before_the_start_give_a_deadline_too(page):
    make_measure(timing="rolling", lead_weeks=6)
    [card] = page(f"{FINDER}?start=2027-03-01").select(".card")
    assert "you can apply until Monday 18 January 2027" in words(card)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("start=2027-02-29", "My project starts on"),
        ("start=spring", "My project starts on"),
    ],
)
def test_a_start_that_is_no_day_is_ignored_with_a_warning(page, by_start, query, label):
    soup = page(f"{FINDER}?{query}")
    value = query.split("=")[1]
    assert warnings(soup) == [f"“{value}” is not a valid choice for “{label}”, so it was ignored."]
    assert titles(soup) == ["A"]
    said = "Next deadline: Sunday 14 February 2027, 24:00"
    assert words(soup.select_one(".card .deadline")) == said


@pytest.mark.parametrize("query", ["audience=king", "goal=sleep"])
def test_a_choice_that_means_nothing_finds_nothing_and_says_so(page, by_start, query):
    soup = page(f"{FINDER}?{query}")
    assert titles(soup) == []
    [said] = warnings(soup)
    assert said.endswith("so nothing is found.")


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("lead", [{"lead_weeks": 6}, {"lead_months": 6}])
def test_a_start_at_the_edge_of_the_calendar_does_no_harm(page, start, lead):
    make_measure(timing="rolling", **lead)
    page(f"{FINDER}?start={start}")


@pytest.mark.parametrize("start", ["0001-01-01", "9999-12-31"])
def test_a_start_at_the_edge_of_the_calendar_does_no_harm_to_windows(page, by_start, start):
    page(f"{FINDER}?start={start}")


def test_filters_survive_a_change_of_language(page, by_start):
    soup = page(f"{FINDER}?goal=travel&start=2027-06-01")
    assert (
        soup.select_one("a[hreflang=nl]")["href"]
        == "/nl/ondersteuning/?goal=travel&start=2027-06-01"
    )


def test_each_choice_can_be_removed_alone(page):
    chips = page(f"{FINDER}?audience=artist&goal=travel&goal=learn").select("a.chip")
    assert [chip["href"] for chip in chips] == [
        "?goal=travel&goal=learn",
        "?audience=artist&goal=learn",
        "?audience=artist&goal=travel",
    ]


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ({"timing": "always"}, "At any time"),
        ({"timing": "fixed"}, "On fixed days each year"),
        ({"timing": "by-start"}, "It depends on when your project starts"),
        ({"timing": "unknown"}, None),
    ],
)
def test_a_measure_shows_when_one_can_apply(page, timing, expected):
    make_measure(slug_nl="steun", **timing)
    assert facts(page(f"{FINDER}steun/")).get("When to apply") == expected


@pytest.mark.parametrize(
    ("lead", "expected", "first"),
    [
        ({"lead_weeks": 1}, "1 week before the start", "Friday 8 January 2027"),
        ({"lead_weeks": 6}, "6 weeks before the start", "Friday 12 February 2027"),
        ({"lead_months": 1}, "1 month before the start", "Monday 1 February 2027"),
        ({"lead_months": 2}, "2 months before the start", "Monday 1 March 2027"),
    ],
)
def test_a_measure_shows_how_long_before_the_start(page, lead, expected, first):
    make_measure(slug_nl="steun", timing="rolling", **lead)
    assert facts(page(f"{FINDER}steun/"))["When to apply"] == (
        f"At any time, at least {expected} "
        f"If you apply today, the first day on which your project can start is {first}"
    )


def test_the_yearly_deadlines_are_shown_with_their_windows(page, by_start):
    by_start.rounds.filter(years_before=0).update(decision_month=6, decision_day=30)
    lines = [words(line) for line in page(f"{FINDER}a/").select(".facts__main li")]
    assert lines == [
        "Start from 1 January to 30 April: apply by 14 October of the year before.",
        "Start from 1 May to 31 August: apply by 14 February. Decision by 30 June.",
    ]


def test_a_fixed_day_is_shown_without_a_window(page):
    measure = make_measure(slug_nl="steun", timing="fixed")
    measure.rounds.create(deadline_month=9, deadline_day=30)
    lines = page(f"{FINDER}steun/").select(".facts__main li")
    assert [words(line) for line in lines] == ["Apply by 30 September."]


@pytest.mark.parametrize(("state", "is_gone"), [("published", True), ("draft", False)])
def test_a_measure_that_was_replaced_is_no_longer_offered_but_still_found(page, state, is_gone):
    old = make_measure(title_nl="Oud", title_en="Old", slug_nl="oud")
    make_measure(title_nl="Nieuw", title_en="New", replaces=old, replaced_on="2024-01", state=state)
    assert ("Old" in titles(page(FINDER))) is not is_gone
    notice = " ".join(words(block) for block in page(f"{FINDER}oud/").select(".notice"))
    assert ("It was replaced by: New (January 2024)" in notice.replace(" .", ".")) is is_gone


def test_a_measure_names_the_one_it_replaced(page):
    old = make_measure(title_nl="Oud", title_en="Old", slug_nl="oud")
    make_measure(slug_nl="nieuw", replaces=old, replaced_on="2024")
    soup = page(f"{FINDER}nieuw/")
    assert facts(soup)["Replaces"] == "Old (2024)"
    assert soup.main.find("a", href=f"{FINDER}oud/")


def test_a_measure_does_not_name_a_replaced_one_that_is_not_public(page):
    make_measure(slug_nl="nieuw", replaces=make_measure(title_nl="Geheim", state="draft"))
    assert "Geheim" not in page("/nl/ondersteuning/nieuw/").get_text()


@pytest.mark.parametrize("query", ["", "?start=2027-06-01&audience=artist&goal=travel"])
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client, warm, query, django_assert_num_queries
):
    def add():
        measure = make_measure(timing="by-start", audiences=["artist"], goals=["travel"])
        measure.rounds.create(deadline_month=1, deadline_day=1)
        measure.places.add(make_partner())
        make_call(opens_at=None, closes_at=None, timing="rolling")

    add()
    with django_assert_num_queries(8):
        client.get(FINDER + query)
    for _ in range(11):
        add()
    with django_assert_num_queries(8):
        client.get(FINDER + query)


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, by_start, django_assert_num_queries
):
    make_measure(replaces=by_start)
    with django_assert_num_queries(2):
        client.get(f"{FINDER}a/")
    for month in range(1, 12):
        by_start.rounds.create(deadline_month=month, deadline_day=1)
        make_measure(replaces=by_start)
    with django_assert_num_queries(2):
        client.get(f"{FINDER}a/")


def test_every_country_can_be_chosen_and_gives_what_is_open_to_all(page):
    make_measure(title_nl="Overal")
    tied = make_measure(title_nl="Enkel Schotland")
    tied.places.add(make_partner(name_nl="Schotland", parent=make_partner(iso_code="GB")))
    soup = page("/nl/ondersteuning/?partner=br")
    assert soup.select_one("#id_partner option[selected]").text == "Brazilië"
    assert "Overal" in str(soup.main)
    assert "Enkel Schotland" not in str(soup.main)


def test_a_country_that_is_no_partner_gives_what_is_for_its_parts(page):
    make_measure(title_nl="Gemeenschappen").places.add(make_partner(kind="community"))
    assert "Gemeenschappen" in str(page("/nl/ondersteuning/?partner=be").main)
    assert "Gemeenschappen" not in str(page("/nl/ondersteuning/?partner=br").main)
