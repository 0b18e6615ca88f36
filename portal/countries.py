"""Every country of ISO 3166-1, named in the four languages by the Unicode CLDR (Babel)."""

from functools import lru_cache

from babel import Locale

from portal.i18n.languages import active
from portal.i18n.unaccent import fold

# Two-letter codes that CLDR names but that are no ISO 3166-1 country: islands counted with another
# country, exceptional reservations, unions, pseudo-locales, and codes for private use.
NOT_A_COUNTRY = {
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "EU",
    "EZ",
    "IC",
    "QO",
    "TA",
    "UN",
    "XA",
    "XB",
    "XK",
    "ZZ",
}

CODES = sorted(
    code
    for code in Locale("en").territories
    if len(code) == 2 and code.isalpha() and code not in NOT_A_COUNTRY
)


def name_of(code, language=None):
    """The name of a country in a language, the active one unless said."""
    return Locale(language or active()).territories[code]


@lru_cache(maxsize=4)
def by_name(language):
    """(code, name) of every country in the alphabet of a language, accents aside."""
    return sorted(
        ((code, name_of(code, language)) for code in CODES), key=lambda pair: fold(pair[1])
    )
