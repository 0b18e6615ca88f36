import pytest
import time_machine

from tests.support.factories import brussels, make_call, make_partner, make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
NOW = brussels(2027, 2, 1, 12)


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(NOW, tick=False):
        yield


def words(element):
    return " ".join(element.get_text(" ").split())


def labels(soup):
    """The edition of each card: the last word of its title."""
    return [words(title).split()[-1] for title in soup.select(".card h3")]


def warnings(soup):
    return [words(line) for line in soup.select(".notice--warning p")]


@pytest.fixture
def of_each_status():
    series = make_series()
    reason = {"cancellation_reason_nl": "Geen geld."}
    for label, facts in {
        "upcoming": {"opens_at": brussels(2027, 5, 1), "closes_at": brussels(2027, 6, 1)},
        "undated": {"opens_at": None, "closes_at": None},
        "open": {"closes_at": brussels(2027, 3, 1, 17)},
        "soon": {"closes_at": brussels(2027, 2, 3, 17)},
        "rolling": {"timing": "rolling", "closes_at": None},
        "closed": {"closes_at": brussels(2027, 1, 31, 17)},
        "results": {"closes_at": brussels(2027, 1, 15), "results_at": brussels(2027, 2, 1)},
        "cancelled": {"cancelled_at": brussels(2027, 1, 31), **reason},
        "draft": {"state": "draft"},
        "later": {"publish_at": brussels(2027, 2, 2)},
    }.items():
        make_call(series=series, label=label, **facts)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"upcoming", "undated", "open", "soon", "rolling"}),
        ("?status=open", {"open", "soon", "rolling"}),
        ("?status=announced", {"upcoming", "undated"}),
        ("?status=closed", {"closed"}),
        ("?status=results", {"results"}),
        ("?status=cancelled", {"cancelled"}),
        ("?status=closed&status=results", {"closed", "results"}),
        ("?status=", {"upcoming", "undated", "open", "soon", "rolling"}),
    ],
)
def test_the_list_has_open_and_upcoming_calls_unless_another_status_is_chosen(
    page, of_each_status, query, found
):
    assert set(labels(page(f"/nl/projectoproepen/{query}"))) == found


def test_any_other_filter_looks_in_calls_of_every_status(page, of_each_status):
    slug = make_call(label="other").series.partner.slug_nl
    make_call(label="old", series__partner__slug_nl="wales", closes_at=brussels(2027, 1, 9))
    assert labels(page("/nl/projectoproepen/?partner=wales")) == ["old"]
    assert labels(page(f"/nl/projectoproepen/?partner={slug}")) == ["other"]


def test_the_soonest_deadline_comes_first_and_no_deadline_last(page, of_each_status):
    found = labels(page("/nl/projectoproepen/"))
    assert found[:3] == ["soon", "open", "upcoming"]
    assert set(found[3:]) == {"undated", "rolling"}


def test_the_soonest_deadline_is_the_earlier_one_of_both_sides(page):
    make_call(label="second", closes_at=brussels(2027, 3, 10))
    make_call(
        label="first", closes_at=brussels(2027, 3, 20), partner_closes_at=brussels(2027, 3, 1)
    )
    assert labels(page("/nl/projectoproepen/?status=open")) == ["first", "second"]


def test_among_past_calls_the_newest_edition_comes_first(page):
    for year in (2019, 2021, 2020):
        make_call(label=f"{year}", opens_at=None, closes_at=brussels(year, 1, 1))
    assert labels(page("/nl/projectoproepen/?status=closed")) == ["2021", "2020", "2019"]


@pytest.mark.parametrize("before", ["2027-03-01", "01/03/2027", "1-3-2027", "01.03.2027"])
def test_deadline_until_a_day_takes_in_that_whole_day(page, before):
    make_call(label="noon", closes_at=brussels(2027, 3, 1, 12))
    make_call(label="end-of-day", closes_at=brussels(2027, 3, 2))
    make_call(label="next-day", closes_at=brussels(2027, 3, 2, 0, 0, 1))
    make_call(label="never", closes_at=None)
    assert set(labels(page(f"/nl/projectoproepen/?before={before}"))) == {"noon", "end-of-day"}


