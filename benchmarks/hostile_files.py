"""For faults.py: an editor sends files that are made to do harm, while visitors read."""

import re
import sys
import threading
import time
from http.client import HTTPConnection

ENOUGH = 2  # seconds in which a file is refused


def files():
    """Yields (where it is sent, name, content)."""
    from tests.support import hostile_files

    for name, (part, change) in hostile_files.HOSTILE.items():
        yield "partners/partner/inlezen/", f"{name}.xlsx", hostile_files.with_part(part, change)
    for name, content in hostile_files.HOSTILE_CSV.items():
        yield "partners/partner/inlezen/", f"{name}.csv", content
    for name, text in hostile_files.HOSTILE_PO.items():
        yield "vertalingen/in/", f"{name}.po", text.encode()


class Editor:
    """Somebody who is signed in at the desk."""

    def __init__(self, port):
        from django.contrib.auth import get_user_model
        from django.db import connection
        from django.test import Client

        connection.close()  # the server was lost since it was made
        self.port, client = port, Client(SERVER_NAME="localhost")
        user, _is_new = get_user_model().objects.get_or_create(
            username="hostile", is_staff=True, is_superuser=True
        )
        client.force_login(user)
        if client.get("/beheer/partners/partner/inlezen/").status_code != 200:
            sys.exit("The desk does not show the page that reads a spreadsheet.")
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}

    def send(self, place, name, content):
        """(status, seconds, fields that the form finds wrong) of the answer to a file."""
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        file = SimpleUploadedFile(name, content)
        body = encode_multipart(BOUNDARY, {"file": file, "minor": "on", "taal": "fr"})
        headers = {
            "Host": "localhost",
            "Content-Type": MULTIPART_CONTENT,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies["csrftoken"],
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.monotonic()
        connection.request("POST", f"/beheer/{place}", body, headers)
        response = connection.getresponse()
        faults = re.findall(r'id="id_(\w+)_error"', response.read().decode())
        return response.status, time.monotonic() - begun, {*faults}


def send_all(port):
    """What was wrong with the answers, and the longest time that one took, in seconds."""
    editor, wrong, longest = Editor(port), [], 0
    for place, name, content in files():
        status, seconds, faults = editor.send(place, name, content)
        longest = max(longest, seconds)
        if status != 200 or seconds > ENOUGH:
            wrong.append(f"{name}: {status} after {seconds:.1f} s")
        if faults - {"file"}:
            wrong.append(f"{name} was not read, because of {faults}")
    return wrong, longest


def send_nine_at_once(port):
    """Nine were enough to stop the site. What was wrong with the answers."""
    editor, answers = Editor(port), []
    place, name, content = next(file for file in files() if file[1] == "many rows.xlsx")

    def send():
        answers.append(editor.send(place, name, content))

    threads = [threading.Thread(target=send) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [f"{name}: {status} of nine at once" for status, *_others in answers if status != 200]
    return wrong + [f"{name}: no answer"] * (len(threads) - len(answers))
