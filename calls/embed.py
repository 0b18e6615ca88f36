"""A list of calls for the website of somebody else: plain HTML in a frame, without script.

Links open the pages here. `oembed.py` gives the frame to programs that ask for it (oembed.com).
"""

from csp.decorators import csp_replace
from django.shortcuts import render
from django.utils.html import format_html

from calls.models import Call
from calls.syndication import list_title, list_url
from portal.i18n.addresses import address

CALLS = 20
HEIGHT, WIDTH = 480, 600  # pixels that a frame gets where nobody says


@csp_replace({"frame-ancestors": ["*"]})
def embed_response(request, form):
    """The first CALLS of the page with these filters, in its order."""
    calls = form.in_order(form.narrow(Call.objects.published().real())).for_cards()
    context = {
        "form": form,
        "calls": calls[:CALLS],
        "title": list_title(form),
        "page": list_url(form),
    }
    response = render(request, "calls/embed.html", context)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def embed_url(query):
    return f"{address('calls:embed')}?{query}".rstrip("?")


def frame(request, query, title, width=WIDTH, height=HEIGHT):
    """The HTML with which another site shows the list with these filters."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        request.build_absolute_uri(embed_url(query)),
        title,
        width,
        height,
    )
