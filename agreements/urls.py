from django.urls import path

from agreements import views
from portal.exchange.lists import table_paths
from portal.i18n.languages import in_four

app_name = "agreements"
programme = in_four(
    nl="<slug:slug>/werkprogramma-<int:first_year>-<int:last_year>/",
    fr="<slug:slug>/programme-de-travail-<int:first_year>-<int:last_year>/",
    de="<slug:slug>/arbeitsprogramm-<int:first_year>-<int:last_year>/",
    en="<slug:slug>/work-programme-<int:first_year>-<int:last_year>/",
)

urlpatterns = [
    path("", views.agreement_list, name="agreements"),
    *table_paths(
        views.agreement_list_table, nl="akkoorden", fr="accords", de="abkommen", en="agreements"
    ),
    path("<slug:slug>/", views.agreement_detail, name="agreement"),
    path(programme, views.programme_detail, name="programme"),
]
