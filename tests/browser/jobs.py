"""The ten commonest jobs at the desk, done in the browser by those whose job it is.

Each job ends with what readers then find. They change what is public, so they are done last.
"""

from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Error, expect

from calls.models import Call, CallSeries
from partners.models import Partner
from portal.i18n.languages import CODES
from tests.browser.browser import DESKTOP, Mode, new_tab
from tests.browser.desk import LOGIN, PATIENCE
from tests.browser.serving import MOMENT, ROLES, STAFF

ASKED, MEND = "Het nazicht is gevraagd", "Het ontwerp is bewaard, maar"
RESULTS = "titel;taal van de titel;Vlaamse partners;andere partners;bedrag in euro\r\n"
RESULTS += "Circus zonder grenzen;nl;Circus Ronaldo;Halles de Schaerbeek;12.500,00\r\n"


class Person:
    """Someone of the department, signed in."""

    def __init__(self, browser, origin, name):
        self.origin, self.name = origin, name
        self.seen = new_tab(browser, origin)
        self.tab = self.seen.tab
        self.tab.set_default_timeout(PATIENCE)
        self.seen.show(Mode(DESKTOP, "light"))
        self.go(LOGIN)
        self.tab.locator("#id_username").fill(name)
        self.tab.locator("#id_password").fill(STAFF["password"])
        self.tab.locator("[type=submit]").click()
        self.tab.wait_for_url(f"{origin}{reverse('admin:index')}")

    def go(self, address):
        self.tab.goto(self.origin + str(address))

    def open(self, record, page="change"):
        self.go(form_of(record, page))

    def field(self, name):
        """A field of the form, with the tab or fold in which it lies opened."""
        field = self.tab.locator(f"[name='{name}']").first
        panel = field.locator("xpath=ancestor::*[contains(@class, 'language-panel')]")
        if panel.count() and panel.is_hidden():
            self.tab.locator(f"[aria-controls='{panel.get_attribute('id')}']").click()
        fold = field.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            fold.locator("summary").first.click()
        return field

    def write(self, **texts):
        for name, text in texts.items():
            field = self.field(name)
            editor = field.locator("xpath=ancestor::*[contains(@class, 'prose-editor')]")
            if editor.count():
                editor.locator("[contenteditable=true]").fill(text)
            else:
                field.fill(text)

    def tick(self, *names):
        for name in names:
            self.field(name).check()

    def choose(self, name, text):
        """One of many records, found by typing a part of its name."""
        box = self.field(name).locator("xpath=following-sibling::*[contains(@class, 'select2')]")
        box.click()
        self.tab.locator(".select2-search__field").last.fill(text)
        self.tab.locator(".select2-results__option--highlighted", has_text=text).click()

    def press(self, name, says=None):
        """Press a button; the desk then says so."""
        self.tab.locator(f"[type=submit][name='{name}']").last.click()
        if says:
            self.is_told(says)

    def is_told(self, words):
        expect(self.tab.locator(".messagelist, .errornote, .errorlist").first).to_contain_text(
            words
        )

    def cannot(self, name):
        assert not self.tab.locator(f"[name='{name}']").count(), f"{self.name} finds {name}"

    def approve(self, record, says="Gepubliceerd"):
        self.go(reverse("admin:index"))
        row = self.tab.get_by_role("link", name=str(record), exact=True)
        row.and_(self.tab.locator("[href$='/nazicht/']")).first.click()
        self.agree(says)

    def agree(self, says="Gepubliceerd"):
        """Approve the draft whose review is open."""
        self.tab.get_by_role("button", name="Keur goed").or_(
            self.tab.get_by_role("button", name="Publiceer")
        ).first.click()
        self.is_told(says)


class Desk:
    """Everyone of the department, and a reader outside."""

    def __init__(self, browser, origin):
        self.editor, self.translator, self.publisher, self.administrator = (
            Person(browser, origin, name) for name in ROLES
        )
        self.origin = origin
        self.reader = new_tab(browser, origin, java_script_enabled=False).tab

    def read(self, address):
        return self.reader.goto(self.origin + address)

    def reads(self, record, words, language="nl"):
        self.read(self.address(record, language))
        expect(self.reader.locator("main")).to_contain_text(words)

    def address(self, record, language="nl"):
        with override(language):
            return record.get_absolute_url()


