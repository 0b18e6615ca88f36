"""All that is kept of one subscriber, to take along."""

from portal.alerts.subjects import title_of


def of(subscriber):
    """The data of a subscriber as JSON has it; instants in UTC, texts in the active language."""
    subscriptions = subscriber.subscriptions.select_related("subject")
    return {
        "email": subscriber.email,
        "language": subscriber.language,
        "since": instant(subscriber.created_at),
        "subscriptions": [
            {
                "kind": one.subject.kind,
                "title": title_of(one.subject).content,
                "filters": one.subject.query,
                "asked": instant(one.asked_at),
                "confirmed": instant(one.confirmed_at),
                "reminders": [int(days) for days in one.reminders],
            }
            for one in subscriptions
        ],
        "mails": [
            {
                "kind": one.kind,
                "made": instant(one.created_at),
                "state": one.state,
                "done": instant(one.done_at),
                "bounced": instant(one.bounced_at),
                "about": sorted(
                    notice.announcement.lasting_key
                    for notice in one.notices.select_related("announcement")
                ),
            }
            for one in subscriber.deliveries.order_by("pk")
        ],
    }


def instant(value):
    return value and value.isoformat()
