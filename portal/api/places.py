"""Places in lists, as their addresses have them: any text of the right shape names one."""

import datetime
import re
from typing import NamedTuple

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NUMBER = "[0-9a-z]{1,12}"  # in base 36: less than 2**63, the largest key
KEY, PLACE = re.compile(NUMBER), re.compile(f"{NUMBER}-{NUMBER}")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Place(NamedTuple):
    """Where someone is who reads the changes: after a number, which was told at an instant."""

    number: int
    at: datetime.datetime

    @classmethod
    def of(cls, text):
        number, microseconds = (int(part, 36) for part in text.split("-"))
        return cls(number, EPOCH + min(microseconds * MICROSECOND, LONG_AFTER))

    def __str__(self):
        return f"{in_base_36(self.number)}-{in_base_36((self.at - EPOCH) // MICROSECOND)}"


LONG_AFTER = datetime.timedelta(days=365 * 200)
BEGIN = Place(0, EPOCH)


def in_base_36(number):
    text = ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text
