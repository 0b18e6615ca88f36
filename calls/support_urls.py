from django.urls import path

from calls import views

app_name = "support"

urlpatterns = [
    path("", views.measure_list, name="measures"),
    path("<slug:slug>/", views.measure_detail, name="measure"),
]
