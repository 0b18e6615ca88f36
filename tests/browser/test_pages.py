"""Which pages a browser looks at."""

from .pages import COUNTRIES_A_LANGUAGE, Page, Target, for_browsers


def country(number, name, has_new_elements=False):
    address = f"/nl/landen/{number}/"
    answer = (200, {"Content-Type": "text/html"}, f"<h1>{name}</h1>".encode())
    target = Target(address, "country", "nl", False, has_new_elements)
    return target, Page("http://x", address, "country", answer)


def chosen(*countries):
    pages = {target.address: page for target, page in countries}
    return for_browsers([target for target, _page in countries], pages)


def test_a_browser_opens_eight_countries_of_a_language():
    assert len(chosen(*(country(number, "Land") for number in range(20)))) == COUNTRIES_A_LANGUAGE


def test_the_country_with_the_longest_word_is_among_them():
    long = country(99, "Onafhankelijkheidsland")
    assert long[0] in chosen(*(country(number, "Land") for number in range(20)), long)


def test_a_country_with_elements_like_none_before_is_looked_at_as_well():
    new = country(99, "Land", has_new_elements=True)
    assert new[0] in chosen(*(country(number, "Land") for number in range(20)), new)


def test_every_page_of_another_type_is_looked_at():
    others = [Target(f"/nl/{number}/", "calls:call", "nl", False, False) for number in range(20)]
    assert for_browsers(others, {}) == others
