"""Context of `base.html`: language switch, navigation, and metadata in the head."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.i18n.languages import CODES, HTML_CODES, SOURCE, active

LANGUAGE_NAMES = dict(settings.LANGUAGES)


class PageLanguage(NamedTuple):
    """One language in the switch; `exists` is whether this page is translated into it."""

    code: str
    url: str
    exists: bool
    current: bool

    @property
    def html(self):
        return HTML_CODES[self.code]

    @property
    def name(self):
        return LANGUAGE_NAMES[self.code]

    @property
    def short(self):
        return self.code.upper()


def page_urls(request):
    """{language: URL} of this page with its query string; of the home page for errors."""
    query = request.META.get("QUERY_STRING", "")
    match = None if getattr(request, "is_error", False) else request.resolver_match
    urls = {}
    for code in CODES:
        with override(code):
            if match and (get_record_url := getattr(request, "get_record_url", None)):
                urls[code] = get_record_url()
            elif match and match.view_name:
                url = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
                urls[code] = f"{url}?{query}" if query else url
            else:
                urls[code] = reverse("home")
    return urls


def navigation(request):
    """The five sections; `current` marks the one of this page."""
    sections = [
        (_("Strategic framework"), "policy:newest"),
        (_("Partners"), "partners:partners"),
        (_("Project calls"), "calls:calls"),
        (_("Agreements"), "agreements:agreements"),
        (_("Support"), "support:measures"),
    ]
    items = [{"label": label, "url": reverse(name)} for label, name in sections]
    return [item | {"current": request.path.startswith(item["url"])} for item in items]


def footer_links():
    links = [
        (_("About this site"), "about"),
        (_("Contact"), "contact"),
        (_("Representations"), "posts:posts"),
        (_("Countries A to Z"), "countries"),
        (_("Recently changed"), "changes"),
        (_("Accessibility"), "accessibility"),
        (_("Privacy"), "privacy"),
        (_("Languages on this site"), "languages"),
    ]
    return [{"label": label, "url": reverse(name)} for label, name in links]


def site_context(request):
    """Context for `base.html`; empty for the admin and for requests without a language."""
    is_error = getattr(request, "is_error", False)
    is_admin = request.path_info.startswith("/beheer/") and not is_error
    if not hasattr(request, "LANGUAGE_CODE") or is_admin:
        return {}
    record = None if is_error else getattr(request, "record", None)
    exists = record.languages if record else CODES
    urls = page_urls(request)
    is_filtered_list = record is None and bool(request.META.get("QUERY_STRING"))
    simulation = getattr(request, "simulation", None)
    indexed = not (
        simulation
        or is_error
        or is_filtered_list
        or (record and (record.is_example or active() not in exists or not record.is_published()))
    )

    def absolute(code):
        return request.build_absolute_uri(urls[code])

    return {
        "page_language": PageLanguage(active(), urls[active()], True, True),
        "site_languages": [
            PageLanguage(code, urls[code], code in exists, code == active()) for code in CODES
        ],
        "alternates": [(code, absolute(code)) for code in exists]
        + [("x-default", absolute(SOURCE))]
        if indexed
        else [],
        "simulation": simulation,
        "canonical": ""
        if is_error or simulation
        else absolute(active() if active() in exists else SOURCE),
        "noindex": not indexed,
        "is_example": bool(record and record.is_example),
        "withdrawn": record.withdrawn_record if record and not record.is_published() else None,
        "navigation": navigation(request),
        "footer_links": footer_links(),
        "home_url": reverse("home"),
        "search_url": reverse("search"),
    }
