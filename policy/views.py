from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from policy.models import Framework
from policy.priority import compare_partners, current_jurisdictions, focus_list, newest_framework
from portal.redirects.old_slugs import public_or_raise


def newest(request):
    """Redirect to the newest framework: temporarily, since that changes."""
    framework = newest_framework()
    if not framework:
        raise Http404("no framework is published")
    return redirect(framework)


def framework_detail(request, slug):
    frameworks = Framework.objects.select_related("successor_framework")
    framework = public_or_raise(request, get_object_or_404(frameworks, slug=slug))
    context = {
        "framework": framework,
        "entries": focus_list(framework),
        "jurisdictions": current_jurisdictions(),
        "others": Framework.objects.published().exclude(pk=framework.pk),
    }
    return render(request, "policy/framework_detail.html", context)


def framework_compare(request, slug, other):
    published = Framework.objects.published()
    one, two = (get_object_or_404(published, slug=period) for period in (slug, other))
    only_one, both, only_two = compare_partners(one, two)
    context = {"one": one, "two": two, "only_one": only_one, "both": both, "only_two": only_two}
    return render(request, "policy/framework_compare.html", context)
