"""Allowed file types of uploaded documents, what is in them, their size and page count.

`kinds_of_zip` runs in a process of its own (`bounded`), so nothing here needs Django.
"""

import hashlib
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from portal.publishing.bounded import BUSY, Refused, read_bounded

EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv"]
MAX_MEASURED = 50_000_000  # bytes
# The entry that a zip file of this kind cannot do without; of OpenDocument its media type.
ZIPPED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MEDIA_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
NOT_TEXT = (b"<", b"%PDF-", b"PK\x03\x04", b"MZ", b"{\\rtf")  # other kinds, of which some are text
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_what_its_name_says(file):
    """Whether the content of a file is of the kind that its extension names.

    Refused when that cannot be told now, because other files are being read.
    """
    extension = PurePosixPath(file.name).suffix.lower().removeprefix(".")
    file.seek(0)
    try:
        if extension in ZIPPED or extension in MEDIA_TYPES:
            return is_zip_of(extension, file)
        start = file.read(64_000)
        if extension == "pdf":
            return start.lstrip().startswith(b"%PDF-")
        words = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        return not words.startswith(NOT_TEXT) and (b"\0" not in start or start.startswith(UTF_16))
    finally:
        file.seek(0)


def is_zip_of(extension, file):
    """An archive of 20 MB can name 400,000 parts: that alone takes seconds to read."""
    try:
        return extension in read_bounded("portal.publishing.documents:kinds_of_zip", file.read())
    except Refused as refusal:
        if refusal.reason == BUSY:
            raise
        return False  # damaged, encrypted, too much or something else


def kinds_of_zip(data):
    """The extensions that fit an archive."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        kinds = [kind for kind, part in ZIPPED.items() if {"[Content_Types].xml", part} <= names]
        if "mimetype" in names:
            with archive.open("mimetype") as media_type:
                told = media_type.read(200).strip()
            kinds += [kind for kind, media_type in MEDIA_TYPES.items() if media_type == told]
        return kinds


def measure(file):
    """(size in bytes, number of pages) of a file; pages are None unless it is a readable PDF.

    Whatever is wrong with a file, it can be kept and published: only its pages are unknown then.
    """
    pages = None
    if file.name.lower().endswith(".pdf") and file.size <= MAX_MEASURED:
        file.seek(0)
        try:
            pages = read_bounded("portal.publishing.pdf:count_pages", file.read())
        except Refused:
            pages = None
        file.seek(0)
    return file.size, pages


def sha256_of(file):
    """In hexadecimal; the file is read a piece at a time."""
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
