from django.contrib import admin
from django.urls import path

from portal.translations import board, po_import

urlpatterns = [
    path("", admin.site.admin_view(board.board), name="translations"),
    path("uit/", admin.site.admin_view(board.export), name="export_translations"),
    path(
        "in/",
        admin.site.admin_view(po_import.import_translations),
        name="import_translations",
    ),
]
