"""What other packages hear about pages."""

from django.dispatch import Signal

# Sent inside the transaction when readers see a record otherwise than before: `record`. The archive
# keeps the page as it is then (portal/archive/capture.py).
page_changed = Signal()

# Sent inside the transaction when the texts or rows of a record were written: `record`. The list of
# links follows it (portal/links/apps.py).
record_written = Signal()
