import html
import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from portal.i18n.formats import number
from portal.i18n.visible import has_visible_text
from portal.publishing.fields.addresses import complete_address
from portal.publishing.fields.structure import in_structure

# The markup that the editor offers and the sanitiser lets through: one list for both.
PROSE = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [2, 3, 4]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "Paste": True,  # static/desk/paste.js: pasted text gets no other markup than this
}
MOST_CHARACTERS = 200_000  # of a text with its markup: a book of a hundred pages
MOST_DEPTH = 500  # of elements inside one another
ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
MAY_STAY_OPEN = frozenset(  # in HTML, or have no end at all
    "p li dt dd td th tr thead tbody tfoot br hr img col input link meta wbr source".split()
)
# What other programs write, and the markup of PROSE that says the same.
SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
BLOCKS = (
    "address article aside caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hgroup hr legend main menu nav pre search section summary"
)
SAME |= dict.fromkeys(BLOCKS.split(), "p")
OTHER_TAG = re.compile(rf"<(/?)({'|'.join(SAME)})(?=[\s/>])[^<>]*>", re.IGNORECASE)
# What a page cannot have, and without which a text may say something else: m², H₂O, a picture.
MEANINGFUL = re.compile(r"<(sup|sub|s|del|strike|img|iframe|video|audio|object)\b", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!?][^>]*>", re.IGNORECASE)
LINE_TAG = re.compile(r"</?(p|h\d|[uo]l|li|blockquote|table|tr|br)\b[^>]*>", re.IGNORECASE)
CELL, CELL_END = (
    re.compile(tag, re.IGNORECASE) for tag in (r"<t[dh]\b[^>]*> ?(<p>)?", r"(</p> ?)?</t[dh]>")
)
_sanitize = create_sanitizer(PROSE)
HREF = re.compile(r'(?<= href=")[^"]*(?=")')
NO_CHARACTER = re.compile(r"&#\d{4000,}")  # Python refuses to read so long a number


def clean_prose(prose):
    """Sanitised HTML, limited to PROSE, its structure and addresses put right.

    '' without readable text.
    """
    clean = in_structure(_sanitize(as_offered(prose)).strip())
    clean = HREF.sub(_completed, clean)
    return clean if has_visible_text(unescape(_without_tags(clean))) else ""


def as_offered(prose):
    """Prose with the tags of other programs replaced by those that the editor offers."""
    prose = prose or ""
    offered = _renamed(prose)
    if offered == prose:
        return prose
    # The parser closes a paragraph before the next block, which leaves empty ones behind.
    return re.sub(r"<p>\s*</p>", "", _sanitize(offered))


def _renamed(prose):
    return OTHER_TAG.sub(lambda tag: f"<{tag[1]}{SAME[tag[2].lower()]}>", prose)


def clean_import(prose):
    """The prose of a file, cleaned; ValidationError when that would take away what it says."""
    validate_length(prose)
    validate_depth(prose)
    clean = clean_prose(prose)
    if MEANINGFUL.search(prose) or not reads_the_same(clean, prose):
        raise ValidationError(_("It has markup that a page cannot have."))
    return clean


def _completed(href):
    typed = unescape(href[0])
    with suppress(ValueError):
        if (address := complete_address(typed)) != typed:
            return html.escape(address)
    return href[0]


def validate_links(prose):
    """Refuse a link that is no whole address, nor can be made one."""
    for href in HREF.findall(prose):
        address = unescape(href)
        try:
            complete_address(address)
        except ValueError as error:
            raise ValidationError(NO_ADDRESS, params={"address": address}) from error


NO_ADDRESS = gettext_lazy(
    "The link to “%(address)s” leads nowhere. Give the whole address, such as "
    "https://www.example.org, or a page of this site, such as /nl/partners/."
)


def reads_the_same(one, other):
    """Whether two pieces of prose have the same words and links, apart from markup."""
    return _reading(one) == _reading(other)


def same_markup(one, other):
    """Whether two pieces of prose differ only in line ends and in the paragraphs inside items."""
    return _markup(one) == _markup(other)


def _markup(prose):
    text = re.sub(r"\s+", " ", prose or "")
    text = re.sub(r"(<(?:li|td|th)\b[^<>]*>) ?<p>", r"\1", text)
    text = re.sub(r"</p> ?(</(?:li|td|th)>|<[uo]l\b)", r"\1", text)
    return re.sub(r"> (?=<)", ">", text).strip()


def _reading(prose):
    words = filter(has_visible_text, " ".join(lines(prose)).split())
    return list(words), re.findall(r'href="([^"]*)"', prose or "")


def unescape(markup):
    """The characters that `&eacute;`, `&#233;` and the like stand for, in their places."""
    return html.unescape(NO_CHARACTER.sub("\ufffd", markup))


def plain_text(markup):
    """The words of HTML on one line."""
    return " ".join(unescape(_without_tags(markup, " ")).split())


def lines(prose):
    """The text of each paragraph, heading, list item and table row, with tabs between cells."""
    text = " ".join((prose or "").split())  # line breaks in HTML source have no meaning
    text, end, rest = text.rpartition(">")  # with an end ahead, each tag is found in one go
    text = _renamed(text + end)
    text = LINE_TAG.sub("\n", CELL_END.sub("\t", CELL.sub("", text)))
    text = unescape(TAG.sub("", text) + rest)
    return [re.sub(r"[^\S\t]+", " ", line).strip() for line in text.split("\n") if line.strip()]


def _without_tags(prose, instead=""):
    text, end, rest = prose.rpartition(">")
    return TAG.sub(instead, text + end) + rest


def validate_length(prose):
    """Refuse what nobody wrote by hand: cleaning a text takes longer and longer."""
    if len(prose or "") > MOST_CHARACTERS:
        params = {"length": number(len(prose)), "most": number(MOST_CHARACTERS)}
        raise ValidationError(TOO_LONG, code="max_length", params=params)


TOO_LONG = gettext_lazy(
    "This text has %(length)s characters, its markup included, and at most %(most)s are possible. "
    "Shorten it, or add it as a document."
)


def validate_depth(prose):
    """Refuse elements inside one another without end: cleaning takes the square of their number."""
    depth, read = 0, prose if prose and len(prose) <= MOST_CHARACTERS else ""
    for is_end, name in ELEMENT.findall(read):
        if name.lower() not in MAY_STAY_OPEN:
            depth = max(0, depth - 1) if is_end else depth + 1
        if depth > MOST_DEPTH:
            raise ValidationError(TOO_DEEP)


TOO_DEEP = gettext_lazy(
    "This text has lists, quotations or other parts inside one another, more than a page can have."
)


VALIDATORS = [validate_length, validate_depth, validate_links]


class ProseField(ProseEditorField):
    """HTML from the prose editor, limited to PROSE; stored as text."""

    def __init__(self, *args, **kwargs):
        kwargs = {"blank": True, "validators": VALIDATORS} | kwargs
        super().__init__(*args, extensions=PROSE, sanitize=clean_prose, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        # Before the record cleans it: what is too long is not cleaned at all.
        return super().formfield(**{"validators": [validate_length, validate_depth], **kwargs})
