from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from policy.models import Framework
from policy.priority import compare_partners, focus_list, newest_framework, public_jurisdictions
from policy.tables import FOCUS_COLUMNS
from portal.exchange.lists import table_response
from portal.publishing.page_rows import ATTACHED, load_rows
from portal.publishing.prepared import Given, Prepared
from portal.publishing.shelf import Shelf
from portal.redirects.old_slugs import public_or_raise

FRAMEWORKS = Shelf(10)
FRAMEWORK_PAGE = Prepared(
    lambda: Framework.objects.for_page(successor_framework="title").filter(slug=Given("slug"))
)


def newest(request):
    """Redirect to the newest framework: temporarily, since that changes."""
    framework = newest_framework()
    if not framework:
        raise Http404("no framework is published")
    return redirect(framework)


def public_frameworks():
    return FRAMEWORKS.get("public", lambda: list(Framework.objects.published()))


def framework_or_404(slug):
    found = FRAMEWORK_PAGE.records(slug=slug)
    if not found:
        raise Http404(f"no framework has the slug {slug!r}")
    return found[0]


def framework_detail(request, slug):
    framework = public_or_raise(request, framework_or_404(slug))
    load_rows(framework, "points", "entries", "entries__members", *ATTACHED)
    context = {
        "framework": framework,
        "entries": focus_list(framework),
        "jurisdictions": public_jurisdictions(),
        "others": [other for other in public_frameworks() if other != framework],
    }
    return render(request, "policy/framework_detail.html", context)


def focus_list_table(request, slug, file_format):
    address = f"get_focus_list_{file_format}_url"
    framework = public_or_raise(request, framework_or_404(slug), address)
    if framework.is_example:
        raise Http404("an example has no data")
    load_rows(framework, "entries", "entries__members")

    def place(entry):
        return f"{framework.get_absolute_url()}#focus-{entry.position}"

    return table_response(request, FOCUS_COLUMNS, focus_list(framework), file_format, place)


def framework_compare(request, slug, other):
    published = Framework.objects.published()
    one, two = (get_object_or_404(published, slug=period) for period in (slug, other))
    only_one, both, only_two = compare_partners(one, two)
    context = {"one": one, "two": two, "only_one": only_one, "both": both, "only_two": only_two}
    return render(request, "policy/framework_compare.html", context)
