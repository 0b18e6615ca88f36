import pytest

from tests.support.factories import make_entry, make_framework, make_partner

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/nl/strategisch-kader/2021-2025/vergeleken-met/2026-2030/",
    "/fr/cadre-strategique/2021-2025/compare-a/2026-2030/",
    "/de/strategischer-rahmen/2021-2025/verglichen-mit/2026-2030/",
    "/en/strategic-framework/2021-2025/compared-with/2026-2030/",
]


@pytest.fixture
def frameworks():
    return [make_framework(slug=slug) for slug in ("2021-2025", "2026-2030")]


def name_partners(framework, *partners):
    entry = make_entry(framework=framework)
    for partner in partners:
        entry.members.create(partner=partner)


def columns(soup):
    return [
        [link.get_text() for link in column.select("li a")]
        for column in soup.select(".columns section")
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_two_frameworks_share_some_partners_and_each_has_its_own(page, frameworks, address):
    japan, wales, chile, china = (
        make_partner(**{f"name_{code}": name for code in ("nl", "fr", "de", "en")})
        for name in ("Japan", "Wales", "Chili", "China")
    )
    name_partners(frameworks[0], wales, japan)
    name_partners(frameworks[1], china, japan, chile)
    assert columns(page(address)) == [["Wales"], ["Japan"], ["Chili", "China"]]


def test_a_partner_that_several_entries_name_is_shown_once(page, frameworks):
    japan = make_partner(name_nl="Japan")
    name_partners(frameworks[0], japan)
    name_partners(frameworks[0], japan)
    assert columns(page(ADDRESSES[0])) == [["Japan"], [], []]


def test_an_empty_column_says_so(page, frameworks):
    sections = page(ADDRESSES[3]).select(".columns section")
    assert [section.p.get_text() for section in sections] == ["None."] * 3


def test_a_partner_that_is_not_public_is_not_compared(page, frameworks):
    name_partners(frameworks[0], make_partner(name_nl="Geheim", state="draft"))
    assert columns(page(ADDRESSES[0])) == [[], [], []]


@pytest.mark.parametrize("slug", ["2026-2030", "1999-2004"])
def test_only_published_frameworks_can_be_compared(page, slug):
    make_framework(slug="2021-2025")
    make_framework(slug="2026-2030", state="draft")
    page(f"/nl/strategisch-kader/2021-2025/vergeleken-met/{slug}/", status=404)


def test_a_framework_links_to_its_comparison_with_the_others(page, frameworks):
    soup = page("/en/strategic-framework/2021-2025/")
    assert soup.main.find("a", href=ADDRESSES[3])


def test_a_full_page_costs_as_many_queries_as_a_short_one(
    client, warm, frameworks, django_assert_num_queries
):
    name_partners(frameworks[0], make_partner())
    with django_assert_num_queries(4):
        client.get(ADDRESSES[3])
    for framework in frameworks:
        name_partners(framework, *(make_partner() for _ in range(11)))
    with django_assert_num_queries(4):
        client.get(ADDRESSES[3])
