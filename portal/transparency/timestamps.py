"""Timestamps of checkpoints by an authority that operators choose, as RFC 3161 has them.

Whoever runs the portal can set its clock back and sign anew; the clock of the authority is not
theirs. Nothing here asks anybody: portal/operations/timestamps.py does.
"""

from cryptography.x509 import ObjectIdentifier
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import PKIStatus

CERTIFICATES = 0xA0  # their tag in the signed data
SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")


class BadTimestamp(Exception):
    """Says in words what is wrong with the answer of an authority."""


def request_for(note):
    """What an authority is asked: the SHA-256 of a signed note, a nonce, and its certificate."""
    return TimestampRequestBuilder(note.encode(), HashAlgorithm.SHA256).build()


def verify(response, note, nonce=None):
    """Raise BadTimestamp unless a response (DER) is a timestamp of a note by the authority.

    That it was granted, and by a chain of certificates that was valid at its own time up to one of
    TRANSPARENCY_TIMESTAMP_CERTIFICATES, is what the library looks at.
    """
    certificates = [*settings.TRANSPARENCY_TIMESTAMP_CERTIFICATES]
    verifier = VerifierBuilder(roots=certificates, nonce=nonce).build()
    try:
        answer = decode_timestamp_response(with_sorted_certificates(response))
        if answer.status != PKIStatus.GRANTED:
            raise BadTimestamp(f"It was not granted: {', '.join(answer.status_string)}")
        if answer.tst_info.message_imprint.hash_algorithm != SHA256:
            raise BadTimestamp("It is not of a SHA-256.")
        verifier.verify_message(answer, note.encode())
    except Exception as error:  # of garbled bytes the libraries raise more than they tell
        raise BadTimestamp(str(error)) from error


def with_sorted_certificates(response):
    """The same answer with its certificates in the order of DER, on which the library insists.

    Authorities that run on OpenSSL send them in another. The order is not signed.
    """
    try:
        part = 0, len(response)
        for number in (0, 1, 1, 0):  # the answer, its token, the content of that, the signed data
            _tag, *part = elements(response, *part)[number]
        for tag, start, end in elements(response, *part):
            if response[tag] == CERTIFICATES:
                found = sorted(response[tag:end] for tag, _, end in elements(response, start, end))
                return response[:start] + b"".join(found) + response[end:]
    except IndexError:  # it is no answer, as the library will say
        pass
    return response


def elements(content, start, end):
    """[(where its tag is, where its content begins, where it ends)] of each element of DER."""
    found = []
    while start < end:
        length, begin = content[start + 1], start + 2
        if length > 127:  # then it says how many bytes have the length
            size = length - 128
            length, begin = int.from_bytes(content[begin : begin + size]), begin + size
        found.append((start, begin, begin + length))
        start = begin + length
    return found
