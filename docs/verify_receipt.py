"""Checks a receipt of the portal: a file that proves what a page said. It asks nobody anything.

    pip install cryptography
    python3 verify_receipt.py RECEIPT KEY

KEY is the portal's public key, such as portal.example/log+1a2b3c4d+AQ…, from a source other than
the receipt: a letter, a newspaper, an older copy. The answer is a sentence in four languages, and
the exit code 0 if the receipt is right. `--text` also writes what the page said, as HTML.

A receipt can have a timestamp of an authority (RFC 3161), which `openssl` checks:
`--timestamp NAME` writes the checkpoint into NAME.txt and the timestamp into NAME.tsr.
"""

import argparse
import base64
import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "portal-receipt 1"
FIELDS = {"format", "version", "leaf", "proof", "checkpoint"}  # and "timestamp", if there is one
PROVED = {
    "nl": "BEWEZEN: in een regel van {at} zegt het register van {origin} dat de pagina “{title}” "
    "({page}) vanaf {since} deze tekst had, en wie de sleutel heeft, heeft dat register "
    "ondertekend; NIET bewezen: dat de klok van de site juist was, dat elke lezer die tekst kreeg, "
    "of wat er later op de pagina stond.",
    "fr": "PROUVÉ : dans une entrée datée du {at}, le registre de {origin} indique que la page "
    "« {title} » ({page}) avait ce texte à partir du {since}, et le détenteur de la clé a signé ce "
    "registre ; NON prouvé : que l’horloge du site ait été à l’heure, que chaque lecteur ait reçu "
    "ce texte, ni ce que la page a dit par la suite.",
    "de": "BEWIESEN: In einem Eintrag vom {at} sagt das Register von {origin}, dass die Seite "
    "„{title}“ ({page}) ab {since} diesen Text hatte, und wer den Schlüssel hat, hat dieses "
    "Register signiert; NICHT bewiesen: dass die Uhr der Website richtig ging, dass alle "
    "Leserinnen und Leser diesen Text erhielten oder was später auf der Seite stand.",
    "en": "PROVED: in an entry dated {at}, the log of {origin} says that the page “{title}” "
    "({page}) had this text from {since}, and whoever has the key signed that log; NOT proved: "
    "that the clock of the site was right, that every reader got this text, or what the page said "
    "later.",
}
REFUSED = {
    "nl": "NIET bewezen: dit bewijs klopt niet, of hoort bij een andere sleutel ({why}).",
    "fr": "NON prouvé : ce reçu n’est pas correct, ou il correspond à une autre clé ({why}).",
    "de": "NICHT bewiesen: Dieser Beleg stimmt nicht oder gehört zu einem anderen Schlüssel "
    "({why}).",
    "en": "NOT proved: this receipt is wrong, or belongs to another key ({why}).",
}
NO_TIMESTAMP = {
    "nl": "Er is geen tijdstempel bij: alleen de site zelf zegt wanneer dit was.",
    "fr": "Aucun horodatage n’est joint : seul le site lui-même indique de quand cela date.",
    "de": "Es liegt kein Zeitstempel bei: Nur die Website selbst sagt, wann das war.",
    "en": "There is no timestamp: only the site itself says when this was.",
}
TIMESTAMP = {
    "nl": "Er is een tijdstempel bij (RFC 3161), die dit programma NIET controleert. Bewaar hem "
    "met --timestamp {name} en controleer hem met het rootcertificaat van de tijdstempeldienst "
    "(AUTHORITY.pem):",
    "fr": "Un horodatage (RFC 3161) est joint ; ce programme ne le vérifie PAS. Enregistrez-le "
    "avec --timestamp {name} et vérifiez-le avec le certificat racine du service d’horodatage "
    "(AUTHORITY.pem) :",
    "de": "Es liegt ein Zeitstempel bei (RFC 3161). Dieses Programm prüft ihn NICHT. Speichern Sie "
    "ihn mit --timestamp {name} und prüfen Sie ihn mit dem Stammzertifikat des "
    "Zeitstempeldienstes (AUTHORITY.pem):",
    "en": "There is a timestamp (RFC 3161), which this program does NOT check. Save it with "
    "--timestamp {name} and check it with the root certificate of the timestamp authority "
    "(AUTHORITY.pem):",
}
OPENSSL = """\
openssl ts -verify -data {name}.txt -in {name}.tsr -CAfile AUTHORITY.pem
openssl ts -reply -in {name}.tsr -text
"""


class Wrong(Exception):
    """Says what of a receipt does not fit."""


