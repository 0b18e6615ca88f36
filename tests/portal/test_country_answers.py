"""The answers about all partners of the real content, against the partners' own pages."""

import pytest
from django.utils import translation

from partners.models import Partner
from portal.country_views import answer_url
from portal.i18n.languages import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def facts_of(main):
    """The texts and the links of the facts on a page, cards and caveat included."""
    parts = [card for card in main.select(".card") if not card.select(".tag--example")]
    parts += main.select(".facts, .notice:not(.notice--warning)")
    texts = {" ".join(text.split()) for part in parts for text in part.stripped_strings}
    return texts, {link["href"] for part in parts for link in part.select("a")}


@pytest.mark.slow
@pytest.mark.parametrize("language", CODES)
def test_no_answer_says_less_than_the_own_page_of_the_partner(page, language):
    with translation.override(language):
        addresses = [
            (partner.get_absolute_url(), answer_url(partner))
            for partner in Partner.objects.published().real()
        ]
    assert len(addresses) > 40
    for own_page, answer in addresses:
        texts, links = facts_of(page(own_page).main)
        main = page(answer).main
        shown = " ".join(main.get_text().split())
        assert [text for text in texts if text not in shown] == [], answer
        assert links <= {link["href"] for link in main.select("a")}, answer
        assert main.select_one(".facts").find("a", href=own_page)
