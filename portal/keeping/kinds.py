"""The public pages that are of no record, for the archive."""

from functools import partial
from itertools import permutations

from calls.models import Call
from partners.models import Partner
from policy.models import Framework
from portal.archive import pages
from portal.archive.facts import facts_of, withdrawal_facts
from portal.countries import COUNTRY_CODES
from portal.country_views import answer_url, other_partners
from portal.i18n.addresses import address
from portal.sitemaps import LIST_URL_NAMES

LISTS = [*LIST_URL_NAMES, "search"]
A_PARTNER = "partner-"  # before the key of one that is no country


def register():
    for name in LISTS:
        pages.register(name, lambda: [""], partial(of_list, name), lambda request: "")
    pages.register("calls:results", calls_with_results, results_url, requested_call, facts_of_call)
    pages.register("policy:compare", pairs_of_frameworks, comparison_url, requested_pair)
    pages.register("country", answers, answer_address, requested_answer)


def of_list(name, _of):
    return address(name)


# Results of a call, by its key


def calls_with_results():
    return map(str, Call.objects.published().with_results().order_by("pk").primary_keys())


def call_of(of):
    return Call.objects.select_related("series").filter(pk=of).first()


def results_url(of):
    call = call_of(of)
    return call.get_results_url() if call else ""


def requested_call(request):
    return str(request.requested_record.pk)


def facts_of_call(of):
    call = call_of(of)
    if call is None:
        return {}
    return facts_of(call) if call.is_published() else withdrawal_facts(call)


# Two frameworks compared, by their slugs


def pairs_of_frameworks():
    slugs = Framework.objects.published().order_by("slug").values_list("slug", flat=True)
    return map(" ".join, permutations(slugs, 2))


def comparison_url(of):
    return address("policy:compare", *of.split(" "))


def requested_pair(request):
    return " ".join(request.resolver_match.kwargs.values())


# “What about country X?”, by the code of the country or the key of another partner


def answers():
    others = (f"{A_PARTNER}{partner.pk}" for partner, _url in other_partners())
    return [*map(str.lower, COUNTRY_CODES), *others]


def answer_address(of):
    if not of.startswith(A_PARTNER):
        return address("country", of)
    partner = Partner.objects.filter(pk=of.removeprefix(A_PARTNER)).first()
    return answer_url(partner) if partner else ""


def requested_answer(request):
    partner = getattr(request, "record", None)
    return f"{A_PARTNER}{partner.pk}" if partner else request.resolver_match.kwargs["code"]
