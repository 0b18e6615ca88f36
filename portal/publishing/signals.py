"""Signals about public pages, for packages that `publishing` may not import."""

from django.dispatch import Signal

# Sent with `record`, inside the transaction, when readers will see the record differently. The
# archive then stores the page (portal/archive/capture.py).
page_changed = Signal()
