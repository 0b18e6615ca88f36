"""The least that Django takes for a list, a page and an answer: what the portal is compared with.

Two small tables of their own, templates without our context, and the middleware of the portal.
"""

import datetime

from django.core.paginator import Paginator
from django.db import connection, models
from django.http import Http404, HttpResponse
from django.template import Context, Engine
from django.urls import path, reverse
from django.utils import timezone

ROWS = 200
TEXT = "Wie een project maakt met een partner uit een ander land kan hiervoor steun krijgen. "
BASE = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<title>{% block title %}{% endblock %}</title><link rel="stylesheet" href="/static/portal.css">
</head><body><header><a href="/">Home</a></header><main>{% block content %}{% endblock %}</main>
<footer>The end</footer></body></html>"""
LIST = """{% extends "base.html" %}{% block title %}List{% endblock %}{% block content %}
<h1>List</h1><p>{{ page.paginator.count }} found</p><ul>{% for call in page %}
<li><h2><a href="{% url "floor_page" call.pk %}">{{ call.title }}</a></h2>
<p>{{ call.get_status_display }}</p><p><time>{{ call.closes_at|date:"j F Y H:i" }}</time></p>
<p>{{ call.theme }} · {{ call.partner.name }}</p></li>{% endfor %}</ul>
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}
{% endblock %}"""
PAGE = """{% extends "base.html" %}{% block title %}{{ call.title }}{% endblock %}
{% block content %}<h1>{{ call.title }}</h1><p>{{ call.get_status_display }}</p>
<p><time>{{ call.closes_at|date:"j F Y H:i" }}</time></p><p>{{ call.theme }}</p>
<p>{{ call.partner.name }}</p><div>{{ call.body|safe }}</div>{% endblock %}"""
ENGINE = Engine(
    loaders=[
        (
            "django.template.loaders.cached.Loader",
            [
                (
                    "django.template.loaders.locmem.Loader",
                    {"base.html": BASE, "list.html": LIST, "page.html": PAGE},
                )
            ],
        )
    ]
)


class FloorPartner(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.name


class FloorCall(models.Model):
    title = models.CharField(max_length=100)
    theme = models.CharField(max_length=100)
    status = models.CharField(max_length=4, choices=[("open", "Open"), ("shut", "Closed")])
    closes_at = models.DateTimeField(db_index=True)
    body = models.TextField()
    partner = models.ForeignKey(FloorPartner, on_delete=models.CASCADE)

    class Meta:
        app_label = "floor"
        ordering = ["closes_at", "pk"]

    def __str__(self):
        return self.title


def floor_list(request):
    page = Paginator(FloorCall.objects.select_related("partner"), 20).get_page(1)
    return HttpResponse(ENGINE.get_template("list.html").render(Context({"page": page})))


def floor_page(request, pk):
    call = FloorCall.objects.select_related("partner").filter(pk=pk).first()
    if not call:
        raise Http404
    return HttpResponse(ENGINE.get_template("page.html").render(Context({"call": call})))


def floor_constant(request):
    return HttpResponse(CONSTANT)


CONSTANT = (TEXT * 250)[:20_000]
urlpatterns = [
    path("floor/list/", floor_list, name="floor_list"),
    path("floor/page/<int:pk>/", floor_page, name="floor_page"),
    path("floor/constant/", floor_constant, name="floor_constant"),
]


def fill():
    with connection.schema_editor() as editor:
        editor.create_model(FloorPartner)
        editor.create_model(FloorCall)
    partners = FloorPartner.objects.bulk_create(FloorPartner(name=f"Partner {n}") for n in range(9))
    FloorCall.objects.bulk_create(
        FloorCall(
            title=f"Call {n}",
            theme="Music and dance",
            status="open",
            closes_at=timezone.now() + datetime.timedelta(days=n),
            body=f"<p>{TEXT}</p>" * 20,
            partner=partners[n % 9],
        )
        for n in range(ROWS)
    )


def addresses():
    first = FloorCall.objects.first().pk
    return {
        "floor list": reverse("floor_list"),
        "floor page": reverse("floor_page", args=[first]),
        "floor constant": reverse("floor_constant"),
    }
