"""The page about privacy says what the code does."""

from pathlib import Path

import pytest
import yaml

from portal import settings as shipped
from portal.accounts.throttle import KEEP_FAILURES, KEEP_SUCCESSES
from portal.alerts.bounces import COUNTED_FOR
from portal.alerts.models.news import KEPT_FOR as MAILS_KEPT_FOR
from portal.alerts.models.subscribers import UNCONFIRMED_FOR
from portal.i18n.languages import CODES
from portal.search.models import KEPT_FOR

PAGES = Path(__file__).resolve().parents[2] / "fixtures/content/pages.yaml"


@pytest.mark.parametrize("language", CODES)
def test_the_figures_are_those_of_the_code(language):
    pages = yaml.safe_load(PAGES.read_text())["portal.servicepage"]
    (text,) = [page["body"][language] for page in pages if page["key"] == "privacy"]
    assert text.count(f"{KEPT_FOR.days} ") == 4, (
        "searches, sign-ins, mails and those that came back"
    )
    assert (MAILS_KEPT_FOR, COUNTED_FOR, shipped.ALERTS_MOST_BOUNCES) == (KEPT_FOR, KEPT_FOR, 3)
    assert f" {UNCONFIRMED_FOR.days} " in text
    assert (KEEP_SUCCESSES, KEEP_FAILURES.days) == (KEPT_FOR, 1)
    assert f" {shipped.SESSION_IDLE // 60} minut" in text.lower()
    assert f" {shipped.SESSION_LONGEST // 3600} " in text
