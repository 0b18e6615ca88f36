"""What one wants to know of what a query names: a small table of words for each language.

A word of the table is a sign. Signs together make one intent, or none where they do not agree.
"""

import unicodedata
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.unaccent import fold
from portal.search.words import WORD

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Intent(models.TextChoices):
    DEADLINE = "deadline", _("Deadline")
    POST = "post", _("Representation")
    AGREEMENT = "agreement", _("Agreements and work programmes")
    OPEN_CALLS = "open_calls", _("Open calls")
    AMOUNT = "amount", _("Amount")
    PRIORITY = "priority", _("Priority")


# Signs that may stand in a query with an intent, besides its own sign; "stop" always may.
BESIDE = {
    Intent.DEADLINE: {"call", "closing", "open", "money", "project"},
    Intent.POST: {"partner"},
    Intent.AGREEMENT: {"programme", "force", "partner"},
    Intent.OPEN_CALLS: {"call", "closing", "open", "deadline", "project"},
    Intent.AMOUNT: {"call", "quantity", "money", "project"},
    Intent.PRIORITY: {"why", "partner"},
}
# A query without any of these asks nothing that is answered here.
ASKING = {"deadline", "post", "agreement", "programme", "call", "amount", "quantity", "priority"}

# "call" is the word for a project call, "money" what it gives, "quantity" asks how much or how
# many, "force" whether something still holds, "partner" what an adjective (Welsh) belongs to.
WORDS = {
    "nl": {
        "deadline": "deadline, deadlines, wanneer, tot wanneer, uiterste datum, indiendatum, "
        "uiterste indiendatum, indienen, aanvragen, aanvraag indienen, termijn, volgende",
        "post": "vertegenwoordiging, vertegenwoordigingen, vertegenwoordigt, ambtsgebied, bevoegd, "
        "delegatie, afvaardiging, diplomatieke vertegenwoordiging",
        "agreement": "akkoord, akkoorden, verdrag, verdragen, samenwerkingsakkoord, memorandum, "
        "overeenkomst, intentieverklaring",
        "programme": "werkprogramma, werkprogramma's",
        "force": "van kracht, in werking, geldig, geldt, loopt, lopend",
        "open": "open, openstaande, lopende",
        "closing": "sluiten, sluit, aflopen",
        "call": "oproep, oproepen, projectoproep, projectoproepen",
        "amount": "bedrag, bedragen, maximumbedrag, maximaal bedrag, maximum",
        "quantity": "hoeveel",
        "money": "geld, subsidie, subsidies, steun, euro",
        "priority": "prioriteit, prioriteiten, prioritair, prioritaire, prioriteitsland, "
        "focuslijst",
        "why": "waarom, land, regio",
        "partner": "partner, partners",
        "project": "project",
        "stop": "de, het, een, en, van, voor, met, in, op, tot, die, dat, er, is, zijn, wie, wat, "
        "welk, welke, kan, ik, we, wij, je, nu, nog, momenteel, uit, bij, over, tussen, "
        "vlaanderen, vlaams, vlaamse, heeft, hebben, krijg, krijgen, staat",
    },
    "fr": {
        "deadline": "date limite, dates limites, délai, quand, jusqu'à quand, déposer, introduire, "
        "prochain, prochaine, échéance, deadline, déposer une demande",
        "post": "représentation, représentations, représente, compétente, compétent, délégation, "
        "zone de compétence",
        "agreement": "accord, accords, traité, traités, convention, mémorandum, "
        "accord de coopération, déclaration d'intention",
        "programme": "programme de travail, programmes de travail",
        "force": "en vigueur, en cours, valable, encore",
        "open": "ouvert, ouverts, ouverte, ouvertes",
        "closing": "ferment, fermant, clôture, se terminent",
        "call": "appel, appels, appel à projets, appels à projets",
        "amount": "montant, montants, montant maximal, montant maximum, maximum",
        "quantity": "combien",
        "money": "argent, subvention, subventions, subside, subsides, euros",
        "priority": "priorité, priorités, prioritaire, prioritaires, liste des priorités",
        "why": "pourquoi, pays, région",
        "partner": "partenaire, partenaires",
        "project": "projet",
        "stop": "le, la, les, l, un, une, des, du, de, d, et, à, au, aux, pour, avec, en, dans, "
        "est, sont, il, elle, ils, elles, t, ce, que, qu, qui, quel, quelle, quels, "
        "quelles, y, on, je, peut, puis, maintenant, actuellement, entre, sur, "
        "flandre, flamand, flamande, peuvent, obtenir, recevoir",
    },
    "de": {
        "deadline": "frist, fristen, einreichfrist, einreichungsfrist, antragsfrist, wann, "
        "bis wann, einreichen, beantragen, antrag, antrag stellen, deadline, "
        "nächste, nächster, nächsten",
        "post": "vertretung, vertretungen, vertritt, zuständig, zuständige, amtsgebiet, delegation",
        "agreement": "abkommen, vertrag, verträge, memorandum, vereinbarung, kooperationsabkommen, "
        "absichtserklärung",
        "programme": "arbeitsprogramm, arbeitsprogramme",
        "force": "in kraft, gültig, gilt, noch",
        "open": "offen, offene, offenen, offener",
        "closing": "schließen, schließt, enden, endet",
        "call": "aufruf, aufrufe, projektaufruf, projektaufrufe, projektaufrufen",
        "amount": "betrag, beträge, höchstbetrag, maximum, maximaler betrag",
        "quantity": "wie viel, wieviel",
        "money": "geld, zuschuss, zuschüsse, förderung, euro",
        "priority": "priorität, prioritäten, prioritär, prioritäre, schwerpunktland, "
        "schwerpunktliste",
        "why": "warum, land, region",
        "partner": "partner",
        "project": "projekt",
        "stop": "der, die, das, den, dem, des, ein, eine, einen, einem, einer, und, von, vom, für, "
        "mit, in, im, bis, zu, zum, zur, auf, ist, sind, es, wer, was, welche, welcher, "
        "welches, kann, ich, man, wir, jetzt, derzeit, aktuell, zwischen, über, stellen, "
        "flandern, flämische, flämischen, gibt, hat, haben, bekommen",
    },
    "en": {
        "deadline": "deadline, deadlines, when, until when, closing date, apply, application, next",
        "post": "representation, representations, represents, delegation, covers, covering, "
        "jurisdiction, responsible",
        "agreement": "agreement, agreements, treaty, treaties, memorandum, "
        "memorandum of understanding, cooperation agreement, declaration of intent",
        "programme": "work programme, work programmes, work program",
        "force": "in force, valid, still, current",
        "open": "open",
        "closing": "closing, close, closes, that close",
        "call": "call, calls, project call, project calls",
        "amount": "amount, amounts, maximum, maximum amount, maximum grant",
        "quantity": "how much",
        "money": "money, grant, grants, funding, euro, euros, subsidy",
        "priority": "priority, priorities, priority country, focus list",
        "why": "why, country, region",
        "partner": "partner, partners",
        "project": "project",
        "stop": "the, a, an, and, of, for, with, in, on, at, to, is, are, there, which, what, who, "
        "can, i, we, do, does, now, currently, between, from, by, flanders, flemish, "
        "have, has, get",
    },
}


