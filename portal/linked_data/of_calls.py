"""Calls and support measures as public services (CPSV-AP 3.2), and the series of calls.

Amounts are not costs in its sense, which an applicant pays, but what the output is: schema.org has
words for them. A deadline is the end of the period in which one can apply.
"""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from calls.models import CallAmount, SupportMeasure
from calls.status import Status
from calls.support_answers import answer
from calls.support_wording import round_lines, timing_line
from calls.syndication import updated_at
from portal.i18n.languages import CODES
from portal.linked_data.data import headings, in_every_language, labels, texts
from portal.linked_data.graph import address, partial_date
from portal.publishing.atom import UNKNOWN_DATE

SERVICE = "cpsv:PublicService"
GRANT = f"{SERVICE} subsidie:SubsidiemaatregelAanbod schema:MonetaryGrant"
REQUIREMENTS = {"who": lambda: _("Who can apply?")}
RULES = {
    "what": lambda: _("What can be funded?"),
    "costs": lambda: _("Which costs?"),
    "how_much": lambda: _("How much?"),
    "amounts": lambda: _("How much?"),
    "criteria": lambda: _("How we assess your application"),
    "how": lambda: _("How to apply"),
}


def describe_call(data, call):
    prefetch_related_objects([call], "administrations", "deadline_changes", "changes")
    me, status = data.id(call), call.status(data.at)
    authorities = [administration_of(data, me, row) for row in call.administrations.all()]
    flemish = [iri for iri, side in authorities if side == CallAmount.Side.FLEMISH]
    is_cancelled = status == Status.CANCELLED
    data.describe_record(
        call,
        GRANT,
        modified=call_modified(call, data.at),
        dct_title=headings(call),
        dct_description=description(call, "summary", "theme", "what") or headings(call),
        adms_status=data.concept("call-status", status),
        dct_type=data.concept("support-kind", SupportMeasure.Kind.GRANT),
        cv_isClassifiedBy=data.concept("call-timing", call.timing),
        dct_temporal=application_period(data, me, call),
        dct_language=data.languages(call.form_languages),
        dct_audience=data.concepts("audience", call.applicants),
        cv_thematicArea=data.concepts("discipline", call.disciplines),
        dct_isVersionOf=data.public(call.series),
        cv_hasCompetentAuthority=flemish or data.publisher(),
        cv_hasChannel=[channel_of(data, me, row, call) for row in call.administrations.all()],
        cv_contactPoint=contact_points(data, call.contacts.all()),
        cpsv_produces=output_of_call(data, me, call),
        schema_amount=budget_of(data, me, call),
        skos_changeNote=texts(call, "cancellation_reason") if is_cancelled else None,
        **partner_facts(data, call.series.partner),
        **legal_facts(data, call.series.agreement),
        **prose_facts(data, me, call, "who", "what", "how_much", "criteria", "how"),
    )
    if status == Status.RESULTS:
        add_results(data, me, call)


def call_modified(call, at):
    """The last instant at which its text in any language changed, or its status."""
    instants = []
    for code in CODES:
        with override(code):
            instants.append(updated_at(call, at))
    newest = max(instants)
    return None if newest == UNKNOWN_DATE else newest


def description(record, *fields):
    """The first of these texts that a record has."""
    return next(filter(None, (texts(record, field) for field in fields)), {})


def application_period(data, me, call):
    """From the opening until the first instant at which it is too late, or the days of these."""
    return data.period(
        f"{me}#application-period",
        call.first_day if call.opens_day_only else call.opens_at,
        call.last_day if call.closes_day_only else call.closing,
    )


def output_of_call(data, me, call):
    """What a project gets."""
    return data.add(
        f"{me}#grant",
        "cv:Output schema:MonetaryGrant",
        dct_identifier=f"{me}#grant",
        dct_title=labels("support-kind", SupportMeasure.Kind.GRANT),
        dct_temporal=data.period(
            f"{me}#project-period",
            partial_date(call.project_from),
            partial_date(call.project_until),
        ),
        schema_amount=[amount_of(data, me, row) for row in call.amounts.all()],
    )


def amount_of(data, me, row):
    is_maximum = row.kind == CallAmount.Kind.MAXIMUM
    return data.add(
        f"{me}#amount-{row.pk}",
        "schema:MonetaryAmount",
        schema_name=in_every_language(row.get_side_display) if row.side else None,
        schema_currency=row.currency,
        **{"schema_maxValue" if is_maximum else "schema_value": row.amount},
    )


def budget_of(data, me, call):
    return call.budget and data.add(
        f"{me}#budget",
        "schema:MonetaryAmount",
        schema_name=in_every_language(lambda: call._meta.get_field("budget").verbose_name),
        schema_currency=call.budget_currency,
        schema_value=call.budget,
    )


def add_results(data, me, call):
    """The selected projects by their titles; who made them is on the page of the results."""
    projects = [
        data.add(
            f"{me}#project-{project.pk}",
            "schema:Project",
            schema_name=project.title,
            schema_description=texts(project, "description"),
        )
        for project in call.projects.all()
    ]
    data.add(me, schema_fundedItem=projects)


def administration_of(data, me, row):
    """(the body that takes applications, its side)."""
    iri, name = f"{me}#administration-{row.pk}", texts(row, "name")
    facts = {
        "schema_email": row.email,
        "foaf_homepage": address(row.url),
        "schema_address": texts(row, "address"),
    }
    if row.side == CallAmount.Side.FLEMISH:
        return data.add(data.organisation(iri, name), **facts), row.side
    return data.add(iri, "org:Organization", skos_prefLabel=name, **facts), row.side


