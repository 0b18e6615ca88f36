"""deploy/nginx.conf as it is shipped, run on loopback without TLS."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

from benchmarks.serving import adapted_rules, free_port

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")


def rules(work, plain, secure, portal):
    """The shipped rules for these ports, with http as well."""
    return adapted_rules(
        work,
        portal,
        (r"/var/log/nginx/portal\.log", f"{work}/portal.log"),
        (r"/opt/portal/var/static/", f"{work}/static/"),
        (r"/opt/portal-before/var", f"{work}/before"),
        (r"  listen 80;", f"  listen 127.0.0.1:{plain};"),
        (r"  listen \[::\]:80;\n", ""),
        (r"  listen 443 ssl.*;", f"  listen 127.0.0.1:{secure};"),
    )


@contextmanager
def running(work, portal):
    """The ports at which nginx answers for http and for https, before a portal at a port."""
    plain, secure = free_port(), free_port()
    (work / "nginx.conf").write_text(rules(work, plain, secure, portal))
    command = [PROGRAM, "-e", "stderr", "-p", str(work), "-c", str(work / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            wait_for(process, secure)
            yield plain, secure
        finally:
            process.terminate()


def wait_for(process, port):
    for _attempt in range(200):
        assert process.poll() is None, process.stderr.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not answer within ten seconds")
