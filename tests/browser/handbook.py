"""Takes the pictures of the editors' handbook: make handbook-pictures

They show the admin with the real content and the examples, at the moment of every other check.
"""

import os
import shutil

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"
django.setup()

from calls.models import Call  # noqa: E402  Django is set up first
from partners.models import Partner  # noqa: E402
from portal.backoffice.handbook import FOLDER  # noqa: E402
from portal.editing.links import replace_url  # noqa: E402
from portal.links.models import Link  # noqa: E402
from tests.browser.browser import CHROMIUM, chromium, take_picture  # noqa: E402
from tests.browser.jobs import ASKED, RESULTS, Desk, partner  # noqa: E402
from tests.browser.serving import portal  # noqa: E402

WIDTH, TALLEST = 1000, 900  # pixels
SHEET = "slug_nl;name_nl;kind\r\nestland;Republiek Estland;state\r\nletland;;planeet\r\n"


def take(person, name, what="#content", tallest=TALLEST):
    """A picture of the main part of the admin as this person sees it now."""
    person.tab.set_viewport_size({"width": WIDTH, "height": TALLEST})
    person.tab.evaluate("document.activeElement.blur()")
    box = person.tab.locator(what).first.bounding_box()
    box["height"] = min(box["height"], tallest)
    box["y"] += person.tab.evaluate("window.scrollY")
    path = FOLDER / "beeld" / f"{name}.png"
    take_picture(person.tab, path=path, clip=box, full_page=True)


def take_all(desk):
    editor, publisher, japan = desk.editor, desk.publisher, partner("japan")
    with_examples_as_real(lambda: publisher.go("/beheer/"))
    take(publisher, "werklijst", tallest=1250)
    editor.open(Call.objects.filter(is_example=True).first())
    take(editor, "formulier")
    publisher.open(japan, "review")
    take(publisher, "nazicht")
    editor.open(japan, "history")
    editor.tab.get_by_role("button", name="Vergelijk deze twee").click()
    take(editor, "vergelijken")
    publisher.go(replace_url(Link.objects.filter(address__startswith="https://").first()))
    take(publisher, "link")
    outdated(desk, partner("denemarken"))
    take(desk.translator, "vertalen", ".language-panel:not([hidden])")
    publisher.open(Call.objects.filter(is_example=False, label="2024-2026").first(), "read_results")
    file = {"name": "resultaten.csv", "mimeType": "text/csv", "buffer": RESULTS.encode()}
    publisher.tab.locator("[type=file]").set_input_files(file)
    publisher.tab.get_by_role("button", name="Bestand nakijken").click()
    publisher.tab.get_by_role("button", name="Bewaar deze projecten").wait_for()
    take(publisher, "resultaten", tallest=500)
    editor.go("/beheer/partners/partner/inlezen/")
    sheet = {"name": "partners.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    editor.tab.locator("[type=file]").set_input_files(sheet)
    editor.tab.get_by_role("button", name="Bestand nakijken").click()
    editor.tab.get_by_role("alert").wait_for()
    take(editor, "rekenblad", tallest=600)


def with_examples_as_real(show):
    """Show a page as if the examples were calls to come: at this moment there may be no others."""
    examples = Call.objects.filter(is_example=True)
    keys = list(examples.values_list("pk", flat=True))
    examples.update(is_example=False)
    show()
    Call.objects.filter(pk__in=keys).update(is_example=True)


def outdated(desk, record):
    """Let the Dutch of a page change after its translation, and open that translation."""
    body = Partner.objects.get(pk=record.pk).body_nl
    desk.editor.open(record)
    desk.editor.write(told_nl="Er is een zin bij.")
    desk.editor.field("body_nl")
    editor = desk.editor.tab.locator(".field-body_nl [contenteditable=true]")
    editor.click()
    desk.editor.tab.keyboard.press("Control+End")
    desk.editor.tab.keyboard.type(" In 2027 komt er een nieuw overleg.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(record)
    assert Partner.objects.get(pk=record.pk).body_nl != body
    desk.translator.go(f"/beheer/partners/partner/{record.pk}/change/#language-fr")


def main():
    if not shutil.which(CHROMIUM):
        raise SystemExit(f"{CHROMIUM} is missing; README says what to install.")
    with portal() as origin, chromium() as browser:
        take_all(Desk(browser, origin))
    print(f"Made {len(list((FOLDER / 'beeld').glob('*.png')))} pictures in {FOLDER.name}/beeld/.")


if __name__ == "__main__":
    main()
