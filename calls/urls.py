from django.urls import path

from portal.publishing.languages import in_four

from . import views

app_name = "calls"
results = in_four(
    nl="<slug:slug>/<slug:label>/resultaten/",
    fr="<slug:slug>/<slug:label>/resultats/",
    de="<slug:slug>/<slug:label>/ergebnisse/",
    en="<slug:slug>/<slug:label>/results/",
)

urlpatterns = [
    path("", views.call_list, name="calls"),
    path("<slug:slug>/", views.series_detail, name="series"),
    path("<slug:slug>/<slug:label>/", views.call_detail, name="call"),
    path(results, views.call_results, name="results"),
]
