"""A process of its own, to be killed or upgraded under: prepare, save a page for ever, or look.

Name, rows, a file, what readers are told, the version that is kept, the page as it was public and
the entry of the search carry the number of the save.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  Django is set up first
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402

from partners.models import Partner  # noqa: E402
from portal.archive.capture import capture_all  # noqa: E402
from portal.archive.models import PublicVersion  # noqa: E402
from portal.revisions.models import Revision, check_trail  # noqa: E402
from portal.search.models import SearchEntry  # noqa: E402
from portal.site_search.index import rebuild  # noqa: E402
from tests.support.admin_forms import edit  # noqa: E402
from tests.support.factories import make_partner  # noqa: E402


def prepare():
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("admin")
    partner = make_partner(name_nl="0")
    for _row in range(2):
        partner.sources.create(title="0", url="https://example.org/", checked_on="2026-01-02")
    partner.documents.create(title_nl="0", languages=["nl"], file=file_of("0"))
    rebuild()
    capture_all()


def newest_partner():
    """The one of `prepare`, also in a database with content."""
    return Partner.objects.latest("pk")


def file_of(number):
    return SimpleUploadedFile(f"{number}.csv", number.encode())


def save():
    client, partner = Client(SERVER_NAME="localhost"), newest_partner()
    client.force_login(get_user_model().objects.get(username="admin"))
    rows = "publishing-source-content_type-object_id"
    document = "publishing-document-content_type-object_id-0"
    look()
    while True:
        number = str(int(partner.name_nl) + 1)
        titles = {f"{rows}-{row}-title": number for row in range(2)}
        files = {f"{document}-title_nl": number, f"{document}-file": file_of(number)}
        print(number, flush=True)
        edit(client, partner, name_nl=number, told_nl=number, **titles, **files)


def look():
    partner = newest_partner()
    newest = Revision.objects.for_object(Partner, partner.pk).of_the_record().first()
    kept = newest.data if newest else {"fields": {"name_nl": "0"}}
    document = partner.documents.get()
    current = PublicVersion.objects.for_object(Partner, partner.pk).current()
    with document.file.open() as file:
        content = file.read().decode()
    found = {
        "name": partner.name_nl,
        "rows": sorted({source.title for source in partner.sources.all()}),
        "told": str(partner.changes.count()),
        "version": kept["fields"]["name_nl"],
        "document": document.title,
        "file": content,
        "found": SearchEntry.objects.get(key=f"partners.partner:{partner.pk}", language="nl").title,
        "public": current.get(language="nl").title,
    }
    check_trail()  # raises
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    with translation.override("nl"):
        {"prepare": prepare, "save": save, "look": look}[sys.argv[1]]()
