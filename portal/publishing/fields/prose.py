import html
import re

from django_prose_editor.fields import ProseEditorField, create_sanitizer

# What an editor can make and what a page may show: one list for the editor and the sanitiser.
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
    """HTML with only what the editor can make; '' when nothing readable is left."""
    clean = _sanitize(prose or "").strip()
    return clean if re.sub(r"<[^>]*>|&nbsp;|\s", "", clean) else ""


def reads_the_same(one, other):
    """Whether two pieces of prose have the same words and links, in whatever markup."""
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
    """The text of each paragraph, heading, item and row; tabs stand between the cells of a row."""
    text = " ".join((prose or "").split())  # where a line ends in the source means nothing
    text = re.sub(r"<t[dh]\b[^>]*> ?(<p>)?", "", text)
    text = re.sub(r"(</p> ?)?</t[dh]>", "\t", text)
    text = re.sub(r"</?(p|h\d|[uo]l|li|blockquote|table|tr|br)\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return [re.sub(r"[^\S\t]+", " ", line).strip() for line in text.split("\n") if line.strip()]


class ProseField(ProseEditorField):
    """HTML made with the editor, limited to PROSE. Stored as text."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(*args, extensions=PROSE, sanitize=clean_prose, **kwargs)
