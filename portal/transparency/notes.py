"""Signed notes and checkpoints, as C2SP's signed-note and tlog-checkpoint have them.

Keys are of Ed25519 and written as Go's `note` package writes them. Nothing here needs Django.
"""

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"  # the kind of signature
ID = 4  # bytes of the id of a key
NAME = re.compile(r"[^\s+]+")
PRIVATE = "PRIVATE+KEY+"
MOST_SIGNATURES = 16  # that are read in one note
SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


class BadNote(Exception):
    """Says in words what is wrong with a key, a note or a checkpoint."""


class Verifier(NamedTuple):
    """The public key with which anyone can check a note."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text):
        return cls(*parse_key(text, text.strip()))

    def __str__(self):
        return write_key(self.name, self.id, self.public)

    @property
    def id(self):
        content = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(content).digest()[:ID]

    def named(self, name):
        """The same key under another name."""
        return self._replace(name=name)

    def accepts(self, signature, text):
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer(NamedTuple):
    """The private key, which stays with whoever runs the portal."""

    name: str
    seed: bytes

    @classmethod
    def make(cls, name):
        if not NAME.fullmatch(name):
            raise BadNote(f"{name!r} is no name: it has no spaces and no plus.")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text):
        if not text.strip().startswith(PRIVATE):
            raise BadNote(f"a private key begins with {PRIVATE}")
        name, seed = parse_key(
            "the private key", text.strip().removeprefix(PRIVATE), is_secret=True
        )
        return cls(name, seed)

    def __str__(self):
        return PRIVATE + write_key(self.name, self.verifier.id, self.seed)

    __repr__ = object.__repr__  # the key stands in no traceback

    @property
    def verifier(self):
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, private.public_key().public_bytes_raw())

    def named(self, name):
        return self._replace(name=name)

    def sign(self, text):
        """The note of a text that ends with a newline."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{text}\n— {self.name} {encode(self.verifier.id + signature)}\n"


def write_key(name, key_id, content):
    return f"{name}+{key_id.hex()}+{encode(ED25519 + content)}"


def parse_key(what, text, is_secret=False):
    """(name, 32 bytes) of a key; `what` names it in words when it is none."""
    name, plus, rest = text.partition("+")
    key_id, other_plus, content = rest.partition("+")
    key = decode(content)
    if not (plus and other_plus and NAME.fullmatch(name) and key):
        raise BadNote(f"{what} is no key: it must be NAME+ID+KEY.")
    if key[:1] != ED25519 or len(key) != 33:
        raise BadNote(f"{what} is no key of Ed25519.")
    verifier = Signer(name, key[1:]).verifier if is_secret else Verifier(name, key[1:])
    if verifier.id.hex() != key_id:
        raise BadNote(f"{what} was mistyped: its id does not fit its name.")
    return name, key[1:]


def encode(content):
    return base64.b64encode(content).decode()


def decode(text):
    """The bytes of base64; None when it is none, or not written as `encode` does."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if encode(content) == text else None


def verified(note, verifiers):
    """(the text of a note, who signed it); BadNote unless one of these did, and none in vain."""
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")[:-1]
    if not blank or not signatures.endswith("\n") or len(lines) > MOST_SIGNATURES:
        raise BadNote("This is no signed note.")
    text += "\n"
    found = None
    for line in lines:
        dash, name, content = [*line.split(" "), "", ""][:3]
        content = decode(content)
        if dash != "—" or not content or line.count(" ") != 2:
            raise BadNote("This is no signed note.")
        for verifier in verifiers:
            if (verifier.name, verifier.id) == (name, content[:ID]):
                if not verifier.accepts(content[ID:], text):
                    raise BadNote(f"The signature of {name} does not fit the text.")
                found = verifier
    if not found:
        raise BadNote("No key that is known signed this.")
    return text, found


class Head(NamedTuple):
    """The root of a tree when it had so many leaves, under the name of its log."""

    origin: str
    size: int
    root: bytes

    def __str__(self):
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"

    @classmethod
    def parse(cls, text):
        """Read the text of a checkpoint, with or without the signatures below it."""
        origin, size, root, *_others = [*text.split("\n"), "", "", ""]
        content = decode(root)
        if not origin or not SIZE.fullmatch(size) or not content or len(content) != 32:
            raise BadNote("This is no checkpoint.")
        return cls(origin, int(size), content)
