"""Counts the pages of a PDF. Runs in a process of its own (`bounded`), without Django."""

from io import BytesIO

from pypdf import PdfReader

MOST = 100_000  # pages; a file that says more is damaged


def count_pages(data):
    """The number of pages, or None when the file cannot tell: protected, damaged, no PDF."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        return None
    pages = len(reader.pages)
    return pages if 0 < pages <= MOST else None
