from django.urls import path

from calls import views
from calls.urls import calendar
from portal.exchange.lists import table_paths
from portal.i18n.languages import in_four

app_name = "support"

data = in_four(
    nl="ondersteuning.json", fr="soutien.json", de="unterstuetzung.json", en="support.json"
)

urlpatterns = [
    path("", views.measure_list, name="measures"),
    path(calendar, views.measure_list_calendar, name="calendar"),
    path(data, views.measure_list_data, name="data"),
    *table_paths(
        views.measure_list_table,
        nl="ondersteuning",
        fr="soutien",
        de="unterstuetzung",
        en="support",
    ),
    path("<slug:slug>/", views.measure_detail, name="measure"),
]
