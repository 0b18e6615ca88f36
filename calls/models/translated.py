"""The fields of each model that exist in four languages.

Their constraints (`Meta.constraints`) and their columns per language (`calls.translation`) both
follow from these lists.
"""

from typing import NamedTuple

from portal.i18n.languages import dutch_first

PUBLISHABLE = ("caveat", "withdrawal_reason")  # of PublishableTranslation, which adds the columns


class TranslatedFields(NamedTuple):
    """Field names by whether a record must have a Dutch text in them."""

    required: tuple = ()
    optional: tuple = ()

    @property
    def names(self):
        return (*self.required, *self.optional)

    def constraints(self, inherited=()):
        """The constraints of `dutch_first`, also for optional fields of a base class."""
        return dutch_first(self.required, (*self.optional, *inherited))


SERIES = TranslatedFields(required=("title",), optional=("rhythm_note", "body"))
CALL = TranslatedFields(
    optional=(
        "theme",
        "summary",
        "cancellation_reason",
        "moment_of_submission",
        "who",
        "what",
        "how_much",
        "how",
        "criteria",
        "results_note",
    )
)
ADMINISTRATION = TranslatedFields(required=("name",), optional=("address",))
INFO_SESSION = TranslatedFields(optional=("place",))
DEADLINE_CHANGE = TranslatedFields(required=("reason",))
PROJECT = TranslatedFields(optional=("description",))
SUPPORT_MEASURE = TranslatedFields(
    required=("title", "owner"),
    optional=(
        "legal_basis",
        "summary",
        "who",
        "costs",
        "amounts",
        "how",
        "timing_note",
        "channel",
    ),
)
