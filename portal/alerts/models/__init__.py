"""Who follows what, what there is to tell, and the ledger of what was told to whom.

`subscribers`: an address, what it follows (subjects) and how it signed up. `news`: announcements,
each of one record for one reason. `ledger`: who is to be told of which announcement, and in which
mail that went.
"""

from portal.alerts.models.ledger import Delivery, Notice
from portal.alerts.models.news import URGENT, Announcement, Reason
from portal.alerts.models.subscribers import (
    REMINDERS,
    SignUp,
    Subject,
    Subscriber,
    Subscription,
)

__all__ = [
    "REMINDERS",
    "URGENT",
    "Announcement",
    "Delivery",
    "Notice",
    "Reason",
    "SignUp",
    "Subject",
    "Subscriber",
    "Subscription",
]
