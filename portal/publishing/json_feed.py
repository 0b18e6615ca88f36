"""The same feeds as JSON Feed 1.1 (jsonfeed.org), for programs that read no XML."""

from django.http import JsonResponse

from portal.i18n.formats import machine

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(context):
    """What `portal.publishing.atom.feed` has of a feed, as a response.

    `_licence` and the `_languages` of an item are ours: the format has no place for them.
    """
    data = {
        "version": VERSION,
        "title": context["title"],
        "home_page_url": context["page"],
        "feed_url": context["feed"],
        "language": context["language"],
        "authors": [{"name": context["author"], "url": context["home"]}],
        "_licence": {"name": context["licence_name"], "url": context["licence"]},
        "items": [item(entry) for entry in context["entries"]],
    }
    if context["hub"]:
        data["hubs"] = [{"type": "WebSub", "url": context["hub"]}]
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(
        data, content_type="application/feed+json; charset=utf-8", json_dumps_params=options
    )


def item(entry):
    found = {
        "id": entry.id.urn,
        "url": entry.url,
        "title": entry.title.content,
        "content_html": str(entry.content),
        "date_modified": machine(entry.updated),
    }
    if entry.published:
        found["date_published"] = machine(entry.published)
    if entry.category:
        found["tags"] = [str(entry.category[1])]
    if entry.title_lang:
        found["language"] = entry.title_lang
    if entry.alternates:
        found["_languages"] = entry.alternates
    return found