def test_deadline_until_a_day_counts_the_earlier_deadline_of_both_sides(page):
    make_call(label="ours", closes_at=brussels(2027, 3, 1), partner_closes_at=brussels(2027, 4, 1))
    make_call(
        label="theirs", closes_at=brussels(2027, 4, 1), partner_closes_at=brussels(2027, 3, 1)
    )
    make_call(
        label="neither", closes_at=brussels(2027, 4, 1), partner_closes_at=brussels(2027, 4, 2)
    )
    assert set(labels(page("/nl/projectoproepen/?before=2027-03-01"))) == {"ours", "theirs"}


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("nl&language=fr", {"nl", "nl-fr"}),
        ("nl", {"nl", "nl-fr"}),
        ("fr", {"nl-fr"}),
        ("de", set()),
        ("", {"nl", "nl-fr", "none"}),
    ],
)
def test_the_language_of_the_application_narrows_the_list(page, language, found):
    make_call(label="nl", form_languages=["nl"])
    make_call(label="nl-fr", form_languages=["nl", "fr"])
    make_call(label="none")
    assert set(labels(page(f"/nl/projectoproepen/?language={language}"))) == found


@pytest.mark.parametrize("q", ["2027-x theater", "podium samen", "theaters 2027-x", "podium"])
def test_each_word_is_found_anywhere_in_title_theme_and_edition_as_in_the_search(page, q):
    series = make_series(title_nl="Theater samen")
    make_call(series=series, label="2027-x", theme_nl="Podium")
    make_call(label="other")
    assert labels(page(f"/nl/projectoproepen/?q={q}")) == ["2027-x"]
    search = page("/nl/zoeken/", query_params={"q": q}).main.select(".results a")
    assert [link["href"] for link in search if "2027-x" in link["href"]]


@pytest.mark.parametrize("q", ["theater", "THÉÂTRE", "theatre", "2027-x", "Bühne"])
def test_a_word_is_found_in_the_title_theme_and_edition_in_any_language(page, q):
    series = make_series(title_nl="Theater samen", title_fr="Théâtre ensemble")
    make_call(series=series, label="2027-x", theme_nl="Podium", theme_de="Bühne")
    make_call(label="other")
    assert labels(page(f"/nl/projectoproepen/?q={q}")) == ["2027-x"]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("status=sleeping", "Status"),
        ("partner=mars", "Partner"),
        ("before=31/02/2027", "Deadline until"),
        ("before=soon", "Deadline until"),
        ("within=30 days", "Closes within"),
        ("recent=0", "Published in the last"),
        ("since=31/02/2027", "Published since"),
        ("language=la", "Language of the application"),
        ("applicant=king", "I am"),
        ("discipline=football", "Discipline"),
        (f"q={'x' * 101}", "Word in the title or theme"),
    ],
)
def test_a_value_that_means_nothing_finds_nothing_and_says_so(page, of_each_status, query, label):
    soup = page(f"/en/project-calls/?{query}")
    value = query.split("=")[1][:60]
    expected = f"“{value}” is not a valid choice for “{label}”, so nothing is found."
    assert warnings(soup) == [expected]
    assert labels(soup) == []
    assert soup.select_one("a.chip")["href"] == "?"
    assert not soup.select(".follow, head [type='application/atom+xml']")


def test_an_order_that_means_nothing_is_ignored_with_a_warning(page, of_each_status):
    soup = page("/en/project-calls/?sort=bogus")
    expected = "“bogus” is not a valid choice for “Sort by”, so it was ignored."
    assert warnings(soup) == [expected]
    assert len(labels(soup)) == 5  # what the list has without a filter


def test_of_several_choices_the_one_that_means_nothing_is_ignored(page, of_each_status):
    soup = page("/en/project-calls/?status=closed&status=sleeping")
    assert labels(soup) == ["closed"]
    assert warnings(soup) == ["“sleeping” is not a valid choice for “Status”, so it was ignored."]


@pytest.mark.parametrize(
    ("typed", "kind"), [("2027-03-01", "date"), ("", "date"), ("31-02-2027", "text")]
)
def test_a_day_that_does_not_exist_stays_there_to_be_corrected(page, typed, kind):
    field = page(f"/nl/projectoproepen/?before={typed}").select_one("[name=before]")
    assert (field["type"], field.get("value", "")) == (kind, typed)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_does_no_harm(page, day):
    page(f"/nl/projectoproepen/?before={day}")


