from django.urls import path

from portal.alerts import views
from portal.i18n.languages import in_four

app_name = "alerts"

sent = in_four(nl="verstuurd/", fr="envoye/", de="gesendet/", en="sent/")
new_link = in_four(nl="nieuwe-link/", fr="nouveau-lien/", de="neuer-link/", en="new-link/")
confirm = in_four(
    nl="bevestigen/<str:token>/",
    fr="confirmer/<str:token>/",
    de="bestaetigen/<str:token>/",
    en="confirm/<str:token>/",
)
manage = in_four(
    nl="beheren/<str:token>/",
    fr="gerer/<str:token>/",
    de="verwalten/<str:token>/",
    en="manage/<str:token>/",
)
own_data = in_four(
    nl="beheren/<str:token>/gegevens.json",
    fr="gerer/<str:token>/donnees.json",
    de="verwalten/<str:token>/daten.json",
    en="manage/<str:token>/data.json",
)
unsubscribe = in_four(
    nl="uitschrijven/<str:token>/",
    fr="desinscription/<str:token>/",
    de="abmelden/<str:token>/",
    en="unsubscribe/<str:token>/",
)

urlpatterns = [
    path("", views.sign_up, name="sign_up"),
    path(sent, views.sent, name="sent"),
    path(new_link, views.new_link, name="new_link"),
    path(confirm, views.confirm, name="confirm"),
    path(manage, views.manage, name="manage"),
    path(own_data, views.own_data, name="own_data"),
    path(unsubscribe, views.unsubscribe, name="unsubscribe"),
]
