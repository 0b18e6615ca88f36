"""When pages became what they are."""

from portal.page_cache.boundaries import last_boundary, next_boundary
from portal.page_cache.models import ContentChange


def turned_at(at):
    """Since when a page that nobody read before `at` was as it is: since the last boundary, if
    nothing was changed after it; else that is not known, and it is `at`."""
    boundary = last_boundary(at)
    is_changed = ContentChange.objects.filter(at__gte=boundary).exists()
    return at if is_changed else boundary


def instants_between(since, at):
    """The instants after `since`, until `at`, at which pages turned while what is there now was
    there: boundaries after the last change, and `at` where no boundary comes after that."""
    changed = ContentChange.objects.filter(at__gt=since, at__lte=at).order_by("-at").first()
    begin = changed.at if changed else since
    instants = []
    while (boundary := next_boundary(instants[-1] if instants else begin)) <= at:
        instants.append(boundary)
    return instants or [at]
