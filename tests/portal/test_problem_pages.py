"""What the proxy says when the portal cannot."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils.translation import gettext, override

from portal.i18n.languages import CODES, HTML_CODES


@pytest.mark.parametrize("code", CODES)
def test_each_page_is_in_its_language_and_needs_no_database(settings, tmp_path, code):
    settings.STATIC_ROOT = tmp_path
    call_command("write_problem_pages")
    for status, title in [
        (429, "That was more than we can answer at once"),
        (503, "We cannot reach our data for a moment"),
    ]:
        page = BeautifulSoup((tmp_path / f"problem/{status}.{code}.html").read_text(), "lxml")
        with override(code):
            assert page.h1.get_text(strip=True) == gettext(title)
        assert page.html["lang"] == HTML_CODES[code]
        problem = json.loads((tmp_path / f"problem/{status}.{code}.json").read_text())
        assert (problem["status"], problem["title"]) == (status, page.h1.get_text(strip=True))
