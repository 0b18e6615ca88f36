"""Our own codes, such as the status of a call, as SKOS concepts at `/data/vocabulary`."""

from django.urls import reverse

from agreements.models import Agreement, Standing
from calls.models import Audience, CallSeries, Discipline, SupportMeasure
from calls.status import Status, Timing
from partners.models import Partner, Post
from policy.models import FocusEntry, Point
from portal.publishing.models import Document, Source

SCHEMES = {
    "call-status": Status,
    "call-timing": Timing,
    "series-rhythm": CallSeries.Rhythm,
    "audience": Audience,
    "discipline": Discipline,
    "support-kind": SupportMeasure.Kind,
    "support-goal": SupportMeasure.Goal,
    "support-timing": SupportMeasure.Timing,
    "agreement-kind": Agreement.Kind,
    "agreement-standing": Standing,
    "agreement-renewal": Agreement.Renewal,
    "partner-kind": Partner.Kind,
    "post-status": Post.Status,
    "framework-point": Point.Kind,
    "focus-kind": FocusEntry.Kind,
    "document-kind": Document.Kind,
    "source-confidence": Source.Confidence,
}


def describe_vocabulary(data):
    vocabulary = data.absolute(reverse("vocabulary"))
    for scheme, choices in SCHEMES.items():
        data.add(
            f"{vocabulary}#{scheme}",
            "skos:ConceptScheme",
            dct_title={"en": scheme.replace("-", " ")},
            skos_hasTopConcept=data.concepts(scheme, choices),
        )
