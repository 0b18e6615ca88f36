"""What is wrong in a form is listed at its top, each with a link, and lies in nothing closed."""

import pytest

from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import make_call, make_partner

pytestmark = pytest.mark.django_db
DOCUMENT = "publishing-document-content_type-object_id"


@pytest.fixture
def sent(admin_client):
    """The form that comes back for what is sent with mistakes."""

    def send(record, button="_draft", **changes):
        page = change_page(record)
        form = {**fields(admin_client.get(page)), **changes, button: "1"}
        return soup(admin_client.post(page, form))

    return send


def listed(form):
    """{place: its name} of the list, each of which is there."""
    links = form.select("[aria-labelledby=wrong-heading] a")
    assert all(form.find(id=link["href"][1:]) for link in links)
    return {link["href"][1:]: link.text for link in links}


def is_closed(form, place):
    fold = form.find(id=place).find_parent("details")
    return fold is not None and not fold.has_attr("open")


def test_a_field_of_a_row_is_named_with_its_row(sent):
    form = sent(make_partner(), **{f"{DOCUMENT}-0-title_nl": "Reglement"})
    assert listed(form)[f"id_{DOCUMENT}-0-languages"] == "Document 1: Talen van het document"
    assert not is_closed(form, f"id_{DOCUMENT}-0-languages")


def test_what_is_wrong_with_a_row_as_such_leads_to_the_row(sent):
    row = {"title_nl": "Reglement", "languages": "nl"}
    form = sent(make_partner(), **{f"{DOCUMENT}-0-{name}": value for name, value in row.items()})
    assert listed(form) == {f"{DOCUMENT}-0": "Document 1"}


def test_what_is_wrong_with_rows_together_leads_to_them(sent):
    amount = {"side": "total", "kind": "max", "amount": "1000", "currency": "EUR"}
    rows = {f"amounts-{row}-{name}": value for row in (0, 1) for name, value in amount.items()}
    form = sent(make_call(), **rows, **{"amounts-TOTAL_FORMS": "2"})
    assert listed(form)["amounts-group"] == "Bedragen"
    assert not form.find(id="amounts-group").find("details")


def test_an_instant_leads_to_its_day(sent):
    form = sent(make_partner(), live_at_0="31-02-2027", live_at_1="09:00")
    assert "id_live_at_0" in listed(form)


def test_a_fold_with_fields_beside_one_another_is_open_when_one_is_wrong(sent):
    form = sent(make_call(), why_fr="x" * 401)
    assert "id_why_fr" in listed(form)
    assert not is_closed(form, "id_why_fr")


def test_a_tab_says_how_many_mistakes_it_holds(sent):
    form = sent(make_partner(), name_nl="", name_fr="x" * 500)
    assert form.find(id="language-fr")["data-mistakes"] == "1 fout"
