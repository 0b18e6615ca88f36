"""What is said of things, as RDF: subjects with their properties, and these as JSON-LD and Turtle.

Nothing here has a blank node: each part of a thing is named after it, as `/id/call/12#period`. So
the same content gives the same bytes, and others may name the part too.
"""

import datetime
import json
from decimal import Decimal
from typing import NamedTuple

from django.utils.encoding import iri_to_uri

from portal.i18n.formats import machine

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "subsidie": "http://data.vlaanderen.be/ns/subsidie#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PARTIAL_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}  # by the length of the text
ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in range(0x20)},
    **{"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"},
}


class Iri(str):
    """An absolute address, as the value of a property."""

    __slots__ = ()


class Literal(NamedTuple):
    """A text with its type or with its language."""

    text: str
    type: str = ""
    language: str = ""


def address(url):
    """An address on another website, which may have characters that no IRI may have."""
    return Iri(iri_to_uri(url)) if url else None


def partial_date(value):
    """A partial date as exact as it is known; None for an unknown one."""
    return Literal(value, PARTIAL_DATES[len(value)]) if value else None


def typed(value):
    """A value of Python as an Iri or a Literal."""
    match value:
        case Iri() | Literal():
            return value
        case bool():
            return Literal(str(value).lower(), "xsd:boolean")
        case int():
            return Literal(str(value), "xsd:integer")
        case Decimal():
            return Literal(str(value), "xsd:decimal")
        case datetime.datetime():
            return Literal(machine(value), "xsd:dateTime")
        case datetime.date():
            return Literal(value.isoformat(), "xsd:date")
        case str():
            return Literal(value)
    raise TypeError(f"{value!r} has no form in RDF")


def objects(value):
    """The objects that a value stands for; a dict is a text in each language, None is unknown."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return [Literal(text, language=code) for code, text in value.items() if text]
    if isinstance(value, list | tuple | set) and not isinstance(value, Literal):
        return [found for one in value for found in objects(one)]
    return [typed(value)]


class Graph:
    """Subjects in the order in which they were first described."""

    def __init__(self):
        self.subjects = {}

    def add(self, subject, kinds="", **facts):
        """Describe a subject, and return it as a value for what is said of others.

        `kinds` names its classes. Of each property, `dct_title` for dct:title, what is not known is
        left out.
        """
        own = self.subjects.setdefault(Iri(subject), {})
        classes = [Iri(expanded(kind)) for kind in kinds.split()]
        named = {name.replace("_", ":", 1): value for name, value in facts.items()}
        for name, value in ({"rdf:type": classes} | named).items():
            found = own.setdefault(name, [])
            found += [one for one in objects(value) if one not in found]
            if not found:
                del own[name]
        return Iri(subject)

    def prefixes(self):
        """The prefixes that are used, with the beginnings of addresses that they stand for."""
        names = {name for facts in self.subjects.values() for name in facts} - {"rdf:type"}
        for facts in self.subjects.values():
            names |= {shortened(one) for one in facts.get("rdf:type", [])}
            names |= {
                one.type for found in facts.values() for one in found if isinstance(one, Literal)
            }
        used = {name.partition(":")[0] for name in names}
        return {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix in used}

    def as_json_ld(self):
        described = [node(subject, facts) for subject, facts in self.subjects.items()]
        data = {"@context": self.prefixes(), "@graph": described}
        return json.dumps(data, ensure_ascii=False, indent=1)

    def as_turtle(self):
        prefixes = [f"@prefix {name}: <{start}> ." for name, start in self.prefixes().items()]
        described = [block(subject, facts) for subject, facts in self.subjects.items()]
        return "\n".join([*prefixes, "", "\n\n".join(described), ""])


def expanded(name):
    prefix, _colon, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def shortened(iri):
    """The name of a class with its prefix."""
    prefix = next(name for name, start in PREFIXES.items() if iri.startswith(start))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"


def node(subject, facts):
    described = {"@id": subject, "@type": [shortened(one) for one in facts.get("rdf:type", [])]}
    for name, values in facts.items():
        if name != "rdf:type":
            described[name] = [value_node(one) for one in values]
    return {name: value for name, value in described.items() if value}


def value_node(value):
    if isinstance(value, Iri):
        return {"@id": value}
    named = {"@value": value.text, "@type": value.type, "@language": value.language}
    return {name: text for name, text in named.items() if text or name == "@value"}


def block(subject, facts):
    lines = []
    for name, values in facts.items():
        if name == "rdf:type":
            shown = ["a", ", ".join(shortened(one) for one in values)]
        else:
            shown = [name, ",\n        ".join(map(term, values))]
        lines.append(" ".join(shown))
    return f"<{subject}>\n    " + " ;\n    ".join(lines) + " ."


def term(value):
    if isinstance(value, Iri):
        return f"<{value}>"
    quoted = '"' + "".join(ESCAPES.get(character, character) for character in value.text) + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    return f"{quoted}^^{value.type}" if value.type else quoted
