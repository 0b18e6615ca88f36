"""The joint terms of a call and the checklist that follows from them: on its page, and as text."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.transparency.notes import Signer
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
PAGE = "/en/project-calls/reeks/2027/"
TEXT = f"{PAGE}checklist.txt"
TEXTS = [
    "/nl/projectoproepen/reeks/2027/checklist.txt",
    "/fr/appels-a-projets/reeks/2027/liste-de-controle.txt",
    "/de/projektaufrufe/reeks/2027/checkliste.txt",
    TEXT,
]


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(brussels(2027, 2, 1, 12), tick=False):
        yield


def call_2027(**facts):
    return make_call(**{"series__slug_nl": "reeks", "label": "2027"} | facts)


@pytest.fixture
def joint_call():
    """A call of two funders with every term known."""
    call = call_2027(
        partner_closes_at=brussels(2027, 2, 26, 12),
        form_languages=["nl", "fr"],
        cofunding_cap=60,
        series__partner=make_partner(**in_four(name="Partner")),
        **in_four(
            moment_of_submission="The date of your email",
            how="<ol><li>Sign the <strong>contract</strong> &amp; the form.</li>"
            '<li>Mail it, see <a href="https://example.org/how">how</a>.</li></ol>',
        ),
    )
    for side in ("flemish", "partner"):
        call.amounts.create(side=side, kind="max", amount=10000)
        call.administrations.create(
            side=side, email=f"{side}@example.org", **in_four(name=f"Office {side}")
        )
    kinds = {"form": "Form", "regulations": "Rules", "results": "List of results"}
    for position, (kind, title) in enumerate(kinds.items()):
        url = f"https://example.org/{kind}.pdf"
        call.documents.create(
            kind=kind, url=url, languages=["nl"], position=position, **in_four(title=title)
        )
    return call


def words(element):
    return " ".join(element.get_text(" ").split())


def items(soup):
    return [words(item) for item in soup.select(".checklist > li")]


def facts(soup):
    return {words(dt): words(dt.find_next("dd")) for dt in soup.select(".facts dt")}


def text(client, address=TEXT):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_the_page_shows_every_term_of_a_joint_call(page, joint_call):
    shown = facts(page(PAGE))
    assert "Friday 26 February 2027, 12:00" in shown["Deadline"].split("Flemish")[0]
    assert "Flemish administration: Monday 1 March 2027, 17:00" in shown["Deadline"]
    assert shown["Deadline"].endswith(
        "The earlier deadline counts: after it you can no longer apply."
    )
    assert shown["Application language"] == "Dutch + French"
    assert "Flemish administration: Office flemish en" in shown["Where to apply"]
    assert "Partner’s administration: Office partner en" in shown["Where to apply"]
    assert shown["Moment of submission"] == "The date of your email en"
    assert "at most 60% of the costs" in shown["Amount"]


def test_the_earlier_deadline_of_a_closed_call_is_in_the_past_tense(page, joint_call):
    joint_call.partner_closes_at = brussels(2027, 1, 31, 12)
    joint_call.save()
    assert facts(page(PAGE))["Deadline"].endswith("The earlier deadline counted.")


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ([("flemish", "max", 10000, "EUR"), ("partner", "max", 7500, "EUR")], "€17,500"),
        ([("flemish", "flat", 2500, "EUR"), ("partner", "flat", 2500, "EUR")], "€5,000"),
        ([("flemish", "max", 10000, "EUR"), ("partner", "max", 12500, "CAD")], None),
        ([("flemish", "max", 10000, "EUR"), ("partner", "flat", 10000, "EUR")], None),
        ([("flemish", "flat", 2500, "EUR"), ("flemish", "flat", 5000, "EUR")], None),
        ([("flemish", "max", 10000, "EUR")], None),
        (
            [
                ("flemish", "max", 5, "EUR"),
                ("partner", "max", 5, "EUR"),
                ("total", "max", 9, "EUR"),
            ],
            None,
        ),
    ],
)
def test_the_total_is_added_up_only_when_it_is_unambiguous(page, amounts, total):
    call = call_2027()
    for side, kind, amount, currency in amounts:
        call.amounts.create(side=side, kind=kind, amount=amount, currency=currency)
    foot = page(PAGE).select_one("tfoot .number")
    assert (foot and words(foot)) == total


def test_the_checklist_follows_from_the_facts(page, joint_call):
    assert items(page(PAGE)) == [
        "Apply before the deadline: Friday 26 February 2027, 12:00 (Brussels time) "
        "Flemish administration: Monday 1 March 2027, 17:00 (Brussels time) "
        "Partner’s administration: Friday 26 February 2027, 12:00 (Brussels time) "
        "The earlier deadline counts: after it you can no longer apply.",
        "Write your application in each of these languages: Dutch, French",
        "Use these documents: Form en Rules en",
        "Ask for an amount that the call can give: at most €10,000 (Flemish side), "
        "at most €10,000 (partner’s side) at most 60% of the costs",
        "Send your application to each of these administrations: "
        "Office flemish en, flemish@example.org Office partner en, partner@example.org",
        "Note what counts as the moment of submission: The date of your email en",
    ]


def test_the_checklist_of_a_call_with_few_facts_is_short(page):
    call_2027()
    assert items(page(PAGE)) == [
        "Apply before the deadline: Monday 1 March 2027, 17:00 (Brussels time)"
    ]


@pytest.mark.parametrize(
    ("timing", "first"),
    [
        (
            {"opens_at": brussels(2027, 2, 9, 9)},
            "Wait until the call opens: Tuesday 9 February 2027, 09:00 (Brussels time)",
        ),
        ({"opens_at": None, "closes_at": None}, "Watch this page: the deadline is not known yet."),
        ({"timing": "budget", "closes_at": None}, "Apply before the budget is spent."),
    ],
)
def test_the_checklist_begins_with_when_to_apply(page, timing, first):
    call_2027(**timing)
    assert items(page(PAGE))[0] == first


@pytest.mark.parametrize(
    "facts",
    [
        {"closes_at": brussels(2027, 2, 1, 12)},
        {"results_at": brussels(2027, 1, 31)},
        {"cancelled_at": brussels(2027, 1, 31), "cancellation_reason_nl": "Geen geld."},
    ],
)
def test_a_call_that_is_not_open_or_upcoming_has_no_checklist(page, client, facts):
    call_2027(**facts)
    assert not page(PAGE).select(".checklist")
    assert "You can no longer apply." in text(client)
    assert "[ ]" not in text(client)


@pytest.mark.parametrize("address", TEXTS)
def test_the_text_has_at_most_72_columns_in_every_language(client, joint_call, address):
    shown = text(client, address)
    assert shown.count("[ ] ") == 8
    assert max(len(line) for line in shown.splitlines()) <= 72
    assert not re.search("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}<>]|&amp;", shown)


def test_the_text_ends_its_lines_where_words_end_and_boxes_stand_apart(client, joint_call):
    assert (
        "[ ] Send your application to each of these administrations:\n"
        "    - Office flemish en, flemish@example.org\n"
        "    - Office partner en, partner@example.org\n"
    ) in text(client)
    assert "\n\n[ ] Use these documents:\n    - Form en (https://example.org/form.pdf)\n" in text(
        client
    )


def test_the_text_also_has_the_steps_of_how_to_apply(client, joint_call):
    shown = text(client).split("How to apply\n------------\n")[1]
    assert "[ ] Sign the contract & the form.\n" in shown
    assert "[ ] Mail it, see how (https://example.org/how).\n" in shown


def test_the_text_says_what_is_in_dutch(client):
    call_2027(moment_of_submission_nl="De dag van je e-mail", how_nl="<p>Mail het formulier.</p>")
    shown = text(client)
    assert "- De dag van je e-mail (in Dutch)" in shown
    assert "[ ] Mail het formulier. (in Dutch)" in shown
    assert "This page is only available in Dutch." in shown


def test_the_text_of_an_example_says_so(client):
    call_2027(series__is_example=True)
    assert "This is not a real call or page" in text(client)


def test_the_page_links_to_the_text(page, joint_call):
    links = [link["href"] for link in page(PAGE).select("a[type='text/plain']")]
    assert links == [TEXT]


def test_the_text_of_a_call_that_is_not_public_is_not_found(page):
    call_2027(state="draft")
    page(TEXT, status=404)


@pytest.fixture
def kept_call(settings, joint_call):
    """A call with a version, and a key that signs the log."""
    settings.TRANSPARENCY_KEY = Signer("portal.example/log", b"1" * 32)
    capture(joint_call)
    return joint_call


SAID = [
    "Wat er op deze pagina stond op maandag 1 februari 2027, 12 uur (Brusselse tijd):",
    "Ce que disait cette page le lundi 1er février 2027, 12 h (heure de Bruxelles) :",
    "Was am Montag, 1. Februar 2027, 12 Uhr (Brüsseler Zeit) auf dieser Seite stand:",
    "What this page said on Monday 1 February 2027, 12:00 (Brussels time):",
]


@pytest.mark.parametrize(("address", "said"), [*zip(TEXTS, SAID, strict=True)])
def test_the_text_names_the_newest_version_and_its_receipt(client, kept_call, address, said):
    shown = text(client, address)
    assert said in " ".join(shown.split())
    version, receipt = re.findall(r"http://testserver(/\S+2027-02-01T12\.00\.00\S+)", shown)
    assert f'href="{receipt}"' in client.get(version).content.decode()
    assert client.get(receipt).json()["format"] == "portal-receipt 1"


def test_without_a_key_or_a_version_the_text_names_no_receipt(client, settings, kept_call):
    settings.TRANSPARENCY_KEY = ""
    assert "Receipt" not in text(client)
    settings.TRANSPARENCY_KEY = Signer("portal.example/log", b"1" * 32)
    call_2027(series__slug_nl="andere")
    assert "Receipt" not in text(client, TEXT.replace("reeks", "andere"))


def test_no_cache_keeps_a_text_that_names_an_older_version(kept, kept_call):
    PublicVersion.objects.all().delete()
    assert "receipt.json" not in text(kept)
    capture(kept_call)
    assert "receipt.json" in text(kept)


def test_the_page_links_to_its_history_only_where_there_are_receipts(page, settings, kept_call):
    address = f"/en/history/call/{kept_call.pk}/"
    assert page(PAGE).select(f'#checklist ~ p a[href="{address}"]')
    settings.TRANSPARENCY_KEY = ""
    assert not page(PAGE).select(f'#checklist ~ p a[href="{address}"]')


def test_the_receipt_costs_the_text_one_query(client, settings, warm, kept_call):
    text(client)
    with CaptureQueriesContext(connection) as with_receipt:
        text(client)
    settings.TRANSPARENCY_KEY = ""
    with CaptureQueriesContext(connection) as without:
        text(client)
    assert len(with_receipt) == len(without) + 1