def channel_of(data, me, row, call):
    iri = f"{me}#channel-{row.pk}"
    return data.add(
        iri,
        "cv:Channel",
        dct_identifier=iri,
        dct_description=texts(call, "moment_of_submission"),
        cv_ownedBy=data.add(f"{me}#administration-{row.pk}", "org:Organization"),
    )


def contact_points(data, contacts):
    return [
        data.add(
            data.in_catalogue(f"contact-{contact.pk}"),
            "cv:ContactPoint",
            rdfs_label=texts(contact, "name"),
            cv_email=contact.email,
            cv_telephone=contact.phone,
            cv_contactPage=contact.url and data.add(address(contact.url), "foaf:Document"),
        )
        for contact in contacts
    ]


def partner_facts(data, partner):
    """Where a service is about, when that is a place; else what it is about."""
    found = data.public(partner)
    if not found:
        return {}
    if partner.kind == partner.Kind.ORGANISATION:
        return {"dct_relation": found}
    return {"dct_spatial": [data.add(found, "dct:Location"), data.country(partner.iso_code)]}


def legal_facts(data, agreement):
    found = data.public(agreement)
    return {"cv_hasLegalResource": data.add(found, "eli:LegalResource")} if found else {}


def prose_facts(data, me, record, *fields):
    """The texts of a page as requirements and rules, in words."""
    requirements, rules = [], []
    for field in fields:
        if not (found := texts(record, field)):
            continue
        iri, is_requirement = f"{me}#{field.replace('_', '-')}", field in REQUIREMENTS
        title = in_every_language((REQUIREMENTS if is_requirement else RULES)[field])
        described = data.add(
            iri,
            "cv:Requirement" if is_requirement else "cpsv:Rule",
            dct_identifier=iri,
            dct_title=title,
            dct_description=found,
        )
        (requirements if is_requirement else rules).append(described)
    return {"cv_holdsRequirement": requirements, "cpsv_follows": rules}


def describe_series(data, series):
    calls = series.calls.published(data.at).real()
    data.describe_record(
        series,
        SERVICE,
        dct_title=texts(series, "title"),
        dct_description=description(series, "body") or texts(series, "title"),
        cv_hasCompetentAuthority=data.publisher(),
        dct_accrualPeriodicity=data.concept("series-rhythm", series.rhythm),
        skos_editorialNote=texts(series, "rhythm_note"),
        dct_hasVersion=[data.id(call) for call in calls],
        **partner_facts(data, series.partner),
        **legal_facts(data, series.agreement),
    )


def describe_measure(data, measure):
    me, found = data.id(measure), answer(measure)
    is_grant = measure.kind == SupportMeasure.Kind.GRANT
    owner = texts(measure, "owner")
    data.describe_record(
        measure,
        GRANT if is_grant else SERVICE,
        dct_title=texts(measure, "title"),
        dct_description=description(measure, "summary", "who") or texts(measure, "title"),
        dct_type=data.concept("support-kind", measure.kind),
        cv_isClassifiedBy=[
            *data.concepts("support-goal", measure.goals),
            data.concept("support-timing", measure.timing),
        ],
        dct_audience=data.concepts("audience", measure.audiences),
        dct_temporal=data.period(f"{me}#next-period", None, found.deadline),
        cv_hasCompetentAuthority=data.publisher()
        if measure.is_own
        else data.organisation(f"{me}#owner", owner),
        cv_hasLegalResource=legal_basis_of(data, me, measure),
        cv_hasChannel=channel_of_measure(data, me, measure),
        cv_contactPoint=contact_points(data, measure.contacts.all()),
        cpsv_produces=output_of_measure(data, me, measure),
        dct_spatial=places_of(data, measure),
        dct_replaces=data.public(measure.replaces),
        dct_isReplacedBy=[data.public(newer) for newer in measure.replaced_by.all()],
        **prose_facts(data, me, measure, "who", "costs", "amounts", "how"),
    )


def legal_basis_of(data, me, measure):
    name = texts(measure, "legal_basis")
    return data.add(f"{me}#legal-basis", "eli:LegalResource", dct_title=name) if name else None


def channel_of_measure(data, me, measure):
    """How and when to apply; its yearly deadlines are in words."""
    iri = f"{me}#channel"
    timing = in_every_language(lambda: "\n".join([timing_line(measure), *round_lines(measure)]))
    if not (timing or measure.url or measure.channel_nl):
        return None
    return data.add(
        iri,
        "cv:Channel",
        dct_identifier=iri,
        dct_description=texts(measure, "channel"),
        foaf_page=measure.url and data.add(address(measure.url), "foaf:Document"),
        cv_openingHours=timing
        and data.add(
            f"{me}#timing",
            "time:TemporalEntity",
            dct_description=timing,
            skos_note=texts(measure, "timing_note"),
        ),
    )


def output_of_measure(data, me, measure):
    maximum = measure.maximum and data.add(
        f"{me}#maximum",
        "schema:MonetaryAmount",
        schema_currency="EUR",
        schema_maxValue=measure.maximum,
    )
    kinds = "cv:Output schema:MonetaryGrant" if measure.is_grant else "cv:Output"
    return data.add(
        f"{me}#output",
        kinds,
        dct_identifier=f"{me}#output",
        dct_title=labels("support-kind", measure.kind),
        schema_amount=maximum,
    )


def places_of(data, measure):
    """The countries and regions that it is only for."""
    public = [place for place in measure.places.all() if place.is_published(data.at)]
    return [
        found for place in public for found in partner_facts(data, place).get("dct_spatial", [])
    ]
