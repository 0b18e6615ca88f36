"""Context of `base.html`: language switch, navigation, and metadata in the head."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import Error
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from policy.priority import newest_frameworks
from portal.i18n.addresses import address
from portal.i18n.languages import CODES, HTML_CODES, SOURCE, active
from portal.linked_data.identifiers import LISTS, identifier_path, is_data
from portal.page_cache import freshness
from portal.publishing import clock
from portal.redirects.old_slugs import is_page_of
from portal.share_images import cards
from portal.share_images.layout import HEIGHT, WIDTH

LIST_NAMES = {url: name for name, url in LISTS.items()}
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
    """{language: URL} of this page; of the home page for errors.

    Of the query string only what the view of a list says that it knows, as `request.list_query`.
    """
    query = getattr(request, "list_query", "")
    match = None if getattr(request, "is_error", False) else request.resolver_match
    if not (match and match.view_name):
        return url_per_language("home", (), (), get_script_prefix())
    if get_record_url := getattr(request, "get_record_url", None):
        urls = {code: in_language(code, get_record_url) for code in CODES}
    else:
        given = tuple(match.captured_kwargs.items())
        urls = url_per_language(match.view_name, match.args, given, get_script_prefix())
    return {code: f"{url}?{query}" for code, url in urls.items()} if query else urls


@lru_cache(maxsize=1000)
def url_per_language(name, args, kwargs, _prefix):
    """{language: URL} of a view under a prefix of the whole site, which `reverse` adds."""
    return {
        code: in_language(code, lambda: reverse(name, args=args, kwargs=dict(kwargs)))
        for code in CODES
    }


def in_language(code, url):
    with override(code):
        return url()


_newest = (None, None)  # the slug of the newest framework, and the instant of the lookup


def framework_url(request):
    """The address of the newest framework; without one, and on error pages, that which leads to it.

    A process looks it up once in LOOKUP_INTERVAL. Not for a page as on another instant or with a
    draft in it, which must not be remembered.
    """
    global _newest
    slug, since = _newest
    if getattr(request, "is_error", False):  # the database may be what failed
        return address("policy:newest")
    at, is_internal = clock.now(), getattr(request, "is_internal", False)
    if is_internal or not (since and since <= at < since + freshness.LOOKUP_INTERVAL):
        try:
            slug = newest_frameworks().values_list("slug", flat=True).first()
        except Error:
            return address("policy:newest")
        if not is_internal:
            _newest = slug, at
    return address("policy:framework", slug) if slug else address("policy:newest")


@lru_cache
def sections(_language, _prefix):
    """[(label, URL)] of the five sections in the active language; the framework is the first."""
    names = [
        (_("Strategic framework"), "policy:newest"),
        (_("Partners"), "partners:partners"),
        (_("Project calls"), "calls:calls"),
        (_("Agreements"), "agreements:agreements"),
        (_("Support"), "support:measures"),
    ]
    return [(label, reverse(name)) for label, name in names]


def navigation(request):
    """The five sections; `current` marks the one of this page."""
    items = [
        {"label": label, "url": url, "current": request.path.startswith(url)}
        for label, url in sections(active(), get_script_prefix())
    ]
    items[0]["url"] = framework_url(request)
    return items


@lru_cache
def footer_links(_language, _prefix, has_alerts):
    """[{"label", "url"}] in the active language."""
    links = [
        (_("About this site"), "about"),
        (_("Contact"), "contact"),
        (_("Representations"), "posts:posts"),
        (_("Countries A to Z"), "countries"),
        (_("Recently changed"), "changes"),
        (_("Open data"), "open_data"),
        (_("Glossary"), "glossary"),
        (_("Accessibility"), "accessibility"),
        (_("Privacy"), "privacy"),
        (_("Languages on this site"), "languages"),
    ]
    if has_alerts:
        links.append((_("Email alerts"), "alerts:sign_up"))
    return [{"label": label, "url": reverse(name)} for label, name in links]


def identifier_of(request, record):
    """The identifier of the record whose page this is, or ''; an example has no data."""
    is_its_page = record and is_page_of(request, record)
    return request.build_absolute_uri(identifier_path(record)) if is_its_page else ""


def markdown_of_list(request):
    """Where a list is as Markdown; '' for a filtered one and for any other page."""
    name = LIST_NAMES.get(getattr(request.resolver_match, "view_name", None))
    if not name or getattr(request, "list_query", ""):
        return ""
    return request.build_absolute_uri(address("list_in_markdown", name, active()))


def share_image(request, record):
    """The picture that other sites show with a link to this page, and what is on it; or None.

    Pages that are neither of a record nor a list have that of the home page.
    """
    if record and not record.is_published():
        return None
    match = request.resolver_match
    view_name = match.view_name if match and match.view_name in cards.LISTS else "home"
    card = cards.record_card(record) if record else cards.list_card(view_name)
    return {
        "url": request.build_absolute_uri(cards.image_path(record, view_name)),
        "title": card.title,
        "alt": card.in_words(),
        "width": WIDTH,
        "height": HEIGHT,
    }


def site_context(request):
    """Context for `base.html`; empty for the admin and for requests without a language."""
    is_error = getattr(request, "is_error", False)
    is_admin = request.path_info.startswith(f"/{settings.DESK_PATH}") and not is_error
    if not hasattr(request, "LANGUAGE_CODE") or is_admin:
        return {}
    record = None if is_error else getattr(request, "record", None)
    exists = record.languages if record else CODES
    urls, language, prefix = page_urls(request), active(), get_script_prefix()
    search_url = address("search")
    is_filtered_list = record is None and bool(getattr(request, "list_query", ""))
    simulation = getattr(request, "simulation", None)
    indexed = not (
        simulation
        or is_error
        or is_filtered_list
        or (record and (record.is_example or language not in exists or not record.is_published()))
    )

    has_data = record and is_data(record) and not simulation
    identifier = identifier_of(request, record) if has_data else ""
    list_in_markdown = "" if is_error or simulation else markdown_of_list(request)

    def absolute(code):
        return request.build_absolute_uri(urls[code])

    return {
        "page_language": PageLanguage(language, urls[language], True, True),
        "site_languages": [
            PageLanguage(code, urls[code], code in exists, code == language) for code in CODES
        ],
        "alternates": [(code, absolute(code)) for code in exists]
        + [("x-default", absolute(SOURCE))]
        if indexed
        else [],
        "simulation": simulation,
        "canonical": ""
        if is_error or simulation
        else absolute(language if language in exists else SOURCE),
        "identifier": identifier,
        "markdown": f"{identifier}.{language}.md" if identifier else list_in_markdown,
        "noindex": not indexed,
        "share_image": None if is_error or simulation else share_image(request, record),
        "is_example": bool(record and record.is_example),
        "withdrawn": record.withdrawn_record if record and not record.is_published() else None,
        "navigation": navigation(request),
        "footer_links": footer_links(language, prefix, settings.ALERTS),
        "licence": {"name": settings.DATA_LICENCE_NAME, "url": settings.DATA_LICENCE_URL},
        "home_url": address("home"),
        "search_url": search_url,
        "is_search": request.path == search_url,
    }
