"""Every country of ISO 3166-1, named in the four languages by the Unicode CLDR (Babel)."""

from functools import lru_cache

from babel import Locale

from portal.i18n.languages import active
from portal.i18n.unaccent import fold

# Two-letter codes in CLDR that are not ISO 3166-1 countries: islands that belong to another
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

COUNTRY_CODES = sorted(
    code
    for code in Locale("en").territories
    if len(code) == 2 and code.isalpha() and code not in NOT_A_COUNTRY
)


def country_name(code, language=None):
    """The name of a country in a language, by default the active one."""
    return Locale(language or active()).territories[code]


@lru_cache(maxsize=4)
def countries_by_name(language):
    """[(code, name)] of every country, sorted by its name in a language without accents."""
    return sorted(
        ((code, country_name(code, language)) for code in COUNTRY_CODES),
        key=lambda pair: fold(pair[1]),
    )