def test_without_the_value_that_means_nothing_the_other_filters_find_what_is_said(
    page, of_each_status
):
    soup = page("/en/project-calls/?status=closed&partner=mars")
    assert labels(soup) == []
    links = soup.select("main li a[href='?status=closed']")
    assert len(links) == 2  # beside the filters, and in the sentence that nothing is found
    link = links[1]
    assert "“mars”" in link.get_text()
    assert labels(page(f"/en/project-calls/{link['href']}")) == ["closed"]


def test_each_chosen_filter_can_be_removed_alone(page):
    make_call(
        series=make_series(partner=make_partner(slug_nl="wales", name_nl="W", name_en="Wales"))
    )
    query = "status=open&status=closed&partner=wales&before=2027-03-01&page=1"
    chips = page(f"/en/project-calls/?{query}").select("a.chip")
    assert {words(chip).removeprefix("Remove filter: "): chip["href"] for chip in chips} == {
        "Open": "?status=closed&partner=wales&before=2027-03-01",
        "Closed": "?status=open&partner=wales&before=2027-03-01",
        "Wales": "?status=open&status=closed&before=2027-03-01",
        "Deadline until 1 March 2027": "?status=open&status=closed&partner=wales",
    }


def test_removing_a_filter_really_widens_the_list(page, of_each_status):
    soup = page("/nl/projectoproepen/?status=closed&status=results")
    first = soup.select("a.chip")[0]["href"]
    assert labels(page(f"/nl/projectoproepen/{first}")) == ["results"]


def test_all_filters_can_be_cleared_at_once(page, of_each_status):
    soup = page("/en/project-calls/?status=closed")
    assert soup.find("a", string="Clear all filters")["href"] == "?"


def test_filters_survive_a_change_of_language(page, of_each_status):
    soup = page("/nl/projectoproepen/?status=closed&status=results")
    switch = {link["hreflang"]: link["href"] for link in soup.select(".languages a")}
    assert switch["fr"] == "/fr/appels-a-projets/?status=closed&status=results"
    assert labels(page(switch["de"])) == labels(soup)


@pytest.mark.parametrize("number", ["3", "0", "-1", "abc", "1.5", "²", "٢", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_not_found(page, number):
    for year in range(21):
        make_call(label=f"e{year}")
    page(f"/nl/projectoproepen/?page={number}", status=404)


def test_twenty_one_calls_take_two_pages_that_keep_the_filters(page):
    for year in range(21):
        make_call(label=f"e{year}")
    first = page("/en/project-calls/?status=open")
    assert len(labels(first)) == 20
    assert words(first.find("h2")) == "21 calls: Open"
    following = first.find("a", rel="next")["href"]
    assert following == "?status=open&page=2"
    second = page(f"/en/project-calls/{following}")
    assert len(set(labels(first) + labels(second))) == 21
    assert second.find("a", rel="prev")["href"] == "?status=open"
    assert "(page 2 of 2)" in second.title.get_text()


@pytest.mark.parametrize("query", ["", "?page=1", "?page="])
def test_twenty_calls_fit_on_one_page(page, query):
    for year in range(20):
        make_call(label=f"e{year}")
    soup = page(f"/en/project-calls/{query}")
    assert len(labels(soup)) == 20
    assert not soup.select(".pagination")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "No calls are open at the moment."),
        ("?status=open", "No calls match these filters."),
        ("?status=sleeping", "No calls match these filters."),
    ],
)
def test_an_empty_list_says_why(page, query, expected):
    make_call(opens_at=None, closes_at=brussels(2020, 1, 1))
    soup = page(f"/en/project-calls/{query}")
    assert expected in words(soup.main)
    assert labels(soup) == []


def test_without_a_filter_the_closed_calls_are_one_click_away(page, of_each_status):
    link = page("/en/project-calls/").find("a", string="Closed calls and their results")
    assert set(labels(page(f"/en/project-calls/{link['href']}"))) == {
        "closed",
        "results",
        "cancelled",
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 5),
        ("?status=open&partner=wales&before=2027-12-01&language=nl&q=editie&sort=changed", 8),
    ],
)
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client, warm, query, count, django_assert_num_queries
):
    address, wales = f"/en/project-calls/{query}", make_partner(slug_nl="wales")

    def add():
        series = make_series(partner=wales)
        make_call(series=series, form_languages=["nl"]).amounts.create(side="total", amount=9)
        make_call()

    add()
    with django_assert_num_queries(count):
        client.get(address)
    for _ in range(5):
        add()
    with django_assert_num_queries(count):
        client.get(address)


