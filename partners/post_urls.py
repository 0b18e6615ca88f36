from django.urls import path

from partners import views

app_name = "posts"

urlpatterns = [
    path("", views.post_list, name="posts"),
    path("<slug:slug>/", views.post_detail, name="post"),
]
