import pytest

from tests.support.factories import make_measure

pytestmark = pytest.mark.django_db
FINDER = "/en/support/"


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
def test_support_is_found_by_who_one_is_and_what_one_wants(page, query, found):
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
def test_with_a_start_date_the_deadline_is_told(page, by_start, start):
    [card] = page(f"{FINDER}?start={start}").select(".card")
    assert words(card.select_one(".deadline")) == (
        "If you start on 1 June 2027, you can apply until Sunday 14 February 2027"
    )
    assert card.find("time", datetime="2027-02-14")


def test_a_start_outside_every_window_tells_how_the_deadline_works(page, by_start):
    [card] = page(f"{FINDER}?start=2027-11-01").select(".card")
    assert words(card.select_one(".deadline")) == "It depends on when your project starts"


def test_weeks_before_the_start_give_a_deadline_too(page):
    make_measure(timing="rolling", lead_weeks=6)
    [card] = page(f"{FINDER}?start=2027-03-01").select(".card")
    assert "you can apply until Monday 18 January 2027" in words(card)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("start=2027-02-29", "My project starts on"),
        ("start=spring", "My project starts on"),
        ("audience=king", "I am"),
        ("goal=sleep", "I want to"),
    ],
)
def test_a_value_that_makes_no_sense_is_ignored_and_said(page, by_start, query, label):
    soup = page(f"{FINDER}?{query}")
    value = query.split("=")[1]
    assert warnings(soup) == [f"“{value}” is not a valid choice for “{label}”, so it was ignored."]
    assert titles(soup) == ["A"]
    assert words(soup.select_one(".card .deadline")) == "It depends on when your project starts"


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
    ("timing", "said"),
    [
        ({"timing": "always"}, "At any time"),
        ({"timing": "fixed"}, "On fixed days each year"),
        ({"timing": "by-start"}, "It depends on when your project starts"),
        ({"timing": "rolling", "lead_weeks": 1}, "At any time, at least 1 week before the start"),
        ({"timing": "rolling", "lead_weeks": 6}, "At any time, at least 6 weeks before the start"),
        ({"timing": "rolling", "lead_months": 1}, "At any time, at least 1 month before the start"),
        (
            {"timing": "rolling", "lead_months": 2},
            "At any time, at least 2 months before the start",
        ),
        ({"timing": "unknown"}, None),
    ],
)
def test_a_measure_tells_when_one_can_apply(page, timing, said):
    make_measure(slug_nl="steun", **timing)
    assert facts(page(f"{FINDER}steun/")).get("When to apply") == said


def test_the_yearly_deadlines_are_told_with_their_windows(page, by_start):
    by_start.rounds.filter(years_before=0).update(decision_month=6, decision_day=30)
    lines = [words(line) for line in page(f"{FINDER}a/").select(".facts__main li")]
    assert lines == [
        "Start from 1 January to 30 April: apply by 14 October of the year before.",
        "Start from 1 May to 31 August: apply by 14 February. Decision by 30 June.",
    ]


def test_a_fixed_day_is_told_without_a_window(page):
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

    add()
    with django_assert_num_queries(2):
        client.get(FINDER + query)
    for _ in range(11):
        add()
    with django_assert_num_queries(2):
        client.get(FINDER + query)


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, by_start, django_assert_num_queries
):
    make_measure(replaces=by_start)
    with django_assert_num_queries(7):
        client.get(f"{FINDER}a/")
    for month in range(1, 12):
        by_start.rounds.create(deadline_month=month, deadline_day=1)
        make_measure(replaces=by_start)
    with django_assert_num_queries(7):
        client.get(f"{FINDER}a/")
