"""The ten commonest jobs in the admin, done in the browser by those whose job it is.

Each job ends with what readers then find. They change what is public, so they are done last.
What a job takes is counted in clicks and pages, of everyone who works on it together, from the
worklist on; typing is not counted, nor the page that says that it is done. Some may take only so
many.
"""

import re
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

ASKED = "Je hebt nazicht gevraagd"
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
        self.steps = 0
        self.tab.on("domcontentloaded", self.took_a_step)
        self.go(LOGIN)
        self.tab.locator("#id_username").fill(name)
        self.tab.locator("#id_password").fill(STAFF["password"])
        self.tab.locator("[type=submit]").click()
        self.tab.wait_for_url(f"{origin}{reverse('admin:index')}")

    def took_a_step(self, _page=None):
        self.steps += 1

    def go(self, address):
        self.tab.goto(self.origin + str(address))

    def click(self, what):
        self.took_a_step()
        what.click()

    def follow(self, name, of=""):
        """Click the link of that name, or that of an act on the record `of`."""
        words = re.compile(f"^{re.escape(f'{name}: {of}' if of else name)}$")
        with self.tab.expect_navigation():  # until its scripts have made the fields
            self.click(self.tab.locator("#content a").filter(has_text=words).first)

    def find(self, words):
        self.tab.locator("#find").fill(words)
        self.took_a_step()  # the Enter key
        with self.tab.expect_navigation():
            self.tab.locator("#find").press("Enter")

    def open(self, record, page="change"):
        self.go(form_of(record, page))

    def field(self, name):
        """A field of the form, with the tab or fold in which it lies opened."""
        field = self.tab.locator(f"[name='{name}']").first
        panel = field.locator("xpath=ancestor::*[contains(@class, 'language-panel')]")
        if panel.count() and panel.is_hidden():
            self.click(self.tab.locator(f"[aria-controls='{panel.get_attribute('id')}']"))
        fold = field.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            self.click(fold.locator("summary").first)
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
            self.took_a_step()
            self.field(name).check()

    def choose(self, name, text):
        """One of many records, found by typing a part of its name."""
        box = self.field(name).locator("xpath=following-sibling::*[contains(@class, 'select2')]")
        self.click(box)
        self.tab.locator(".select2-search__field").last.fill(text)
        self.click(self.tab.locator(".select2-results__option--highlighted", has_text=text))

    def select(self, **values):
        for name, value in values.items():
            self.took_a_step()
            self.field(name).select_option(value)

    def add(self, model):
        """Open the form of a new record, from the worklist."""
        if urlsplit(self.tab.url).path != reverse("admin:index"):
            self.follow_link(reverse("admin:index"))
        self.follow_link(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))

    def follow_link(self, address):
        with self.tab.expect_navigation():
            self.click(self.tab.locator(f"a[href='{address}']").filter(visible=True).first)

    def press(self, name, says=None):
        """Press a button; which then says so."""
        self.click(self.tab.locator(f"[type=submit][name='{name}']").last)
        if says:
            self.is_done(says)

    def is_told(self, words):
        messages = self.tab.locator(".messagelist li, .errornote, .errorlist li")
        expect(messages.filter(has_text=words).first).to_be_visible()

    def is_done(self, words):
        self.is_told(words)
        self.steps -= 1  # the page that says so

    def cannot(self, name):
        assert not self.tab.locator(f"[name='{name}']").count(), f"{self.name} finds {name}"

    def approve(self, record, says="Gepubliceerd"):
        """From the worklist."""
        before = self.steps
        self.go(reverse("admin:index"))
        self.steps = before
        row = self.tab.get_by_role("link", name=str(record), exact=True)
        self.click(row.and_(self.tab.locator("[href$='/nazicht/']")).first)
        self.agree(says)

    def agree(self, says="Gepubliceerd"):
        """Press the button of the act whose page is open, such as a review; which says so."""
        self.click(self.tab.locator("#content .submit-row .default").first)
        self.is_done(says)


class Desk:
    """Everyone of the department, and a reader outside."""

    @property
    def people(self):
        return self.editor, self.translator, self.publisher, self.administrator

    def begin(self, person):
        """They sit at the worklist; from here on steps are counted."""
        person.go(reverse("admin:index"))
        for one in self.people:
            one.steps = 0

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


