from django.urls import include, path

from calls import views
from portal.exchange.lists import table_paths
from portal.i18n.languages import in_four

app_name = "calls"

calendar = in_four(nl="kalender.ics", fr="calendrier.ics", de="kalender.ics", en="calendar.ics")
data = in_four(nl="oproepen.json", fr="appels.json", de="aufrufe.json", en="calls.json")
checklist = in_four(
    nl="checklist.txt", fr="liste-de-controle.txt", de="checkliste.txt", en="checklist.txt"
)
embed = in_four(nl="insluiten.html", fr="integrer.html", de="einbetten.html", en="embed.html")
results = in_four(nl="resultaten/", fr="resultats/", de="ergebnisse/", en="results/")

edition_urlpatterns = [
    path("", views.call_detail, name="call"),
    path(calendar, views.call_calendar, name="calendar"),
    path(checklist, views.call_checklist, name="checklist"),
    path(results, views.call_results, name="results"),
    *table_paths(
        views.call_results_table,
        name="results",
        nl="resultaten/resultaten",
        fr="resultats/resultats",
        de="ergebnisse/ergebnisse",
        en="results/results",
    ),
]

urlpatterns = [
    path("", views.call_list, name="calls"),
    path("feed.atom", views.call_list_feed, name="feed"),
    path("feed.json", views.call_list_feed, name="feed_json"),
    path(embed, views.call_list_embed, name="embed"),
    path(calendar, views.call_list_calendar, name="calendars"),
    path(data, views.call_list_data, name="data"),
    *table_paths(views.call_list_table, nl="oproepen", fr="appels", de="aufrufe", en="calls"),
    path("<slug:slug>/", views.series_detail, name="series"),
    path("<slug:slug>/<slug:label>/", include(edition_urlpatterns)),
]
