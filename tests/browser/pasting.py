"""What comes of text that editors copy elsewhere: clipboards/ has it as other programs write it.

Each is copied and pasted with the keys into the form of a new partner, under our own content
security policy. `pasted/` beside the clipboards has what is kept of each when the form is saved.
"""

import re
from pathlib import Path

from django.urls import reverse

from portal.publishing.fields import clean_prose

CLIPBOARDS = Path(__file__).with_name("clipboards")
BLOCK_ENDS = re.compile(r"(</(?:p|h\d|li|[uo]l|tr|table|blockquote)>|<(?:[uo]l|table)\b[^>]*>)")
COPY = """html => {
  const copy = event => {
    event.preventDefault();
    event.clipboardData.setData('text/html', html);
    event.clipboardData.setData('text/plain', 'de tekst zonder opmaak');
  };
  document.addEventListener('copy', copy, {once: true, capture: true});
}"""


FRAMES = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"


def clipboards():
    return sorted(CLIPBOARDS.glob("*.html"))


def pastes(staff):
    """(clipboard, what is wrong) of each that does not become what is expected of it."""
    staff.go(reverse("admin:partners_partner_add"))
    editor = staff.tab.locator(".prose-editor:has([name=body_nl])")
    for clipboard in clipboards():
        expected = (CLIPBOARDS / "pasted" / clipboard.name).read_text().rstrip()
        empty(staff.tab, editor)
        paste(staff.tab, clipboard.read_text())
        yield from differences(clipboard.name, expected, kept(editor))
        staff.tab.keyboard.press("Control+A")
        staff.tab.keyboard.press("Control+C")
        staff.tab.keyboard.press("Control+V")
        yield from differences(f"{clipboard.name}, once more", expected, kept(editor))
        yield from ((clipboard.name, said) for said in staff.console)
        staff.console.clear()
    empty(staff.tab, editor)
    staff.tab.keyboard.type(" zin.")
    staff.tab.keyboard.press("Home")
    staff.tab.evaluate(FRAMES)  # the editor is told a moment later where the caret is
    paste(staff.tab, "<b>Een</b>")
    yield from differences("a word", "<p><strong>Een</strong> zin.</p>", kept(editor))


def empty(tab, editor):
    editor.locator("[contenteditable=true]").click()
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")


def paste(tab, html):
    """Text with this HTML, copied elsewhere and pasted where the cursor is."""
    tab.evaluate(COPY, html)
    tab.keyboard.press("Control+C")
    tab.keyboard.press("Control+V")


def kept(editor):
    """What would be saved, with one block on each line, to be read and compared by people."""
    return BLOCK_ENDS.sub(r"\1\n", clean_prose(editor.locator("textarea").input_value())).rstrip()


def differences(what, expected, found):
    if found != expected:
        yield what, f"is pasted as {found}"
