from django.urls import path

from portal.linked_data import views

urlpatterns = [
    path("id/<slug:kind>/<int:pk>", views.identifier, name="identifier"),
    path("id/<slug:kind>/<int:pk>.md", views.in_markdown, name="in_markdown"),
    path("id/<slug:kind>/<int:pk>.<slug:language>.md", views.markdown, name="markdown"),
    path("id/<slug:kind>/<int:pk>.<slug:suffix>", views.thing_data, name="thing_data"),
    path("data/catalogue", views.catalogue, name="catalogue"),
    path("data/catalogue.<slug:suffix>", views.catalogue_data, name="catalogue_data"),
    path("data/vocabulary", views.vocabulary, name="vocabulary"),
    path("data/vocabulary.<slug:suffix>", views.vocabulary_data, name="vocabulary_data"),
    path("data/<slug:name>.<slug:language>.md", views.list_in_markdown, name="list_in_markdown"),
    path("llms.txt", views.llms, name="llms"),
]
