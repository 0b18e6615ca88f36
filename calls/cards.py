"""The cards of lists, rendered once per language until the content changes or a day ends."""

from django.template.loader import render_to_string

from calls.models import Call
from calls.support_answers import found_support
from portal.publishing.shelf import Shelf

CARDS = Shelf(5000)
ANSWERS = Shelf(200)


def call_cards(keys, brief=False, start=None, loaded=None):
    """The HTML of the cards of some calls, given their primary keys, in that order.

    `brief` leaves the amounts out; `start` is the day on which a project would start; `loaded` are
    calls at hand, with all that a card shows.
    """

    def rendered(missing):
        wanted = [key for key, *_shape in missing]
        if loaded:
            calls = [loaded[key] for key in wanted]
        else:
            calls = Call.objects.filter(pk__in=wanted).for_card(brief)
        context = {"brief": brief, "start": start}
        return {
            (call.pk, brief, start): render_to_string("calls/_card.html", context | {"call": call})
            for call in calls
        }

    return CARDS.get_many([(key, brief, start) for key in keys], rendered)


def support_cards(form):
    """The HTML of the cards of what a SupportFilter finds today: (grants, other support)."""

    def rendered():
        return [
            [render_to_string("calls/_measure_card.html", {"answer": one}) for one in answers]
            for answers in found_support(form)
        ]

    return ANSWERS.get(form.address_query, rendered)
