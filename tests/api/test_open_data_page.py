"""The page about open data: its links lead somewhere, its examples work."""

import json
import shlex
import shutil
import subprocess
import urllib.request
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import CODES
from tests.support.everything import make_everything
from tests.support.factories import make_agreement, make_call

ADDRESSES = {
    "nl": "/nl/open-data/",
    "fr": "/fr/donnees-ouvertes/",
    "de": "/de/offene-daten/",
    "en": "/en/open-data/",
}


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_page_is_in_the_footer_of_each_language(page, code):
    home = page(f"/{code}/")
    assert home.select_one(f'.site-footer nav a[href="{ADDRESSES[code]}"]')
    with override(code):
        assert reverse("open_data") == ADDRESSES[code]


@pytest.mark.django_db
def test_each_link_leads_to_data(page, client):
    make_everything()
    for link in page("/nl/open-data/").select("main a[type]"):
        response = client.get(link["href"])
        assert response.status_code == 200
        assert response.headers["Content-Type"] == link["type"]
        assert response.getvalue()  # which closes a file


@pytest.mark.django_db
def test_the_licence_is_that_of_the_settings(page, settings):
    settings.DATA_LICENCE_NAME, settings.DATA_LICENCE_URL = "Vrij", "https://a.example/vrij"
    link = page("/nl/open-data/").select_one("main a[rel=license]")
    assert (link.text, link["href"]) == ("Vrij", "https://a.example/vrij")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is missing")
def test_the_examples_work_as_they_are_written(live_server, tmp_path):
    make_everything()
    make_call()
    make_agreement(ends="2030")
    with urllib.request.urlopen(f"{live_server.url}/nl/open-data/") as response:  # noqa: S310
        examples = BeautifulSoup(response.read(), "lxml").select("#examples ~ ul code")
    assert len(examples) == 5
    for example in examples:
        program, *arguments = shlex.split(example.text)
        assert program == "curl"
        command = ["curl", "--fail", "--silent", "--show-error", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)  # noqa: S603
        assert "-O" in arguments or json.loads(done.stdout)["data"]
    assert ZipFile(tmp_path / "everything.zip").namelist()[0] == "README.txt"
    assert (tmp_path / "etag.txt").read_text().startswith('"')