def form_of(record, page="change"):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])


def partner(slug):
    return Partner.objects.get(slug_nl=slug)


# The jobs


def publish_a_call_in_four_languages(desk):
    editor, series = desk.editor, CallSeries.objects.filter(is_example=False).first()
    editor.go(reverse("admin:calls_call_add"))
    editor.choose("series", series.title_nl)
    editor.write(label="2031", opens_at_0="01-10-2030", opens_at_1="09:00")
    editor.write(closes_at_0="31-01-2031", closes_at_1="17:00")
    for code in CODES:
        editor.write(**{f"what_{code}": f"Wat een project is, {code}."})
    editor.cannot("_publish")
    editor.press("_ask", ASKED)
    call = Call.objects.get(label="2031")
    assert desk.read(desk.address(call)).status == 404, "readers find it before it is approved"
    desk.publisher.approve(call)
    for code in CODES:
        desk.reads(call, f"Wat een project is, {code}.", code)


def extend_a_deadline(desk):
    examples = Call.objects.filter(is_example=True).exclude(closes_at=None)
    call = examples.published(MOMENT).open(MOMENT).first()
    desk.editor.open(call)
    desk.editor.write(closes_at_0="29-03-2030", closes_at_1="17:00")
    desk.editor.press("_ask", MEND)  # readers need a reason
    desk.editor.write(why_nl="Veel vragen.", why_fr="Beaucoup de questions.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(call)
    desk.reads(call, "Veel vragen.")
    desk.reads(call, "29 mars 2030", "fr")


def correct_a_typo_silently(desk):
    record, administrator = partner("catalonie"), desk.administrator
    told = record.changes.count()
    administrator.open(record)
    administrator.write(caveat_nl="Een tikfout minder.")
    administrator.tick("minor")
    administrator.press("_publish")
    administrator.agree("Je schreef dit zelf")  # alone, but not without a reason
    administrator.write(alone_because="Zondag.")
    administrator.agree()
    desk.reads(record, "Een tikfout minder.")
    assert record.changes.count() == told, "readers were told of a typo"


def translate_an_outdated_page(desk):
    record, notice = partner("denemarken"), "n’est pas encore à jour"
    desk.editor.open(record)
    desk.editor.write(body_nl="Nieuw in het Nederlands.", told_nl="Er is iets nieuws.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(record)
    desk.reads(record, notice, "fr")
    desk.translator.open(record)
    desk.translator.write(body_fr="Nouveau en français.")
    desk.translator.cannot("name_nl")
    desk.translator.tick("updated_fr")
    desk.translator.press("_ask", ASKED)
    desk.publisher.approve(record)
    desk.reads(record, "Nouveau en français.", "fr")
    assert notice not in desk.reader.locator("main").inner_text(), "still said to be outdated"


def publish_results_from_a_file(desk):
    call = Call.objects.filter(is_example=False, label="2024-2026").first()
    desk.editor.open(call, "read_results")
    file = {"name": "resultaten.csv", "mimeType": "text/csv", "buffer": RESULTS.encode()}
    desk.editor.tab.locator("[type=file]").set_input_files(file)
    desk.editor.tab.get_by_role("button", name="Bestand nakijken").click()
    desk.editor.tab.get_by_role("button", name="Bewaar deze projecten").click()
    desk.editor.is_told("1 project")
    desk.editor.write(results_at_0="20-11-2026", results_at_1="10:00", told_nl="De resultaten.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(call)
    desk.reads(call, "Resultaten bekend")


def schedule_a_change(desk):
    record = partner("estland")
    desk.editor.open(record)
    desk.editor.write(caveat_nl="Vanaf volgende maand.", told_nl="Er is iets nieuws.")
    desk.editor.write(live_at_0="24-12-2026", live_at_1="09:00")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(record, "24 december 2026")
    desk.read(desk.address(record))
    expect(desk.reader.locator("main")).not_to_contain_text("Vanaf volgende maand.")


def withdraw_with_a_redirect(desk):
    record, other = partner("finland"), partner("noorwegen")
    desk.editor.open(record, "withdraw")
    desk.editor.write(withdrawal_reason_nl="Samen met Noorwegen.")
    desk.editor.field("withdrawn_as").select_option("moved")
    desk.editor.write(successor="/nl/partners/bestaat-niet/")
    desk.editor.tab.get_by_role("button", name="Trek in").click()
    expect(desk.editor.tab.locator(".errorlist").first).to_be_visible()  # there is no such page
    desk.editor.write(successor=desk.address(other))
    desk.editor.tab.get_by_role("button", name="Trek in").click()
    desk.editor.is_told(ASKED)
    desk.publisher.approve(record, "Ingetrokken")
    desk.read(desk.address(record))
    assert urlsplit(desk.reader.url).path == desk.address(other), desk.reader.url


def restore_an_older_version(desk):
    record = partner("japan")
    desk.publisher.open(record, "drop")  # the draft that every check of the site begins with
    desk.publisher.tab.locator("#content [type=submit]").click()
    desk.editor.open(record, "history")
    desk.editor.tab.get_by_role("button", name="Vergelijk deze twee").click()
    expect(desk.editor.tab.locator("del")).to_have_text("Jappan")
    desk.editor.tab.get_by_role("button", name="Zet terug").click()
    desk.editor.is_told("als ontwerp in het formulier")
    desk.editor.write(told_nl="De naam is weer de oude.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(record)
    desk.reads(record, "Jappan")


def roll_a_call_forward(desk):
    call = Call.objects.filter(is_example=False, label="2019").first()
    desk.editor.open(call, "next_edition")
    desk.editor.write(label="2027", closes_at_1="17:00")
    desk.editor.tab.get_by_role("button", name="Maak het ontwerp").click()
    desk.editor.is_told("Het ontwerp is gemaakt")
    edition = Call.objects.get(series=call.series, label="2027")
    assert edition.state == "draft"
    assert desk.read(desk.address(edition)).status == 404


def review_the_draft_of_someone_else(desk):
    record = partner("zweden")
    desk.editor.open(record)
    desk.editor.write(caveat_nl="Eerste versie.", told_nl="Er is iets nieuws.")
    desk.editor.press("_ask", ASKED)
    desk.editor.open(record, "review")
    assert not desk.editor.tab.get_by_role("button", name="Keur goed").count()
    desk.publisher.open(record, "review")
    expect(desk.publisher.tab.locator("ins").first).to_contain_text("Eerste versie.")
    desk.publisher.write(remark="Zeg ook wanneer.")
    desk.publisher.press("_back")
    desk.editor.open(record)
    expect(desk.editor.tab.locator(".draft-state")).to_contain_text("Zeg ook wanneer.")
    desk.editor.write(caveat_nl="Tweede versie, vanaf mei.")
    desk.editor.press("_ask", ASKED)
    desk.publisher.approve(record)
    desk.reads(record, "Tweede versie, vanaf mei.")


JOBS = [
    publish_a_call_in_four_languages,
    extend_a_deadline,
    correct_a_typo_silently,
    translate_an_outdated_page,
    publish_results_from_a_file,
    schedule_a_change,
    withdraw_with_a_redirect,
    restore_an_older_version,
    roll_a_call_forward,
    review_the_draft_of_someone_else,
]


def do(browser, origin, some=JOBS):
    """(address where it stopped, what went wrong) of each job that cannot be done."""
    desk = Desk(browser, origin)
    for job in some:
        try:
            job(desk)
        except (AssertionError, Error) as error:
            said = " ".join(str(error).split())[:300]
            everyone = (desk.editor, desk.translator, desk.publisher, desk.administrator)
            where = " ".join(urlsplit(person.tab.url).path for person in everyone)
            yield where, f"{job.__name__}: {said}"
