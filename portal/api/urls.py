from django.urls import path

from portal.api import views
from portal.api.files import FILES
from portal.api.kinds import KINDS

app_name = "api"

urlpatterns = [
    path("", views.index, name="index"),
    path("openapi.json", views.openapi, name="openapi"),
    path("changes/", views.changes, name="changes"),
    *(path(name, views.everything, {"name": name}, name=name) for name in FILES),
    *(
        path(f"{kind.word}/", views.things, {"kind": kind}, name=f"{kind.word}-list")
        for kind in KINDS
    ),
    *(
        path(f"{kind.word}/<int:pk>/", views.thing, {"kind": kind}, name=f"{kind.type}-item")
        for kind in KINDS
    ),
]
