"""Cookies of the sites on the way of one visit: some send on to the same address until they know
theirs. They are forgotten when the visit ends.
"""

import re

PAIR = re.compile(r"[!#$%&'*+.^`|~\w-]{1,200}=[\x21-\x3a\x3c-\x7e]{0,2000}", re.ASCII)
MOST = 50  # of one visit


class Cookies:
    def __init__(self):
        self.pairs = {}  # {(host, name): (pair, whether it is for https only)}

    def keep(self, target, headers):
        """Remember what a site says in its Set-Cookie headers; anything odd is left out.

        A cookie is sent to the very host that set it, whatever domain it names.
        """
        for header in headers:
            pair, *attributes = (part.strip() for part in header.split(";"))
            if PAIR.fullmatch(pair) and len(self.pairs) < MOST:
                is_secure = "secure" in map(str.lower, attributes)
                self.pairs[target.host, pair.partition("=")[0]] = (pair, is_secure)

    def header(self, target):
        """{"Cookie": …} for a request, or {}."""
        found = [
            pair
            for (host, _name), (pair, is_secure) in self.pairs.items()
            if host == target.host and (target.scheme == "https" or not is_secure)
        ]
        return {"Cookie": "; ".join(found)} if found else {}
