"""The yardstick: what judged queries find, on each database."""

from pathlib import Path

import pytest
import time_machine
import yaml
from django.utils.translation import override

from portal.i18n.languages import CODES
from portal.site_search.results import A_PAGE, results, search
from tests.browser.serving import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.every_database]
HERE = Path(__file__).parent


def judged(language):
    return yaml.safe_load((HERE / "yardstick" / f"{language}.yaml").read_text(encoding="utf-8"))


def addresses(text, language):
    with override(language), time_machine.travel(MOMENT, tick=False):
        query, hits = search(text)
        return [one.address for one in results(hits[:A_PAGE], query)], hits, query


@pytest.mark.parametrize("language", CODES)
def test_judged_queries_find_what_they_should(content, language, capsys):
    wanted = found_of_wanted = with_best = best_in_three = 0
    wrong = []
    for one in judged(language):
        found, _hits, _query = addresses(one["q"], language)
        wanted += len(one["all"])
        missing = [address for address in one["all"] if address not in found]
        found_of_wanted += len(one["all"]) - len(missing)
        is_best = bool({*one.get("best", [])} & {*found[:3]})
        with_best += bool(one.get("best"))
        best_in_three += is_best
        seen = [address for address in one.get("never", []) if address in found]
        extra = found if not one["all"] else []
        if missing or seen or extra or (one.get("best") and not is_best):
            wrong.append((one["q"], one["kind"], missing, seen, extra[:3], found[:3]))
    recall, rank = found_of_wanted / wanted, best_in_three / with_best
    with capsys.disabled():
        print(f"\n{language}: recall {recall:.3f}, best in the first three {rank:.3f}")
    assert recall >= 0.97, wrong
    assert rank >= 0.95, wrong
