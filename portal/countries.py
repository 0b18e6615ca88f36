"""Every country of ISO 3166-1, and all its names in the four languages.

The name by which pages call a country is that of the Unicode CLDR (Babel). People also type its
official name (ISO 3166-1, pycountry), the names of the CLDR for Canada, Switzerland and Britain,
and those in `country_names.yaml`; and for a partner, what editors entered.
"""

import gettext
from functools import cache, lru_cache
from pathlib import Path

import pycountry
import yaml
from babel import Locale

from portal.i18n.languages import CODES, active, own_text
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

# Where the same language is written, some countries have another name.
REGIONAL = {"nl": (), "fr": ("fr_CA",), "de": ("de_CH",), "en": ("en_GB", "en_CA")}
OTHER_NAMES = Path(__file__).with_name("country_names.yaml")
AUTHORITY_TABLE = "http://publications.europa.eu/resource/authority/country/"
TWO_COUNTRIES = {"congo", "kongo"}  # ISO means one of them; people may mean the other


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


def names_of(code, language=None, partner=None):
    """All names of a country in a language (the active one by default), the main one first.

    With the partner that the country is, also the name and the other names that editors gave it.
    The code may be that of such a partner that is no country: GB-WLS.
    """
    language = language or active()
    names = _names(code, language) if code in COUNTRY_CODES else ()
    return _different([*names, *(names_of_partner(partner, language) if partner else ())])


def names_of_partner(partner, language):
    """The name of a partner in exactly one language, and its other names."""
    synonyms = own_text(partner, "synonyms", language).split(",")
    return _different([own_text(partner, "name", language), *(name.strip() for name in synonyms)])


def every_name(partners=()):
    """(name, language, code) for all names of all countries, without a query.

    With partners that have an ISO code also theirs, regions included. Some names are short words in
    a sentence as well (US): compare names in capitals with their capitals.
    """
    yield from _every_country_name()
    for partner in partners:
        if partner.iso_code:
            for language in CODES:
                for name in names_of_partner(partner, language):
                    yield name, language, partner.iso_code


@cache
def _every_country_name():
    return tuple(
        (name, language, code)
        for code in COUNTRY_CODES
        for language in CODES
        for name in _names(code, language)
    )


@cache
def _names(code, language):
    regional = [Locale.parse(locale).territories[code] for locale in REGIONAL[language]]
    others = [
        *_iso_names(code, language),
        *_other_names().get(code, {}).get(language, []),
        *regional,
    ]
    # ISO writes "Korea, Republic of" to sort by it, and explains in brackets: nobody types that.
    typed = [name for name in others if "," not in name and "(" not in name]
    unambiguous = [name for name in typed if fold(name) not in TWO_COUNTRIES]
    return tuple(_different([country_name(code, language), *unambiguous]))


def _iso_names(code, language):
    fields = dict(pycountry.countries.get(alpha_2=code))
    names = [fields.get(field) for field in ("official_name", "common_name", "name")]
    return [_translation(language).gettext(name) for name in names if name]


@cache
def _translation(language):
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])


@cache
def _other_names():
    return yaml.safe_load(OTHER_NAMES.read_text(encoding="utf-8"))


def _different(names):
    """The names without empty ones and without those that differ only in accents or capitals."""
    found = {}
    for name in filter(None, names):
        found.setdefault(fold(name), name)
    return list(found.values())


def country_of_region(code):
    """The code of the country in which a region of ISO 3166-2 lies; None for another code."""
    return code[:2] if pycountry.subdivisions.get(code=code) else None


def authority_address(code):
    """The address of a country in the table of the European Union, or None for another code.

    https://op.europa.eu/web/eu-vocabularies has it; the codes in it are those of three letters.
    """
    country = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
    return country and f"{AUTHORITY_TABLE}{country.alpha_3}"
