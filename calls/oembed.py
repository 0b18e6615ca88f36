"""oEmbed 1.0: the frame with a list of calls, for the address of that list or of a partner."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from calls.embed import HEIGHT, WIDTH, frame
from calls.filters import CallFilter
from calls.syndication import list_title
from partners.models import Partner

LEAST = 120  # pixels; in less nothing can be read
LISTS = {"calls:calls", "calls:embed"}


def oembed_response(request):
    """Http404 for an address that has no list; 501 for XML, as the specification asks."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON.", content_type="text/plain", status=501)
    language, query = list_of(request, request.GET.get("url", ""))
    with override(language):
        form = CallFilter(QueryDict(query))
        form.require_meaning()
        title = list_title(form)
        width, height = (pixels(request, name) for name in ("width", "height"))
        data = {
            "version": "1.0",
            "type": "rich",
            "provider_name": _("International cultural policy"),
            "provider_url": request.build_absolute_uri(reverse("home")),
            "title": title,
            "html": frame(request, form.address_query, title, width, height),
            "width": width,
            "height": height,
            "cache_age": settings.SHARED_CACHE_SECONDS,
        }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def list_of(request, url):
    """(language, query string) of the list of calls that an address of ours shows."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Http404("no address") from error
    language = get_language_from_path(parts.path)
    if parts.netloc != request.get_host() or not language:
        raise Http404("no page of ours")
    with override(language):
        match = resolve(parts.path)  # Resolver404 is an Http404
    if match.view_name in LISTS:
        return language, parts.query
    if match.view_name == "partners:partner":
        slugs = {f"slug_{language}": match.kwargs["slug"]}
        if partner := Partner.objects.published().filter(**slugs).first():
            return language, f"partner={partner.slug_nl}"
    raise Http404("nothing to show in a frame")


def pixels(request, name):
    """The usual size, or less where the other site has less room."""
    usual = {"width": WIDTH, "height": HEIGHT}[name]
    most = request.GET.get(f"max{name}", "")
    if most.isascii() and most.isdecimal() and len(most) < 6:
        return max(min(int(most), usual), LEAST)
    return usual
