"""Whatever happens, the history shows for each instant what a reader got then."""

import datetime

import pytest
import time_machine
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from calls.models import Call, CallSeries
from partners.models import Partner
from portal.archive import pages
from portal.archive.main_part import SHOWN, reads_the_same, shown_in
from portal.archive.models import Page, PublicVersion
from portal.archive.pages import Place
from portal.keeping.sweep import sweep
from portal.publishing.models import Contact
from portal.publishing.rollback import rolled_back
from portal.publishing.signals import page_changed
from tests.support.chance import same_each_time
from tests.support.factories import brussels, in_four, make_call

BEGIN = brussels(2026, 2, 10, 12)
STEP = datetime.timedelta(minutes=20)
ACTS = {
    "edit": lambda call, text: saved(call, **in_four(theme=text)),
    "publish": lambda call, text: publish(call),
    "withdraw": lambda call, text: withdraw(call, text, "gone"),
    "withdraw with a notice": lambda call, text: withdraw(call, text, "readable"),
    "withdraw the series": lambda call, text: withdraw(call.series, text, "gone"),
    "publish the series": lambda call, text: publish(call.series),
    "another reason": lambda call, text: another_reason(text),
    "move the deadline": lambda call, text: saved(call, closes_at=call.closes_at + STEP),
    "change a contact": lambda call, text: Contact.objects.update(name_nl=text, name_fr=text),
    "rename a partner": lambda call, text: Partner.objects.update(name_nl=text),
    "translate a series": lambda call, text: CallSeries.objects.update(title_fr=text),
    "walk": lambda call, text: sweep(),
    "nothing": lambda call, text: None,
}
steps = st.lists(
    st.tuples(
        st.sampled_from([*ACTS]),
        st.sampled_from(["Licht", "Water", "Lucht"]),
        st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["nl", "fr"])), max_size=4),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=8,
)


def saved(call, **values):
    """As an approved draft does: the page is kept in the transaction that changes it."""
    for name, value in values.items():
        setattr(call, name, value)
    call.save()
    page_changed.send(type(call), record=call)


def publish(record):
    saved(record, state="published", withdrawal_reason_nl="")


def withdraw(record, reason, way):
    saved(record, state="withdrawn", withdrawn_as=way, withdrawal_reason_nl=reason)


def another_reason(text):
    for model in (Call, CallSeries):
        withdrawn = model.objects.filter(state="withdrawn")
        withdrawn.update(withdrawal_reason_nl=text, withdrawal_reason_fr=text)


def pages_of(call):
    return [call, call.series, *(Page.at_place(Place(name)) for name in pages.kinds)]


def read(reader, owner, language):
    """What a reader got: the page, or why it was withdrawn; None where there was none."""
    with override(language):
        response = reader.get(owner.get_absolute_url())
    is_shown = response.status_code in SHOWN
    return shown_in(response.content.decode(), response.status_code) if is_shown else None


@pytest.mark.slow
@pytest.mark.django_db
@tries(same_each_time, max_examples=25)
@given(steps)
def test_the_history_shows_what_readers_got(reader, few_lists, happens):
    reader.handler._middleware_chain = None  # nothing is remembered of the example before
    seen = []
    with rolled_back(), time_machine.travel(BEGIN, tick=False) as clock:
        call = make_call(opens_at=BEGIN, closes_at=BEGIN + 5 * STEP, **in_four(theme="Begin"))
        call.contacts.add(Contact.objects.create(name_nl="Team", phone="1"))
        for act, text, visits, number in happens:
            clock.shift(number * STEP)
            ACTS[act](call, text)
            clock.shift(STEP / 2)
            for place, language in visits:
                owner, at = pages_of(call)[place], datetime.datetime.now(datetime.UTC)
                seen.append((owner, language, at, read(reader, owner, language)))
        clock.shift(STEP)
        for owner, language, at, shown in seen:
            kept = PublicVersion.objects.for_object(owner, owner.pk).filter(language=language)
            version = kept.at(at)
            if shown is None:
                assert version is None
            else:
                assert version and reads_the_same(version.main, shown.main), (owner, language, at)
                assert version.is_withdrawn == shown.is_withdrawn
