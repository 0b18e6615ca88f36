from django.urls import path

from policy import views
from portal.exchange.lists import table_paths
from portal.i18n.languages import in_four

app_name = "policy"
versus = in_four(
    nl="<slug:slug>/vergeleken-met/<slug:other>/",
    fr="<slug:slug>/compare-a/<slug:other>/",
    de="<slug:slug>/verglichen-mit/<slug:other>/",
    en="<slug:slug>/compared-with/<slug:other>/",
)

urlpatterns = [
    path("", views.newest, name="newest"),
    path("<slug:slug>/", views.framework_detail, name="framework"),
    *table_paths(
        views.focus_list_table,
        name="focus_list",
        nl="<slug:slug>/focuslijst",
        fr="<slug:slug>/liste-des-priorites",
        de="<slug:slug>/schwerpunktliste",
        en="<slug:slug>/focus-list",
    ),
    path(versus, views.framework_compare, name="compare"),
]