def words_of(text):
    """The words of a text without accents, as a key of the tables: 'Prix d’été' → prix d ete."""
    return tuple(fold(word) for word in WORD.findall(unicodedata.normalize("NFC", text)))


def spellings(text, language):
    """The ways in which a text is typed: without the letter ä, Germans write ae."""
    yield text
    if language == "de" and (typed := text.translate(UMLAUTS)) != text:
        yield typed


@cache
def signs(language):
    """{words: sign} of the table of a language."""
    return {
        words_of(typed): sign
        for sign, phrases in WORDS[language].items()
        for phrase in phrases.split(", ")
        for typed in spellings(phrase, language)
    }


def intent_of(found, has_partner, has_month):
    """The Intent that the signs in a query make, or None where they do not agree."""
    found = found - {"stop"}
    asked = found & {"post", "agreement", "amount", "priority"}
    if "programme" in found:
        asked.add("agreement")
    # "How many calls" is another question than how much money.
    if "quantity" in found and ("money" in found or not found - {"quantity"}):
        asked.add("amount")
    if "quantity" not in found and not asked:
        asked |= asked_of_calls(found, has_partner, has_month)
    if len(asked) != 1:
        return None
    intent = Intent(asked.pop())
    return intent if found <= BESIDE[intent] | {intent.value} else None


def asked_of_calls(found, has_partner, has_month):
    """Whether a query about calls asks for a deadline, or for the calls that are open."""
    if has_partner and "deadline" in found:  # until when is the call with Japan open?
        return {"deadline"}
    if "call" in found and (has_month or "open" in found):
        return {"open_calls"}
    return {"deadline"} if has_partner and "call" in found else set()
