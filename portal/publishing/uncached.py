"""Answers that no cache may keep, ours neither, although they are public."""


def uncached(view):
    """Marks a view; that it finds nothing is not kept either."""
    view.is_uncached = True
    return view


def is_uncached(request):
    return getattr(getattr(request.resolver_match, "func", None), "is_uncached", False)
