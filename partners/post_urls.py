from django.urls import path

from partners import views
from portal.exchange.lists import table_paths

app_name = "posts"

urlpatterns = [
    path("", views.post_list, name="posts"),
    *table_paths(
        views.post_list_table,
        nl="vertegenwoordigingen",
        fr="representations",
        de="vertretungen",
        en="representations",
    ),
    path("<slug:slug>/", views.post_detail, name="post"),
]
