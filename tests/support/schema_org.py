"""The part of the schema.org vocabulary that the portal uses, as release 29 defines it.

A class has the properties of those above it. Of each property: the class that has it, and what its
value may be.
"""

from urllib.parse import urlsplit

ABOVE = {
    "CreativeWork": "Thing",
    "WebPage": "CreativeWork",
    "WebSite": "CreativeWork",
    "Intangible": "Thing",
    "Grant": "Intangible",
    "MonetaryGrant": "Grant",
    "Service": "Intangible",
    "GovernmentService": "Service",
    "ListItem": "Intangible",
    "ItemList": "Intangible",
    "BreadcrumbList": "ItemList",
    "Organization": "Thing",
    "LocalBusiness": "Organization",
    "GovernmentOffice": "LocalBusiness",
    "Legislation": "CreativeWork",
    "Place": "Thing",
    "AdministrativeArea": "Place",
    "Country": "AdministrativeArea",
}
PROPERTIES = {
    "name": ("Thing", {"Text"}),
    "description": ("Thing", {"Text"}),
    "url": ("Thing", {"URL"}),
    "sameAs": ("Thing", {"URL"}),
    "legislationDate": ("Legislation", {"Text"}),
    "mainEntityOfPage": ("Thing", {"CreativeWork", "URL"}),
    "inLanguage": ("CreativeWork", {"Text"}),
    "provider": ("Service", {"Organization"}),
    "funder": ("Grant", {"Organization"}),
    "email": ("Organization", {"Text"}),
    "telephone": ("Organization", {"Text"}),
    "itemListElement": ("ItemList", {"ListItem"}),
    "position": ("ListItem", {"Integer"}),
    "item": ("ListItem", {"URL"}),
}


def lineage(name):
    """A class and all above it."""
    while name:
        yield name
        name = ABOVE.get(name)


def faults(description):
    """What the vocabulary has against a description in JSON-LD, and those inside it."""
    kind = description.get("@type")
    if kind not in ABOVE:
        yield f"{kind} is no class"
        return
    for name, value in description.items():
        if name.startswith("@"):
            continue
        owner, kinds = PROPERTIES.get(name, (None, ()))
        if owner not in lineage(kind):
            yield f"{kind} has no {name}"
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from faults(part)
            if not kinds & set(kinds_of(part)):
                yield f"{name} of {kind} cannot be {part!r}"


def kinds_of(value):
    if isinstance(value, dict):
        return [*lineage(value.get("@type"))]
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return ["Integer"]
    if not isinstance(value, str) or not value.strip():
        return []
    return ["Text", "URL"] if urlsplit(value).scheme in {"http", "https"} else ["Text"]
