"""Ends with one clear sentence when PORT cannot be served, before anything else is done."""

import errno
import os
import socket
import sys

port = os.environ.get("PORT") or "8000"
if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
    sys.exit(f"PORT is {port!r}; it must be a number from 1 to 65535.")
for family, address in [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
            probe.bind((address, int(port)))
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is in use; choose another, for example: make run PORT=8080")
        if error.errno == errno.EACCES:
            sys.exit(f"Port {port} is kept for root; choose one above 1023: make run PORT=8080")
        if family == socket.AF_INET:
            sys.exit(f"Port {port} cannot be opened: {error.strerror}.")
        # A machine without IPv6 is served on IPv4 alone.
