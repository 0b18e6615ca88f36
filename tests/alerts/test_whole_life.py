"""The whole life of a call, as readers of four languages get it from a real mail server."""

import datetime

import mailparser
import pytest

from portal.alerts import sending
from portal.alerts.models import Reason, Subject
from portal.archive.capture import capture
from portal.i18n.languages import CODES
from tests.support.alerts import headline, publish_change, subscribe
from tests.support.factories import brussels, make_call, make_partner, make_series
from tests.support.mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
NOON = brussels(2027, 1, 4, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
CLOSES = brussels(2027, 3, 1, 17)
MOVED = brussels(2027, 3, 15, 17)


@pytest.fixture
def server(settings):
    with mail_server(settings) as taken:
        yield taken


def words(text):
    """A text with plain spaces: a parser of mails keeps no others in a subject."""
    return " ".join(text.split())


@pytest.mark.slow
def test_each_step_reaches_each_reader_once_in_their_language(
    server, time_machine, django_user_model
):
    editor = django_user_model.objects.create_user("editor")
    time_machine.move_to(NOON - 2 * DAY, tick=False)
    titles = {f"title_{code}": "Wales" for code in CODES}
    series = make_series(partner=make_partner(), slug_nl="wales", **titles)
    opens = brussels(2027, 1, 15, 9)
    call = make_call(label="2027", series=series, opens_at=opens, closes_at=CLOSES)
    capture(call)
    for code in CODES:
        subscribe(f"{code}@example.org", Subject.Kind.CALL, call, since=NOON, language=code)
    told = {code: [] for code in CODES}

    def pass_time(until):
        time_machine.move_to(until, tick=False)
        before = len(server.mails)
        sending.run()
        for _envelope, mail in server.mails[before:]:
            other = mailparser.parse_from_bytes(mail.as_bytes())
            assert words(other.subject) == words(mail["Subject"])
            told[mail["To"].partition("@")[0]].append(words(other.subject))

    pass_time(opens + 10 * MINUTE)
    time_machine.move_to(brussels(2027, 2, 10, 12), tick=False)
    publish_change(call, editor, why="Er is meer tijd.", closes_at=MOVED.isoformat())
    pass_time(brussels(2027, 2, 10, 12, 10))
    for days in (14, 3):
        pass_time(brussels(2027, 3, 15 - days, 7))
        pass_time(brussels(2027, 3, 15 - days, 8))
    results = brussels(2027, 6, 1, 12)
    time_machine.move_to(results, tick=False)
    publish_change(call, editor, "Er zijn resultaten.", results_at=results.isoformat())
    pass_time(results + 10 * MINUTE)
    next_year = brussels(2027, 11, 3, 12)
    time_machine.move_to(next_year, tick=False)
    later = make_call(series=series, label="2028", opens_at=next_year + 30 * DAY, closes_at=None)
    capture(later)
    pass_time(next_year + 10 * MINUTE)
    pass_time(next_year + DAY)

    reasons = [Reason.OPENING, Reason.MOVED, Reason.REMINDER, Reason.REMINDER, Reason.RESULTS]
    for code in CODES:
        steps = [(reason, "Wales 2027") for reason in reasons] + [(Reason.NEW, "Wales 2028")]
        assert told[code] == [words(headline(*step, code)) for step in steps]
