"""The editors' handbook: the files of docs/handleiding/ as pages of the desk, for who signed in.

Links between chapters and to pictures are as in the files, so that these read well by themselves.
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
TO_CHAPTER = re.compile(r'href="([a-z]+)\.md"')
TO_PICTURE = re.compile(r'src="beeld/([a-z-]+)\.png"')


def read(chapter):
    """(title, HTML) of a chapter; its first line is its title."""
    title, text = (FOLDER / f"{chapter}.md").read_text(encoding="utf-8").split("\n", 1)
    html = markdown.markdown(text, extensions=["tables"])
    html = TO_CHAPTER.sub(lambda one: f'href="{reverse("handbook", args=[one[1]])}"', html)
    html = TO_PICTURE.sub(lambda one: f'src="{reverse("handbook_picture", args=[one[1]])}"', html)
    return title.removeprefix("# "), mark_safe(html)  # noqa: S308 files of our own


def show(request, chapter=CHAPTERS[0]):
    if chapter not in CHAPTERS:
        raise Http404
    title, text = read(chapter)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "text": text,
        "chapter": chapter,
        "chapters": [(name, read(name)[0]) for name in CHAPTERS],
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
