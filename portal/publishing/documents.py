"""Allowed file types of uploaded documents, their size and page count."""

from pypdf import PdfReader
from pypdf.errors import PyPdfError

EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv"]


def measure(file):
    """(size in bytes, number of pages) of a file; pages are None unless it is a readable PDF."""
    pages = None
    if file.name.lower().endswith(".pdf"):
        try:
            pages = len(PdfReader(file).pages)
        except PyPdfError:
            pages = None  # a damaged PDF is still accepted, without a page count
        file.seek(0)
    return file.size, pages
