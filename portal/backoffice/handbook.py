"""The editors' handbook: the Markdown files of docs/handleiding/ as pages of the admin.

The files link to each other and to images by relative path, so that they also work outside the
admin; here these links become URLs.
"""

import re

import markdown
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import mark_safe

CHAPTERS = [
    "beginnen",
    "wijzigen",
    "oproepen",
    "vertalen",
    "intrekken",
    "geschiedenis",
    "bestanden",
    "links",
    "rekenbladen",
]
FOLDER = settings.BASE_DIR / "docs" / "handleiding"
CHAPTER_LINK = re.compile(r'href="([a-z]+)\.md"')
PICTURE_SOURCE = re.compile(r'src="beeld/([a-z-]+)\.png"')


def read_chapter(chapter):
    """(title, Markdown) of a chapter; the title is the first line of its file."""
    title, text = (FOLDER / f"{chapter}.md").read_text(encoding="utf-8").split("\n", 1)
    return title.removeprefix("# "), text


def render_chapter(chapter):
    """(title, HTML) of a chapter."""
    title, text = read_chapter(chapter)
    html = markdown.markdown(text, extensions=["tables"])
    html = CHAPTER_LINK.sub(lambda match: f'href="{reverse("handbook", args=[match[1]])}"', html)
    html = PICTURE_SOURCE.sub(
        lambda match: f'src="{reverse("handbook_picture", args=[match[1]])}"', html
    )
    return title, mark_safe(html)  # noqa: S308 files of this repository


def show(request, chapter=CHAPTERS[0]):
    if chapter not in CHAPTERS:
        raise Http404
    title, text = render_chapter(chapter)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "text": text,
        "chapter": chapter,
        "chapters": [(name, read_chapter(name)[0]) for name in CHAPTERS],
    }
    return render(request, "admin/handbook.html", context)


def picture(request, name):
    file = FOLDER / "beeld" / f"{name}.png"
    if not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="image/png")


urlpatterns = [
    path("", admin.site.admin_view(show), name="handbook"),
    path("<slug:chapter>/", admin.site.admin_view(show), name="handbook"),
    path("beeld/<slug:name>.png", admin.site.admin_view(picture), name="handbook_picture"),
]
