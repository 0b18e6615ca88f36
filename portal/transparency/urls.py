from django.urls import path, re_path

from portal.transparency import views

NUMBER = r"(?P<number>(?:x\d{3}/){0,5}\d{3})(?:\.p/(?P<width>[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?"

urlpatterns = [
    path("checkpoint", views.checkpoint, name="log_checkpoint"),
    path("checkpoint/<int:size>", views.checkpoint, name="log_checkpoint_of"),
    path("timestamp", views.newest_timestamp, name="log_timestamp"),
    path("timestamp/<int:size>", views.timestamp, name="log_timestamp_of"),
    path("key", views.public_key, name="log_key"),
    path("verify_receipt.py", views.verifier, name="log_verifier"),
    path("begun/<int:number>", views.begun, name="log_begun"),
    path("proof/<int:index>/<int:size>", views.proof, name="log_proof"),
    path("consistency/<int:old>/<int:new>", views.consistency, name="log_consistency"),
    path("leaves/<int:number>", views.leaves, name="log_leaves"),
    path("feed.atom", views.checkpoint_feed, name="log_feed"),
    re_path(rf"^tile/(?P<level>[0-5]?\d)/{NUMBER}$", views.tile, name="log_tile"),
    re_path(rf"^tile/entries/{NUMBER}$", views.entries, name="log_entries"),
]
