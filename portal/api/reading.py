"""For whom and when an answer is made."""

from functools import cached_property

from django.utils import timezone

from policy.priority import newest_list


class Reading:
    """One answer: for an instant, in one language or (None) in all in which a thing exists.

    `absolute` makes an address of this site whole. `start` is the first day of a project of the
    reader, if that was asked for. `with_passing` is whether what follows the day is in it.
    """

    def __init__(self, at, absolute, language=None, start=None, with_passing=True):
        self.at, self.absolute, self.language, self.start = at, absolute, language, start
        self.with_passing = with_passing

    @property
    def today(self):
        """The day in Brussels."""
        return timezone.localdate(self.at)

    @cached_property
    def focus_list(self):
        """The entries of the newest framework, asked for once in an answer."""
        return newest_list()
