"""The editors' handbook: every chapter is an admin page, with its images."""

import pytest
from django.urls import reverse

from portal.backoffice.handbook import CHAPTERS, FOLDER
from tests.support.admin_forms import soup

pytestmark = pytest.mark.django_db
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


@every_chapter
def test_a_chapter_opens_with_its_pictures(admin_client, chapter):
    shown = soup(admin_client.get(reverse("handbook", args=[chapter]))).select_one("#content")
    assert shown.select_one("nav [aria-current]").text == shown.h1.text
    for image in shown.select(".handbook img"):
        assert image["alt"]
        assert admin_client.get(image["src"]).headers["Content-Type"] == "image/png"
    for link in shown.select(".handbook a"):
        assert admin_client.get(link["href"]).status_code == 200


def test_every_file_is_a_chapter_and_every_picture_is_shown():
    assert sorted(CHAPTERS) == sorted(file.stem for file in FOLDER.glob("*.md"))
    text = "".join(file.read_text() for file in FOLDER.glob("*.md"))
    assert all(f"(beeld/{file.name})" in text for file in (FOLDER / "beeld").iterdir())


def test_every_admin_page_links_to_the_handbook(admin_client):
    for name in ("admin:index", "admin:partners_partner_add", "time_travel"):
        links = soup(admin_client.get(reverse(name))).select("#user-tools a")
        assert reverse("handbook") in [link["href"] for link in links]


def test_the_handbook_is_for_staff_and_unknown_chapters_are_404(client, admin_client):
    assert client.get(reverse("handbook")).status_code == 302
    assert client.get(reverse("handbook_picture", args=["werklijst"])).status_code == 302
    assert admin_client.get(reverse("handbook", args=["onbekend"])).status_code == 404
    assert admin_client.get(reverse("handbook_picture", args=["onbekend"])).status_code == 404
