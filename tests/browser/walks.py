"""What people come to do, done in the browser with JavaScript switched off, in four languages."""

from urllib.parse import urlsplit

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Error, expect

from portal.i18n.languages import CODES
from tests.browser.browser import DESKTOP, PHONE, Mode, new_tab

PATIENCE = 5_000  # milliseconds for a page of our own on this machine
WIDTHS = (DESKTOP, PHONE)


def find_the_policy(tab):
    """Why is a country a priority? From the front page, by the menu, to the reason."""
    menu(tab, _("Strategic framework"))
    tab.get_by_role("main").get_by_role("link", name=country("DK"), exact=True).first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(country("DK"))
    expect(tab.get_by_role("main")).to_contain_text("2021-2025")


def look_up_a_country(tab):
    """What has been agreed with a country that is on no list?"""
    tab.get_by_role("contentinfo").get_by_role("link", name=_("Countries A to Z")).click()
    tab.get_by_role("link", name=country("CL"), exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(country("CL"))
    expect(tab.get_by_role("heading", name=_("Agreements and work programmes"))).to_be_visible()


def find_an_open_call(tab):
    """What is open, until exactly when? The card and the page of the call say the same second."""
    menu(tab, _("Project calls"))
    card = tab.get_by_role("article").first
    said = card.locator("time").first.get_attribute("datetime")
    card.get_by_role("link").first.click()
    assert tab.locator(f"main time[datetime='{said}']").count(), "the page has another deadline"


def filter_calls(tab):
    """The filter is in the address, stays when the language changes, and can be taken off."""
    menu(tab, _("Project calls"))
    if (summary := tab.locator("details.filters summary")).is_visible():
        summary.click()
    tab.get_by_role("checkbox", name=_("Results published")).check()
    tab.get_by_role("button", name=_("Show results")).click()
    assert "status=results" in tab.url, tab.url
    expect(tab.get_by_role("article").first).to_be_visible()
    tab.get_by_role("navigation", name=_("Language")).get_by_role("link").last.click()
    assert "status=results" in tab.url, "the other language lost the filter"
    tab.locator("details.filters input:checked").first.wait_for(state="attached")


def see_who_was_selected(tab):
    """From a call with results to the projects that were chosen."""
    menu(tab, _("Project calls"))
    tab.get_by_role("link", name=_("Closed calls and their results")).click()
    tab.locator("article", has_text=_("Results published")).first.get_by_role("link").first.click()
    tab.get_by_role("link", name=_("See the results of this call")).first.click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert tab.get_by_role("main").get_by_role("listitem").count()


def find_support(tab):
    """My project starts in spring: what can I still apply for, by when?"""
    menu(tab, _("Support"))
    tab.get_by_role("radio").first.check()
    tab.get_by_label(_("My project starts on")).fill("2027-04-15")
    tab.get_by_role("button", name=_("Show support")).click()
    assert "start=2027-04-15" in tab.url, tab.url
    expect(tab.get_by_role("article").locator("time").first).to_be_visible()


def search(tab):
    """Type, press Enter, follow the first result."""
    tab.get_by_label(_("Search this site")).fill(country("JP"))
    tab.keyboard.press("Enter")
    tab.get_by_role("main").get_by_role("link", name=country("JP")).first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(country("JP"))


TASKS = [
    find_the_policy,
    look_up_a_country,
    find_an_open_call,
    filter_calls,
    see_who_was_selected,
    find_support,
    search,
]


def menu(tab, section):
    """Choose a section; on a phone the menu is opened first."""
    summary = tab.get_by_role("navigation", name=_("Main menu")).locator("summary")
    if summary.is_visible():
        summary.click()
    navigation = tab.get_by_role("navigation", name=_("Main menu"))
    navigation.get_by_role("link", name=section, exact=True).click()


def country(code):
    return Locale(translation.get_language()).territories[code]


def number(languages):
    return len(TASKS) * len(WIDTHS) * len(languages)


def tasks(browser, origin, languages=CODES):
    """(address where it stopped, what went wrong) of each task that cannot be done."""
    for code in languages:
        for width in WIDTHS:
            for task in TASKS:
                opened = new_tab(browser, origin, java_script_enabled=False)
                opened.tab.set_default_timeout(PATIENCE)
                opened.show(Mode(width, "light"))
                opened.tab.goto(f"{origin}/{code}/")
                try:
                    with translation.override(code):
                        task(opened.tab)
                except (AssertionError, Error) as error:
                    where = urlsplit(opened.tab.url).path
                    yield where, f"{task.__name__} ({width} px): {str(error).splitlines()[0]}"
                opened.tab.context.close()
