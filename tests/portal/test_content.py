"""Loading content files and examples: what they may contain, and what loading them again does."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command

from calls.models import Call, CallSeries
from partners.models import Partner
from portal.content_loader import ContentError, load
from portal.publishing.models import Publishable, Source
from tests.support.factories import brussels, in_four, make_page, make_series

pytestmark = pytest.mark.django_db
TODAY = brussels(2027, 3, 27, 12)  # the day before the clocks change


@pytest.fixture
def load_text(tmp_path):
    """`load_text("partners.partner: …")` loads a content file with that text."""

    def write_and_load(text, **every):
        path = tmp_path / "partners.yaml"
        path.write_text(text, encoding="utf-8")
        return load([path], **every)

    return write_and_load


def rows():
    models = [*apps.get_app_config("publishing").get_models(), *Publishable.__subclasses__()]
    return {model: model._base_manager.count() for model in models}


def test_a_record_is_loaded_with_its_texts_slugs_and_sources(load_text):
    count = load_text("""
partners.partner:
  - kind: state
    slug: {nl: oostenrijk, de: oesterreich}
    name: {nl: Oostenrijk, fr: Autriche, de: Österreich, en: Austria}
    synonyms: Österreich
    sources: [{title: Kunstenpunt, url: "https://example.org/", checked_on: 2026-11-22}]
""")
    partner = Partner.objects.get(slug_nl="oostenrijk")
    assert count == 2
    assert (partner.slug_de, partner.slug_fr, partner.name_en) == ("oesterreich", "", "Austria")
    assert partner.synonyms_fr == partner.synonyms_nl == "Österreich"
    assert partner.sources.get().checked_on == datetime.date(2026, 11, 22)
    assert partner.is_published()


def test_a_loaded_record_is_up_to_date_in_its_languages(load_text):
    load_text("partners.partner: [{kind: state, slug: a, name: {nl: A, fr: A}}]")
    partner = Partner.objects.get()
    assert partner.changed_nl and partner.changed_fr
    assert partner.changed_de is None
    assert not partner.is_outdated("fr")


@time_machine.travel("2027-03-01 12:00:00+01:00", tick=False)
def test_loaded_records_changed_on_the_day_of_the_last_check_each_at_its_own_second(load_text):
    load_text("""
partners.partner:
  - &a
    kind: state
    slug: a
    name: A
    sources:
      - {title: T, url: "https://example.org/", checked_on: 2026-11-22}
      - {title: U, url: "https://example.org/u", checked_on: 2026-11-20}
  - {<<: *a, slug: b, name: B}
""")
    first, second = Partner.objects.order_by("pk")
    assert first.changed_nl == first.changed_fr == brussels(2026, 11, 22)
    assert second.changed_nl == brussels(2026, 11, 22, 0, 0, 1)


def test_a_former_slug_of_a_record_leads_to_it(load_text, client):
    load_text(
        "partners.partner: [{kind: state, slug: eswatini, former_slugs: [swaziland], name: A}]"
    )
    moved = client.get("/nl/partners/swaziland/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/nl/partners/eswatini/")


def test_a_record_refers_to_others_by_their_dutch_slug(load_text):
    load_text("""
partners.partner:
  - {kind: state, slug: {nl: vk, en: uk}, name: Verenigd Koninkrijk}
  - {kind: region, slug: wales, name: Wales, parent: vk}
calls.callseries:
  - {slug: reeks, title: Reeks, partner: wales}