def publish_a_call_of_a_new_series_with_a_new_partner(desk):
    editor, names = desk.editor, {f"name_{code}": f"Atlantis {code}" for code in CODES}
    desk.begin(editor)
    editor.add(Partner)
    editor.select(kind="region")
    editor.write(**names)
    editor.press("_ask", ASKED)
    desk.publisher.approve(partner("atlantis-nl"))
    editor.add(CallSeries)
    editor.choose("partner", names["name_nl"])
    editor.write(**{f"title_{code}": f"Projecten met Atlantis {code}" for code in CODES})
    editor.press("_ask", ASKED)
    series = CallSeries.objects.get(partner__slug_nl="atlantis-nl")
    desk.publisher.approve(series)
    editor.add(Call)
    editor.choose("series", series.title_nl)
    editor.write(label="2031", opens_at_0="01-10-2030", opens_at_1="09:00")
    editor.write(closes_at_0="31-01-2031", closes_at_1="17:00")
    editor.write(**{f"what_{code}": f"Wat een project is, {code}." for code in CODES})
    editor.press("_ask", ASKED)
    call = series.calls.get()
    desk.publisher.approve(call)
    yield 50
    for code in CODES:
        desk.reads(call, f"Wat een project is, {code}.", code)


def extend_a_deadline(desk):
    examples = Call.objects.filter(is_example=True).exclude(closes_at=None)
    call = examples.published(MOMENT).open(MOMENT).soonest_first().first()
    Call.objects.filter(pk=call.pk).update(is_example=False)  # the worklist has real calls only
    desk.begin(desk.editor)
    desk.editor.follow("Verplaats de deadline", call)
    desk.editor.write(closes_at_0="29-03-2030", closes_at_1="17:00")
    desk.editor.write(why_nl="Veel vragen.", why_fr="Beaucoup de questions.")
    desk.editor.agree(ASKED)
    desk.publisher.approve(call)
    yield 9
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
    desk.begin(desk.translator)
    desk.translator.find(record.name_nl)
    desk.translator.follow(str(record))
    desk.translator.write(body_fr="Nouveau en français.")
    desk.translator.cannot("name_nl")
    desk.translator.tick("updated_fr")
    desk.translator.press("_ask", ASKED)
    desk.publisher.approve(record)
    yield 9
    desk.reads(record, "Nouveau en français.", "fr")
    assert notice not in desk.reader.locator("main").inner_text(), "still said to be outdated"


def publish_results_from_a_file(desk):
    call = Call.objects.filter(is_example=False, label="2024-2026").first()
    desk.begin(desk.editor)
    desk.editor.follow("Resultaten inlezen (CSV)", call)
    file = {"name": "resultaten.csv", "mimeType": "text/csv", "buffer": RESULTS.encode()}
    desk.editor.tab.locator("[type=file]").set_input_files(file)
    desk.editor.took_a_step()
    desk.editor.click(desk.editor.tab.get_by_role("button", name="Bestand nakijken"))
    desk.editor.click(desk.editor.tab.get_by_role("button", name="Bewaar deze projecten"))
    desk.editor.is_told("1 project")
    desk.editor.write(results_at_0="20-11-2026", results_at_1="10:00", told_nl="De resultaten.")
    desk.editor.agree(ASKED)
    desk.publisher.approve(call)
    yield 11
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
    desk.begin(desk.editor)
    desk.editor.find(record.name_nl)
    desk.editor.follow("Trek in", record)
    desk.editor.write(withdrawal_reason_nl="Samen met Noorwegen.")
    desk.editor.write(successor=desk.address(other))
    desk.editor.agree(ASKED)
    desk.publisher.approve(record, "Ingetrokken")
    yield 8
    desk.read(desk.address(record))
    assert urlsplit(desk.reader.url).path == desk.address(other), desk.reader.url


def withdraw_to_a_page_that_does_not_exist(desk):
    record = partner("slovenie")
    desk.editor.open(record, "withdraw")
    desk.editor.field("withdrawn_as").select_option("moved")
    desk.editor.write(successor="/nl/partners/bestaat-niet/")
    desk.editor.tab.locator("#content [type=submit]").last.click()
    expect(desk.editor.tab.locator(".errorlist").first).to_be_visible()
    assert desk.read(desk.address(record)).status == 200


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
    publish_a_call_of_a_new_series_with_a_new_partner,
    extend_a_deadline,
    correct_a_typo_silently,
    translate_an_outdated_page,
    publish_results_from_a_file,
    schedule_a_change,
    withdraw_with_a_redirect,
    withdraw_to_a_page_that_does_not_exist,
    restore_an_older_version,
    roll_a_call_forward,
    review_the_draft_of_someone_else,
]


def do(browser, origin, some=JOBS):
    """(address where it stopped, what went wrong) of each job that cannot be done."""
    desk = Desk(browser, origin)
    for job in some:
        try:
            for most in job(desk) or ():
                taken = sum(person.steps for person in desk.people)
                print(f"{job.__name__}: {taken} clicks and pages, of at most {most}")
                assert taken <= most, f"it takes {taken} clicks and pages, of at most {most}"
        except (AssertionError, Error) as error:
            said = " ".join(str(error).split())[:300]
            where = " ".join(urlsplit(person.tab.url).path for person in desk.people)
            yield where, f"{job.__name__}: {said}"
