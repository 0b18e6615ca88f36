from django.urls import path

from calls import views
from portal.i18n.languages import in_four

app_name = "calls"
results = in_four(
    nl="<slug:slug>/<slug:label>/resultaten/",
    fr="<slug:slug>/<slug:label>/resultats/",
    de="<slug:slug>/<slug:label>/ergebnisse/",
    en="<slug:slug>/<slug:label>/results/",
)
results_csv = in_four(
    nl="<slug:slug>/<slug:label>/resultaten/resultaten.csv",
    fr="<slug:slug>/<slug:label>/resultats/resultats.csv",
    de="<slug:slug>/<slug:label>/ergebnisse/ergebnisse.csv",
    en="<slug:slug>/<slug:label>/results/results.csv",
)
calendar = in_four(nl="kalender.ics", fr="calendrier.ics", de="kalender.ics", en="calendar.ics")
of_call = in_four(
    nl="<slug:slug>/<slug:label>/kalender.ics",
    fr="<slug:slug>/<slug:label>/calendrier.ics",
    de="<slug:slug>/<slug:label>/kalender.ics",
    en="<slug:slug>/<slug:label>/calendar.ics",
)
checklist = in_four(
    nl="<slug:slug>/<slug:label>/checklist.txt",
    fr="<slug:slug>/<slug:label>/liste-de-controle.txt",
    de="<slug:slug>/<slug:label>/checkliste.txt",
    en="<slug:slug>/<slug:label>/checklist.txt",
)
data = in_four(nl="oproepen.json", fr="appels.json", de="aufrufe.json", en="calls.json")

urlpatterns = [
    path("", views.call_list, name="calls"),
    path("feed.atom", views.call_list_feed, name="feed"),
    path(calendar, views.call_list_calendar, name="calendars"),
    path(data, views.call_list_data, name="data"),
    path(of_call, views.call_calendar, name="calendar"),
    path("<slug:slug>/", views.series_detail, name="series"),
    path("<slug:slug>/<slug:label>/", views.call_detail, name="call"),
    path(results, views.call_results, name="results"),
    path(results_csv, views.call_results_csv, name="results_csv"),
    path(checklist, views.call_checklist, name="checklist"),
]
