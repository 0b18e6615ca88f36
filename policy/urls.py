from django.urls import path

from policy import views
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
    path(versus, views.framework_compare, name="compare"),
]
