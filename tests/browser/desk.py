"""The editors' desk in the browser: every list, form and step of the admin, signed in."""

from typing import NamedTuple

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse, reverse_lazy
from playwright.sync_api import Error

from portal.backoffice.handbook import CHAPTERS
from portal.revisions.models import Draft, Revision
from tests.browser import browser
from tests.browser.pages import Target, elements, parse
from tests.browser.serving import STAFF

CHECKS = [browser.quiet, browser.axe, browser.reflow]
PATIENCE = 15_000  # milliseconds for a step in the admin
LOGIN = reverse_lazy("admin:login")
WITHOUT_WINDOW = [browser.focus, browser.keyboard]  # a window keeps the focus, as it should


class Screen(NamedTuple):
    """An address of the admin, and what an editor does there before we look: a key of STEPS."""

    address: str
    step: str = "open it"


def screens():
    """All of them: what Django's registry knows, with the steps that change what is seen."""
    found = [Screen(reverse(f"admin:{name}")) for name in ("index", "password_change")]
    found += [Screen(reverse(name)) for name in ("translations", "import_translations")]
    found += [Screen(LOGIN), Screen(LOGIN, "mistype the password")]
    found += [Screen(reverse("handbook", args=[chapter])) for chapter in CHAPTERS]
    labels = sorted({model._meta.app_label for model in admin.site._registry})
    found += [Screen(reverse("admin:app_list", args=[label])) for label in labels]
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        entries, add = reverse(f"{name}_changelist"), reverse(f"{name}_add")
        found += [Screen(entries), Screen(f"{entries}?q=qqqq")]
        if hasattr(page, "sheet_key"):
            found.append(Screen(reverse(f"{name}_import")))
        if page.has_add_permission(as_staff()):
            found += [Screen(add), Screen(add, "send it empty")]
        if record := model._default_manager.order_by("pk").last():
            pages = {one: reverse(f"{name}_{one}", args=[record.pk]) for one in PAGES}
            if not page.has_delete_permission(as_staff(), record):
                del pages["delete"]
            found += [Screen(address) for address in pages.values()]
            if hasattr(model, "tidy_texts"):
                found.append(Screen(pages["change"], "turn to the French"))
    draft = Draft.objects.get()
    pages = ["change", "review", "drop", "withdraw"]
    named = [reverse(f"admin:partners_partner_{page}", args=[draft.object_id]) for page in pages]
    found += [Screen(address) for address in (*named, reverse("preview", args=[draft.pk]))]
    revisions = Revision.objects.for_object(type(draft.record), draft.object_id)
    new, old = revisions.of_the_record()
    compare = reverse("admin:partners_partner_compare", args=[draft.object_id])
    history = reverse("admin:partners_partner_history", args=[draft.object_id])
    found += [Screen(history), Screen(f"{compare}?van={old.pk}&tot={new.pk}")]
    partner = reverse("admin:partners_partner_add")
    return [*found, Screen(partner, "make a link"), Screen(partner, "make a table")]


PAGES = ["change", "delete", "history"]


def as_staff():
    """A request of who may do everything, for asking what the admin offers."""
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True)
    return request


def mistype(tab):
    tab.locator("#id_username").fill(STAFF["username"])
    tab.locator("#id_password").fill("qqqq")
    tab.locator("[type=submit]").click()
    tab.locator(".errornote").wait_for()


def send_empty(tab):
    tab.locator(".submit-row .default").first.click()
    tab.locator(".errornote").wait_for()


def french(tab):
    if (turn := tab.get_by_role("tab", name="Frans")).count():
        turn.click()


def window(button):
    """Opens a window of the editor of texts, sees that Escape closes it, and opens it again."""

    def step(tab):
        text = tab.locator(".ProseMirror").locator("visible=true").first
        text.click()
        tab.keyboard.type("woord")
        text.select_text()
        opens = text.locator("xpath=..").locator(f"[data-name={button}]").first
        opens.click()
        tab.locator("dialog[open]").wait_for()
        tab.keyboard.press("Escape")
        tab.locator("dialog[open]").wait_for(state="hidden")
        text.select_text()
        opens.click()

    return step


STEPS = {
    "open it": lambda tab: None,
    "mistype the password": mistype,
    "send it empty": send_empty,
    "turn to the French": french,
    "make a link": window("link"),
    "make a table": window("table"),
}


def sign_in(opened, origin):
    """A tab of a member of staff, who came in through the form."""
    tab = browser.new_tab(opened, origin)
    tab.tab.set_default_timeout(PATIENCE)
    tab.go(LOGIN)
    tab.tab.locator("#id_username").fill(STAFF["username"])
    tab.tab.locator("#id_password").fill(STAFF["password"])
    tab.tab.locator("[type=submit]").click()
    tab.tab.wait_for_url(f"{origin}{reverse('admin:index')}")
    return tab


def look(origin, some):
    """(screen, what is wrong) of some screens; runs in a process of its own."""
    found, seen = [], set()
    with browser.chromium() as opened:
        staff = sign_in(opened, origin)
        for screen in some:
            tab = browser.new_tab(opened, origin) if screen.address == LOGIN else staff
            where = f"{screen.address} ({screen.step})"
            try:
                tab.go(screen.address)
                STEPS[screen.step](tab.tab)
                new = elements(parse(tab.tab.content())) - seen
                seen |= new
                target = Target(screen.address, screen.step, "nl", False, bool(new))
                has_window = screen.step.startswith("make")
                checks = CHECKS if has_window else CHECKS + WITHOUT_WINDOW
                found += [(where, what) for check in checks for what in check(tab, target)]
            except Error as error:
                found.append((where, str(error).splitlines()[0]))
    return found
