"""Which pages a browser looks at."""

import pytest

from .pages import A_LANGUAGE, ALIKE, Page, Target, for_browsers

pytestmark = pytest.mark.parametrize("kind", sorted(ALIKE))


def one_page(kind, number, name, has_new_elements=False):
    address = f"/nl/{kind}/{number}/"
    answer = (200, {"Content-Type": "text/html"}, f"<h1>{name}</h1>".encode())
    target = Target(address, kind, "nl", False, has_new_elements)
    return target, Page("http://x", address, kind, answer)


def twenty(kind):
    return [one_page(kind, number, "Land") for number in range(20)]


def chosen(*some):
    pages = {target.address: page for target, page in some}
    return for_browsers([target for target, _page in some], pages)


def test_a_browser_opens_eight_of_those_that_differ_in_words(kind):
    assert len(chosen(*twenty(kind))) == A_LANGUAGE


def test_each_type_has_its_eight(kind):
    others = [one for other in ALIKE - {kind} for one in twenty(other)]
    assert len(chosen(*twenty(kind), *others)) == A_LANGUAGE * len(ALIKE)


def test_the_one_with_the_longest_word_is_among_them(kind):
    long = one_page(kind, 99, "Onafhankelijkheidsland")
    assert long[0] in chosen(*twenty(kind), long)


def test_one_with_elements_like_none_before_is_looked_at_as_well(kind):
    new = one_page(kind, 99, "Land", has_new_elements=True)
    assert new[0] in chosen(*twenty(kind), new)


def test_every_page_of_another_type_is_looked_at(kind):
    others = [one for _kind in ALIKE for one in twenty(f"calls:{kind}")]
    assert len(chosen(*others)) == len(others)
