import html
import re

from django_prose_editor.fields import ProseEditorField, create_sanitizer

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
}
_sanitize = create_sanitizer(PROSE)


def clean_prose(prose):
    """Sanitised HTML, limited to PROSE; '' when no readable text is left."""
    clean = _sanitize(prose or "").strip()
    return clean if re.sub(r"<[^>]*>|&nbsp;|\s", "", clean) else ""


def reads_the_same(one, other):
    """Whether two pieces of prose have the same words and links, apart from markup."""
    return _reading(one) == _reading(other)


def same_markup(one, other):
    """Whether two pieces of prose differ only in line ends and in the paragraphs inside items."""
    return _markup(one) == _markup(other)


def _markup(prose):
    text = re.sub(r"\s+", " ", prose or "")
    text = re.sub(r"(<(?:li|td|th)\b[^>]*>) ?<p>", r"\1", text)
    text = re.sub(r"</p> ?(</(?:li|td|th)>|<[uo]l\b)", r"\1", text)
    return re.sub(r"> (?=<)", ">", text).strip()


def _reading(prose):
    return " ".join(lines(prose)).split(), re.findall(r'href="([^"]*)"', prose or "")


def lines(prose):
    """The text of each paragraph, heading, list item and table row, with tabs between cells."""
    text = " ".join((prose or "").split())  # line breaks in HTML source have no meaning
    text = re.sub(r"<t[dh]\b[^>]*> ?(<p>)?", "", text)
    text = re.sub(r"(</p> ?)?</t[dh]>", "\t", text)
    text = re.sub(r"</?(p|h\d|[uo]l|li|blockquote|table|tr|br)\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return [re.sub(r"[^\S\t]+", " ", line).strip() for line in text.split("\n") if line.strip()]


class ProseField(ProseEditorField):
    """HTML from the prose editor, limited to PROSE; stored as text."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(*args, extensions=PROSE, sanitize=clean_prose, **kwargs)
