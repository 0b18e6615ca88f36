"""A call on paper: two sheets at most, with what an applicant needs on them."""

import io

from pypdf import PdfReader

MAX_SHEETS = 2


def printed(opened):
    """The sheets that this page prints on, as text."""
    return [
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(opened.tab.pdf(format="A4"))).pages
    ]


def paper(opened, _target=None):
    """At most two sheets, which keep the title, the contact and the address of the page."""
    sheets = printed(opened)
    text = squeezed("".join(sheets))
    if len(sheets) > MAX_SHEETS:
        yield f"prints on {len(sheets)} sheets, more than {MAX_SHEETS}"
    wanted = opened.tab.locator("h1, main a[href^='mailto:']").all_inner_texts()
    for lost in [each for each in wanted if squeezed(each) not in text]:
        yield f"does not print “{lost}”"
    if squeezed(opened.tab.url.split("//")[1]) not in text:
        yield "does not print its own address"


def squeezed(text):
    """Without white space: lines break elsewhere on paper."""
    return "".join(text.split())