def test_of_several_values_for_a_single_choice_the_last_counts_with_a_warning(page):
    for slug in ("wales", "quebec"):
        make_call(series__partner=make_partner(slug_nl=slug), label=slug)
    soup = page("/en/project-calls/?partner=wales&partner=quebec")
    assert labels(soup) == ["quebec"]
    expected = "Only one choice is possible for “Partner”, so “wales” was ignored."
    assert warnings(soup) == [expected]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("discipline=music", {"music", "any"}),
        ("discipline=circus", {"any", "artists"}),
        ("discipline=music&discipline=circus", {"music", "any", "artists"}),
        ("applicant=artist", {"any", "artists", "music"}),
        ("applicant=amateur", {"any", "music"}),
        ("applicant=artist&discipline=circus&language=nl", {"artists"}),
    ],
)
def test_a_call_that_names_no_limit_is_open_to_every_discipline_and_applicant(page, query, found):
    make_call(label="music", disciplines=["music", "literature"])
    make_call(label="artists", disciplines=["circus"], applicants=["artist"], form_languages=["nl"])
    make_call(label="any")
    assert set(labels(page(f"/nl/projectoproepen/?{query}"))) == found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "9 open or upcoming calls"),
        ("?q=editie", "9 calls: “editie”"),
        ("?status=open&status=closed", "9 calls: Open or Closed"),
        (
            "?partner=wales&applicant=artist&language=fr&before=2027-12-31",
            "0 calls: Wales, I am an artist, Deadline until 31 December 2027, "
            "application in French",
        ),
        ("?sort=newest", "9 open or upcoming calls"),
    ],
)
def test_the_summary_says_how_many_calls_there_are_with_which_filters(page, query, expected):
    wales = make_partner(slug_nl="wales", name_nl="Wales", name_en="Wales")
    for number in range(9):
        make_call(
            label=f"editie-{number}", series=make_series(partner=wales), applicants=["artist"]
        )
    status = page(f"/en/project-calls/{query}").select_one("[role=status]")
    assert words(status.h2) == expected


@pytest.mark.parametrize(
    ("sort", "in_order"),
    [
        ("", ["soon", "later", "2020", "2019"]),
        ("deadline", ["soon", "later", "2020", "2019"]),
        ("newest", ["soon", "later", "2020", "2019"]),
        ("changed", ["2019", "later", "soon", "2020"]),
    ],
)
def test_the_list_can_be_sorted_by_deadline_edition_or_change(page, sort, in_order):
    make_call(label="2020", closes_at=brussels(2027, 1, 9))
    old = make_call(label="2019", closes_at=brussels(2027, 1, 8))
    later = make_call(label="later", closes_at=brussels(2027, 9, 1))
    make_call(label="soon", closes_at=brussels(2027, 2, 9))
    later.changes.create(at=brussels(2027, 1, 1), text_nl="Verlengd")
    old.changes.create(at=brussels(2027, 1, 2), text_nl="Resultaten")
    old.changes.create(at=brussels(2027, 2, 2), text_nl="Nog niet te zien")
    soup = page(f"/en/project-calls/?status=open&status=closed&sort={sort}")
    assert labels(soup) == in_order


def test_filters_pages_and_the_order_keep_each_other(page):
    for number in range(21):
        make_call(label=f"e{number}")
    soup = page("/en/project-calls/?status=open&sort=newest")
    assert soup.find("a", rel="next")["href"] == "?status=open&sort=newest&page=2"
    assert soup.select_one("form input[type=hidden][name=sort]")["value"] == "newest"
    assert soup.select_one("a.chip")["href"] == "?sort=newest"
    assert soup.find("a", string="Clear all filters")["href"] == "?sort=newest"
    links = {words(link): link["href"] for link in soup.select(".switch a")}
    assert links["Earliest deadline"] == "?status=open"
    assert links["Recently changed"] == "?status=open&sort=changed"


def test_the_script_takes_over_what_the_page_marks_and_nothing_needs_it(page, of_each_status):
    soup = page("/en/project-calls/?status=closed")
    [script] = soup.select("script[src]")
    assert (script["src"], script["type"]) == ("/static/portal.js", "module")
    live = soup.select("[data-live]")
    assert [part.name for part in live] == ["form", "div", "div"]
    assert soup.select_one("form[method=get] button")
    assert all(link.find_parent(attrs={"data-live": True}) for link in soup.select("main a.chip"))
