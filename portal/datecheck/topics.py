"""Recognises what a sentence with a date is about: a deadline, a signature, something else.

The patterns match the outline of a sentence: folded to lower case without accents, with a `§` in
the place of each date.
"""

import re
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.i18n.unaccent import fold


class Topic(TextChoices):
    """What a date is the date of; OTHER is anything that no field of a record holds."""

    OPENING = "opening", _("opens")
    CLOSING = "closing", _("deadline")
    MOVED = "moved", _("old deadline")
    SESSION = "session", _("info session")
    DECISION = "decision", _("decision")
    PROJECTS = "projects", _("projects")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in-force", _("in force since")
    PERIOD = "period", _("period")
    REPLACED = "replaced", _("replaced on")
    OTHER = "other"


OPENS = {
    "nl": r"\bopent\b|\bopende\b|geopend|gaat open|gelanceerd",
    "fr": r"ouvre|ouvrir|\ba ouvert|ouvert\w* (du|dès|depuis|le)|ouverture|lancé",
    "de": r"eröffne|öffnet|gestartet",
    "en": r"\bopens|\bopened|launched",
}
CLOSES = {
    "nl": r"deadline|uiterlijk|ten laatste|uiterste|indiendatum|\bsluit(en)?\b(?! aan)",
    "fr": r"dates? limite|dernier délai|au plus tard|clôtur|\bclos(e|es)?\b",
    "de": r"frist(en)?\b|spätestens|(reich|reichungs|sende|bewerbungs|antrags|annahme)schluss",
    "en": r"deadline|no later than|at the latest|closing date|\bcloses|\bdue (on|by|at)\b",
}
APPLYING = {
    "nl": r"aanvra|\bvraag\b.* aan\b|\bdien(t|en)?\b|\bindien|ingediend|oproep|kandida|formulier"
    r"|dossier|\bstuur|bezorg|\bopen\b",
    "fr": r"demande|dépo[st]|introdui|soum[ei]|\bappels?\b|candidat|formulaire|dossier|envoy"
    r"|ouvert",
    "de": r"antr[aä]g|\breichen\b|einreich|eingereicht|einzureichen|aufruf|bewerb|formular|dossier"
    r"|\bsende|schick|\boffen|geöffnet",
    "en": r"\bappl(y|ica)|submi|\bcalls?\b|candid|proposal|\bforms?\b|\bsend\b|\bopen\b",
}
FROM = {
    "nl": r"\b(vanaf|tussen|van(?= (\w+ )?§ tot)) ([\w,]+ )?§",
    "fr": r"\b(à partir du|dès|entre|du(?= (\w+ )?§ au)) ([\w,]+ ){0,2}§",
    "de": r"\b(ab|zwischen|vom(?= ([\w,]+ ){0,2}§ bis)) ([\w,]+ ){0,2}§",
    "en": r"\b(from|between) ([\w,]+ ){0,2}§",
}
UNTIL = {
    "nl": r"\b(tot|voor|t/m) ([\w,]+ ){0,3}§|\b(sloot|sluiting|gesloten|eindig\w*)\b",
    "fr": r"\b(avant|au|jusqu'(au|à|en)) ([\w,]+ ){0,2}§|se termine|prend fin",
    "de": r"\b(bis|vor) ([\w,]+ ){0,3}§|\bendet|geschlossen",
    "en": r"\b(by|until|till|before|to) ([\w,]+ ){0,2}§|\b(closed|closing|ends|ended)\b",
}
MOVES = {
    "nl": r"verleng|verschoven|uitgesteld|vervroegd|oorspronkelijk|aanvankelijk|eerdere",
    "fr": r"prolong|reporté|\bavancée? (au|du)\b|initialement|initiale\b|auparavant|ancienne",
    "de": r"verläng|verschoben|vorgezogen|ursprünglich|bisherig|frühere",
    "en": r"exten[ds]|postponed|moved|brought forward|originally|(original|earlier) deadline",
}
SESSIONS = {
    "nl": r"info(rmatie)?(sessie|moment|dag|vergadering)",
    "fr": r"(séance|session|réunion) d'info",
    "de": r"info(rmations)?(veranstaltung|sitzung|treffen)",
    "en": r"info(rmation)? (session|meeting)",
}
DECIDES = {
    "nl": r"beslis|uitslag|bekendgemaakt|laten .*\bweten",
    "fr": r"décision|décid|résultats|réponse",
    "de": r"entscheid|entschied|ergebnis|bescheid",
    "en": r"\bdeci[ds]|results|let you know",
}
PROJECT = {
    "nl": r"\bproject(en)?\b",
    "fr": r"(?<!à )\bprojets?\b",
    "de": r"projekte?n?\b",
    "en": r"(?<!for )\bprojects?\b(?! calls?)",
}
RUNS = {
    "nl": r"\bbeg[io]n|\bstart|\bloop|\bliep|eindig|plaats|vanaf|tussen|du[ur]+t",
    "fr": r"commenc|début|déroul|termin|\blieu\b|à partir|\bentre\b|\bdurée?",
    "de": r"beg[ia]nn|start|\blauf|läuft|\blief|\bende[tn]|\bstatt\b|\bab\b|zwischen|dauer",
    "en": r"\bbeg[ai]n|\bstart|\bruns?\b|\bran\b|\bend(s|ed)?\b|\bplace\b|\bfrom\b|between",
}
SIGNS = {
    "nl": r"ondertek|getekend|gesloten|\bsloot|\bsloten",
    "fr": r"\bsign(é|èrent|ature)|conclu",
    "de": r"unterzeichn|geschlossen|\bschloss",
    "en": r"\bsign(ed|ing|ature)|\bconclu",
}
APPLIES = {
    "nl": r"in werking|van kracht",
    "fr": r"en vigueur",
    "de": r"\bin kraft|inkrafttret",
    "en": r"(in|into|entry into) force|took effect",
}
AGREED = {
    "nl": r"akkoord|verdrag|overeenkomst|memorandum|verklaring|programma|kader",
    "fr": r"accord|traité|mémorandum|déclaration|programme|cadre",
    "de": r"abkommen|vertrag|memorandum|erklärung|programm|rahmen",
    "en": r"agreement|treaty|memorandum|declaration|programme|framework",
}
LASTS = {
    "nl": r"\bloopt|\bliep|\bgeld|\bgold|\btot\b|eindig|afgelopen|verstrijk|verstreken",
    "fr": r"\bcourt\b|courait|valable|s'appliqu|jusqu'|expir|prend fin|a pris fin",
    "de": r"läuft|\blief|\bgilt|\bgalt|\bbis\b|\bende|abgelaufen",
    "en": r"\bruns?\b|\bran\b|valid|applie[sd]|until|expire|\bend(s|ed)?\b|covers",
}
REPLACES = {"nl": r"vervang", "fr": r"remplac", "de": r"ersetz|abgelöst", "en": r"replac"}
NOT_OURS = {
    "nl": r"eindverslag|eindrapport|afrekening|voorschot|saldo|inschrij|aanmeld|\bvragen\b"
    r"|een vraag|(vorige|volgende) (editie|oproep)|tentoonstelling|festival|voorstelling|concert"
    r"|decreet|besluit|regering|(lokale|plaatselijke) tijd",
    "fr": r"rapport final|décompte|acompte|\bsolde|inscri(re|vez|ption)|question"
    r"|(édition|appel) précédente?|prochaine? (édition|appel)|exposition|festival|spectacle|concert"
    r"|décret|arrêté|gouvernement|heure locale",
    "de": r"schlussbericht|abrechnung|vorschuss|restbetrag|anmeld|\bfragen?\b"
    r"|(vorig|letzt|nächst)\w+ \w*(ausgabe|aufruf)|ausstellung|festival|aufführung|konzert"
    r"|dekret|erlass|regierung|ortszeit",
    "en": r"final report|payment|\bregister\b|registration|sign up|question"
    r"|(previous|last|next) (edition|call)|exhibition|festival|performance|concert"
    r"|decree|government|local time",
}
BEFORE = {
    "nl": r"\bvoor ([\w,]+ ){0,2}§",
    "fr": r"\bavant ([\w,]+ ){0,2}§",
    "de": r"\bvor ([\w,]+ ){0,2}§",
    "en": r"\bbefore ([\w,]+ ){0,2}§",
}

# A sentence is about a topic when it matches all patterns listed with it.
TOPIC_PATTERNS = (
    (Topic.OPENING, OPENS),
    (Topic.OPENING, APPLYING, FROM),
    (Topic.CLOSING, CLOSES),
    (Topic.CLOSING, APPLYING, UNTIL),
    (Topic.MOVED, MOVES),
    (Topic.SESSION, SESSIONS),
    (Topic.DECISION, DECIDES),
    (Topic.PROJECTS, PROJECT, RUNS),
    (Topic.SIGNED, SIGNS),
    (Topic.IN_FORCE, APPLIES),
    (Topic.PERIOD, AGREED, LASTS),
    (Topic.REPLACED, REPLACES),
    (Topic.OTHER, NOT_OURS),
)


@cache
def _pattern(words):
    return re.compile(fold(words))


def topics_of(outline, language):
    """The topics of a sentence, given its outline."""
    outline = fold(outline)
    return {
        topic
        for topic, *patterns in TOPIC_PATTERNS
        if all(_pattern(words[language]).search(outline) for words in patterns)
    }


def is_before(outline, language):
    """Whether a sentence has 'before' a date, so that the date itself is excluded."""
    return bool(_pattern(BEFORE[language]).search(fold(outline)))