def check(content, key):
    """(the version, the leaf, the name of the log) of the bytes of a receipt, or Wrong."""
    receipt = strict_json(content)
    if set(receipt) - {"timestamp"} != FIELDS or receipt["format"] != FORMAT:
        raise Wrong("no receipt")
    leaf, version = json.loads(receipt["leaf"]), json.loads(receipt["version"])
    origin, size, root = check_signature(receipt["checkpoint"], key)
    proof = [strict_base64(one) for one in receipt["proof"]]
    leaf_hash = sha256(b"\x00" + receipt["leaf"].encode())
    if root_from(leaf_hash, leaf["index"], size, proof) != root:
        raise Wrong("the leaf is not in the signed tree")
    if leaf["data"] != hashlib.sha256(receipt["version"].encode()).hexdigest():
        raise Wrong("the text is not the one of the leaf")
    of = f"{version['kind']}/{version['id']}/{version['language']}/"
    if leaf["kind"] != "version" or not leaf["subject"].startswith(of):
        raise Wrong("the leaf is of something else")
    if "timestamp" in receipt:
        read_timestamp(receipt)
    return version, leaf, origin


def read_timestamp(receipt):
    """The timestamp, which is of this checkpoint; whether an authority signed it is not checked."""
    found = strict_base64(receipt["timestamp"])
    if sha256(receipt["checkpoint"].encode()) not in found:
        raise Wrong("the timestamp is of another checkpoint")
    return found


def strict_json(content):
    """A receipt is written in one way only, so that no bit of it can be another."""
    text = content.decode()
    found = json.loads(text)
    if text != json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n":
        raise Wrong("not as the portal writes it")
    return found


def strict_base64(text):
    content = base64.b64decode(text, validate=True)
    if base64.b64encode(content).decode() != text:
        raise Wrong("not as the portal writes it")
    return content


def check_signature(note, key):
    """(name of the log, number of leaves, root) of a signed checkpoint (C2SP tlog-checkpoint)."""
    match = re.fullmatch(r"(([^\n]+)\n([1-9]\d*)\n([^\n]+)\n)\n— (\S+) (\S+)\n", note, re.ASCII)
    if not match:
        raise Wrong("no signed checkpoint")
    text, origin, size, root, signer, signature = match.groups()
    name, public = read_key(key)
    # After the restoring of an older backup the log goes on under the next number, with this key.
    if signer != origin or not re.fullmatch(re.escape(name) + r"(/[1-9]\d*)?", origin):
        raise Wrong("another log")
    signature = strict_base64(signature)
    if signature[:4] != id_of(origin, public):
        raise Wrong("another key")
    Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
    return origin, int(size), strict_base64(root)


def read_key(key):
    name, key_id, content = key.strip().split("+", 2)
    public = strict_base64(content)[1:]
    if id_of(name, public).hex() != key_id:
        raise Wrong("the key was mistyped")
    return name, public


def id_of(name, public):
    return sha256(name.encode() + b"\n\x01" + public)[:4]


def sha256(content):
    return hashlib.sha256(content).digest()


def root_from(leaf_hash, index, size, proof):
    """The root of the tree that follows from a leaf and its proof (RFC 9162, 2.1.3.2)."""
    if type(index) is not int or not 0 <= index < size:
        raise Wrong("the leaf is not in the signed tree")
    node, last, found = index, size - 1, leaf_hash
    for one in proof:
        if last == 0:
            raise Wrong("the proof is too long")
        if node % 2 or node == last:
            found = sha256(b"\x01" + one + found)
            while node and not node % 2:
                node, last = node // 2, last // 2
        else:
            found = sha256(b"\x01" + found + one)
        node, last = node // 2, last // 2
    if last != 0:
        raise Wrong("the proof is too short")
    return found


def in_words(instant):
    return f"{instant[:10]} {instant[11:19]} UTC"


def say_timestamp(receipt, name):
    has_one = "timestamp" in receipt
    if has_one and name:
        with open(f"{name}.txt", "wb") as file:
            file.write(receipt["checkpoint"].encode())
        with open(f"{name}.tsr", "wb") as file:
            file.write(read_timestamp(receipt))
    for language, words in (TIMESTAMP if has_one else NO_TIMESTAMP).items():
        print(f"{language}: {words.format(name=name or 'NAME')}")
    if has_one:
        print(OPENSSL.format(name=name or "NAME"))


def main():
    parser = argparse.ArgumentParser(description="Checks a receipt of the portal.")
    parser.add_argument("receipt")
    parser.add_argument("key", help="the portal's public key, NAME+ID+KEY")
    parser.add_argument("--text", action="store_true", help="also write what the page said")
    parser.add_argument("--timestamp", metavar="NAME", help="write NAME.txt and NAME.tsr")
    chosen = parser.parse_args()
    try:
        with open(chosen.receipt, "rb") as file:
            content = file.read()
        version, leaf, origin = check(content, chosen.key)
    except (Wrong, InvalidSignature, ValueError, KeyError, TypeError, AttributeError) as error:
        why = str(error) if isinstance(error, Wrong) else type(error).__name__
        for language, words in REFUSED.items():
            print(f"{language}: {words.format(why=why)}")
        return 1
    facts = {
        "at": in_words(leaf["at"]),
        "origin": origin,
        "title": version["title"],
        "page": f"{version['kind']} {version['id']}, {version['language']}",
        "since": in_words(version["public_from"]),
    }
    for language, words in PROVED.items():
        print(f"{language}: {words.format(**facts)}")
    say_timestamp(json.loads(content), chosen.timestamp)
    if chosen.text:
        print(f"\n{version['main']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
