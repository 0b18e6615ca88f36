"""Signals about public pages, for packages that `publishing` may not import."""

from django.dispatch import Signal

# Sent with `record`, inside the transaction, when readers will see the record differently. The
# archive then stores the page (portal/archive/capture.py).
page_changed = Signal()

# Sent inside the transaction when the texts or rows of a record were written: `record`. The list of
# links follows it (portal/links/apps.py).
record_written = Signal()
