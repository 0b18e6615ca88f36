from django.urls import path

from partners import views
from portal.exchange.lists import table_paths

app_name = "partners"

urlpatterns = [
    path("", views.partner_list, name="partners"),
    *table_paths(
        views.partner_list_table, nl="partners", fr="partenaires", de="partner", en="partners"
    ),
    path("<slug:slug>/", views.partner_detail, name="partner"),
]
