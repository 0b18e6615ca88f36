"""What can be told about an uploaded file before somebody opens it."""

from pypdf import PdfReader
from pypdf.errors import PyPdfError

EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv"]


def measure(file):
    """Size in bytes and number of pages (None unless it is a readable PDF)."""
    pages = None
    if file.name.lower().endswith(".pdf"):
        try:
            pages = len(PdfReader(file).pages)
        except PyPdfError:
            pages = None  # a damaged PDF is still a file; its page count is unknown
        file.seek(0)
    return file.size, pages
