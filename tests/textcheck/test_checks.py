"""Links that say nothing and tables without headers are found; safe faults are put right."""

import pytest

from portal.publishing.fields import clean_prose
from portal.textcheck.checks import findings, link_problems, table_problems
from tests.support.factories import make_partner
from tests.support.growth import assert_grows_with_length


def link(words):
    return f'<p>Lees <a href="https://example.org/">{words}</a>.</p>'


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "hier"),
        ("nl", "Klik hier"),
        ("nl", "<strong>Meer&nbsp;info</strong>"),
        ("fr", "Cliquez ici"),
        ("fr", "Plus d’infos »"),
        ("de", "Klicken Sie hier"),
        ("de", "Mehr erfahren…"),
        ("en", "click here"),
        ("en", "Read more >"),
        ("en", ""),
    ],
)
def test_a_link_that_says_nothing_is_found(language, words):
    assert len(list(link_problems(link(words), language))) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "het reglement"),
        ("nl", "hier in Vlaanderen"),
        ("nl", "more"),
        ("fr", "le règlement ici présent"),
        ("de", "hier die Ordnung"),
        ("en", "the rules"),
        ("en", "info@example.org"),
    ],
)
def test_a_link_that_says_where_it_leads_is_not(language, words):
    assert not list(link_problems(link(words), language))


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "www.example.org"])
def test_a_bare_address_is_no_text_of_a_link(address):
    ((words, _message),) = link_problems(link(address), "nl")
    assert words == address


def test_a_table_without_header_cells_is_found():
    table = "<table><tbody><tr><{0}>Post</{0}><td>a</td></tr></tbody></table>"
    assert [words for words, _message in table_problems(table.format("td"))] == ["Post a"]
    assert not list(table_problems(table.format("th")))


@pytest.mark.django_db
def test_each_language_is_judged_by_its_own_words():
    partner = make_partner(body_nl=link("hier"), body_fr=link("hier"), body_de=link("hier"))
    assert [(one.field, one.language) for one in findings(partner)] == [
        ("body", "nl"),
        ("body", "de"),
    ]


# Put right without a word


@pytest.mark.parametrize(
    ("written", "kept"),
    [("24", "23"), ("2434", "2334"), ("243", "233"), ("42", "22"), ("33", "33"), ("2343", "2343")],
)
def test_no_heading_skips_a_level(written, kept):
    prose = "".join(f"<h{level}>Kop</h{level}>" for level in written)
    assert clean_prose(prose) == "".join(f"<h{level}>Kop</h{level}>" for level in kept)


ROW = "<tr><td>1</td><td>2</td></tr>"


def test_a_bold_first_row_becomes_the_headers():
    first = '<tr><td colspan="2"><p><strong>Post</strong></p></td></tr>'
    kept = clean_prose(f"<table><tbody>{first}{ROW}</tbody></table>")
    assert kept == f'<table><tbody><tr><th colspan="2"><p>Post</p></th></tr>{ROW}</tbody></table>'


@pytest.mark.parametrize(
    "first",
    [
        "<tr><td><strong>Post</strong></td><td>2</td></tr>",
        "<tr><td><strong>Post</strong> 1</td></tr>",
        "<tr><td>Post</td></tr>",
    ],
)
def test_a_first_row_that_is_not_all_bold_stays(first):
    table = f"<table><tbody>{first}{ROW}</tbody></table>"
    assert clean_prose(table) == table


def test_what_was_put_right_stays_as_it_is():
    table = f"<table><tbody><tr><td><strong>Post</strong></td></tr>{ROW}</tbody></table>"
    once = clean_prose(f"<h2>Kop</h2><h4>Kop</h4>{table}")
    assert clean_prose(once) == once


@pytest.mark.parametrize("start", ["<a>", "<a", "<a b=c>", "<table>", "<table", "<a <table ", "<"])
@pytest.mark.parametrize("end", ["", "</a>", "</table>", ">"])
def test_tags_without_an_end_are_read_in_one_go(start, end):
    def act(prose):
        return [*link_problems(prose, "nl"), *table_problems(prose)]

    assert_grows_with_length(act, lambda many: start * many + end, 10_000)


def test_each_link_and_table_is_read_among_others():
    prose = '<p><a href="x">hier</a> <a href="y">Japan</a> <a href="z">www.x.be</a></p>'
    assert [words for words, _message in link_problems(prose, "nl")] == ["hier", "www.x.be"]
    table = "<table><tr><td>%s</td></tr></table>"
    prose = table % "een" + table.replace("td", "th") % "twee" + table % "drie"
    assert [words for words, _message in table_problems(prose)] == ["een", "drie"]
