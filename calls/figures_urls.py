from django.urls import path

from calls import views
from portal.exchange.lists import table_paths

app_name = "figures"

urlpatterns = [
    path("", views.results_in_figures, name="figures"),
    *table_paths(
        views.results_in_figures_table,
        nl="resultaten",
        fr="resultats",
        de="ergebnisse",
        en="results",
    ),
]
