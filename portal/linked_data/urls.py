from django.urls import path

from portal.linked_data import views

urlpatterns = [
    path("id/<slug:kind>/<int:pk>", views.identifier, name="identifier"),
]
