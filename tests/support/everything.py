"""A thing of every kind that the portal publishes, with all its rows."""

from portal.publishing.models import ChangeNote, Contact, Document, Source
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_measure,
    make_partner,
    make_programme,
)

NOON = brussels(2027, 2, 1, 12)


def make_everything(number=0):
    """A thing of each kind with all its rows."""
    partner = make_partner(longitude=4, latitude=50, **in_four(name=f"Wales {number}"))
    part = make_partner(parent=partner)
    jurisdiction = make_jurisdiction(partner=partner, post__country=partner)
    framework = make_framework()
    framework.points.create(kind="objective", position=1, text_nl="Doel")
    make_entry(framework=framework).partners.add(partner)
    make_entry(framework=framework, kind="jurisdictions")
    old = make_agreement()
    agreement = make_agreement(predecessor=old)
    agreement.partners.add(partner)
    programme = make_programme(agreement=agreement)
    call = make_call(
        series__partner=partner,
        series__agreement=agreement,
        results_at=brussels(2027, 1, 20),
        budget=5000,
    )
    call.amounts.create(side="total", kind="max", amount=1000)
    call.administrations.create(side="flemish", name_nl="Departement")
    call.sessions.create(starts_at=NOON)
    call.deadline_changes.create(old=NOON, changed_at=NOON, reason_nl="Later")
    call.projects.create(title="P", flemish_partners="A", other_partners="B", amount=10)
    measure = make_measure(timing="by-start", replaces=make_measure(), maximum=100)
    measure.rounds.create(
        start_from_month=6,
        start_from_day=1,
        start_until_month=12,
        start_until_day=31,
        deadline_month=2,
        deadline_day=14,
    )
    measure.places.add(partner)
    contact = Contact.objects.create(name_nl="Team", phone="1")
    for record in (call, measure):
        record.contacts.add(contact)
    for record in (
        partner,
        part,
        jurisdiction.post,
        framework,
        agreement,
        programme,
        call,
        measure,
    ):
        Source.objects.create(record=record, title="x", url="https://a.example/", checked_on=NOON)
        ChangeNote.objects.create(record=record, text_nl="Anders", at=NOON)
        Document.objects.create(
            record=record, title_nl="Tekst", url="https://a.example/x.pdf", languages=["nl"]
        )