""")
    assert CallSeries.objects.get().partner.parent.slug_nl == "vk"


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ("{kind: state, slug: wales, name: Wales, colour: red}", "colour"),
        ("{kind: planet, slug: wales, name: Wales}", "planet"),
        ("{kind: state, slug: wales, name: {fr: Pays de Galles}}", "name_nl"),
        ("{kind: state, slug: wales, name: Wales, iso_code: wales}", "iso_code"),
        ("{kind: region, slug: wales, name: Wales, parent: atlantis}", "atlantis"),
        ("{kind: state, slug: wales, name: Wales, longitude: 4.35}", "longitude"),
        ("{kind: state, slug: wales, name: Wales, sources: [{title: x}]}", "url"),
        ("{kind: state, slug: wales, name: {nl: Wales, it: Galles}}", "it"),
        ("{kind: state, slug: {nl: wales, it: galles}, name: Wales}", "it"),
    ],
)
def test_an_error_names_the_file_and_the_record_and_loads_nothing(load_text, record, complaint):
    with pytest.raises(ContentError) as refusal:
        load_text(f"partners.partner: [{{kind: state, slug: a, name: A}}, {record}]")
    assert "partners.yaml" in str(refusal.value)
    assert "wales" in str(refusal.value)
    assert complaint in str(refusal.value)
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("today+9 17:00", brussels(2027, 4, 5, 17)),  # after the clock change
        ("today-1 09:30", brussels(2027, 3, 26, 9, 30)),
        ("today 23:59:59", brussels(2027, 3, 27, 23, 59, 59)),
        ("today+400 00:00", brussels(2028, 4, 30)),
        ("2027-07-01 17:00", brussels(2027, 7, 1, 17)),
        ("2027-07-01T17:00:00+00:00", brussels(2027, 7, 1, 19)),
    ],
)
def test_a_relative_instant_is_in_brussels_time(load_text, written, meant):
    make_series(slug_nl="reeks")
    with time_machine.travel(TODAY, tick=False):
        load_text(f"calls.call: [{{series: reeks, label: a, closes_at: '{written}'}}]")
    assert Call.objects.get().closes_at == meant


def test_a_relative_day_is_the_brussels_day(load_text):
    make_series(slug_nl="reeks")
    with time_machine.travel(brussels(2027, 3, 28, 0, 30), tick=False):  # still the 27th in UTC
        load_text("calls.call: [{series: reeks, label: a, project_from: today+4}]")
    assert Call.objects.get().project_from == "2027-04-01"


def test_content_is_not_loaded_once_a_page_exists():
    make_page(key="about", **in_four(title="Over"))
    call_command("load_content", verbosity=0)
    assert not Partner.objects.exists()


# Examples


def load_examples(at=TODAY):
    with time_machine.travel(at, tick=False):
        call_command("load_examples")


def examples():
    return {call.label: call for call in Call.objects.filter(is_example=True)}


@pytest.mark.slow
def test_reloading_the_examples_renews_their_dates_without_duplicates():
    load_examples()
    first, before = examples(), rows()
    load_examples(TODAY + datetime.timedelta(days=10))
    second = examples()
    assert second.keys() == first.keys()
    moved = second["ex-01"].closes_at.date() - first["ex-01"].closes_at.date()
    assert moved.days == 10
    assert rows() == before


@pytest.mark.slow
def test_reloading_the_examples_leaves_no_old_sources_behind():
    load_examples()
    load_examples()
    assert all(source.record for source in Source.objects.all())


@pytest.mark.slow
def test_loading_examples_keeps_real_records():
    real = make_series(slug_nl="reeks")
    load_examples()
    load_examples()
    assert CallSeries.objects.get(is_example=False) == real


@pytest.mark.slow
def test_every_loaded_example_is_marked_as_one():
    load_examples()
    for model in Publishable.__subclasses__():
        assert not model.objects.filter(is_example=False).exists(), model


def test_examples_are_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        load_examples()
    assert not examples()


@pytest.mark.slow
@pytest.mark.parametrize("action", [CHANGE, DELETION])
def test_examples_are_not_reloaded_after_an_editor_changed_one(action):
    load_examples()
    before = examples()["ex-01"]
    LogEntry.objects.create(
        user=get_user_model().objects.create(username="redacteur"),
        content_type=ContentType.objects.get_for_model(Call),
        object_id=str(before.pk),
        action_flag=action,
    )
    load_examples(TODAY + datetime.timedelta(days=10))
    assert examples()["ex-01"].closes_at == before.closes_at


@pytest.mark.slow
def test_edits_of_real_calls_do_not_stop_reloading_the_examples():
    load_examples()
    LogEntry.objects.create(
        user=get_user_model().objects.create(username="redacteur"),
        content_type=ContentType.objects.get_for_model(CallSeries),
        object_id=str(make_series().pk),
        action_flag=CHANGE,
    )
    before = examples()["ex-01"].closes_at
    load_examples(TODAY + datetime.timedelta(days=10))
    assert examples()["ex-01"].closes_at != before


@pytest.mark.slow
def test_examples_that_real_content_refers_to_are_not_reloaded(capsys):
    load_examples()
    make_series(partner=Partner.objects.get(slug_nl="voorbeeldland"))
    before = rows()
    load_examples()
    assert rows() == before
    assert "nothing was changed" in capsys.readouterr().out
