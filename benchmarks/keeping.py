"""What it costs that every page is kept as readers saw it.

    DATABASE_URL=postgres://…/any_database python benchmarks/keeping.py

In a temporary database with the content: × is against the same without keeping. "read" is a page
that a process makes anew although nothing on it changed, "changed" one that a contact made another
(it is kept once it was sent), "publication" the approval of a draft of a call with its page.
"""

import statistics
import time

from pages import Site, queries_of, temporary_database  # sets up Django

# isort: split
from django.contrib.auth import get_user_model
from django.core.management import call_command

from calls.models import Call
from portal.archive.capture import capture_changed_page
from portal.keeping import reading
from portal.publishing import shelf
from portal.publishing.models import Contact
from portal.publishing.signals import page_changed
from portal.revisions.models import Draft, Revision
from portal.revisions.publication import publish
from portal.revisions.workflow import save

ROUNDS = 20


def milliseconds(act):
    """The median CPU time of this process; `act(number)` prepares, and gives what to measure."""
    took = []
    for number in range(ROUNDS):
        measured = act(number)
        before = time.process_time()
        measured()
        took.append((time.process_time() - before) * 1000)
    return statistics.median(took)


def reads(site, address):
    return lambda number: lambda: site.get(address)


def reads_of_a_changed_page(site, address):
    def prepare(number):
        Contact.objects.update(phone=f"+32 2 555 {number:04}")
        shelf.clear_all()
        return lambda: site.get(address)

    return prepare


def publications(call, author):
    def prepare(number):
        live = Revision.objects.begin(call)
        data = {**live.data, "fields": {**live.data["fields"], "theme_nl": f"Thema {number}"}}
        save(call, author, live, data, {"told_nl": f"Het thema is anders: {number}."})
        draft = Draft.objects.for_object(call).get()
        return lambda: publish(draft, draft.revision, author)

    return prepare


def without_keeping(measure):
    """The same measurement with nothing kept."""
    keep, reading.may_be_kept = reading.may_be_kept, lambda request, response: False
    page_changed.disconnect(capture_changed_page)
    try:
        return measure()
    finally:
        reading.may_be_kept = keep
        page_changed.connect(capture_changed_page)


def main():
    with temporary_database():
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        author = get_user_model().objects.create(username="author")
        call = Call.objects.published().filter(contacts__isnull=False).first()
        site, address = Site(), call.get_absolute_url()
        site.get(address)
        measures = {
            "read": reads(site, address),
            "changed": reads_of_a_changed_page(site, address),
            "publication": publications(call, author),
        }
        print(f"{'':14}{'without':>9}{'ms':>9}{'×':>8}")
        for name, act in measures.items():
            least = without_keeping(lambda act=act: milliseconds(act))
            whole = milliseconds(act)
            print(f"{name:14}{least:9.1f}{whole:9.1f}{whole / least:8.2f}")
        site.get(address)
        print(f"queries of a page that reads the same: {len(queries_of(site, address))}", end=", ")
        print(f"without {without_keeping(lambda: len(queries_of(site, address)))}")
        begun = time.process_time()
        call_command("keep_public_versions")
        print(f"a walk past every page: {time.process_time() - begun:.0f} s")


if __name__ == "__main__":
    main()
