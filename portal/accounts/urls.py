"""Sign-in of staff, all under the address of the desk. There is no sign-up, and no e-mail page."""

from allauth.account import views as account_views
from django.urls import include, path

from portal.accounts.views import sign_in

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("aanmelden/afbreken/", account_views.logout, name="account_logout"),
    path("aanmelden/opnieuw/", account_views.reauthenticate, name="account_reauthenticate"),
    path("aanmelden/inactief/", account_views.account_inactive, name="account_inactive"),
    path("aanmelden/via/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("aanmelden/verbonden/", include("allauth.socialaccount.urls")),
    path("tweede-stap/", include("allauth.mfa.urls")),
    path("sessies/", include("allauth.usersessions.urls")),
]
