"""Does any answer that begins after a deadline still say that the call is open?

Serves the real content and one call that closes in a moment, with gunicorn and the caching rules of
deploy/nginx.conf, and asks for it on every channel without pause, from some seconds before the
deadline until some seconds after it. Prints how many answers said what, and how many came out of
the cache. Ends with 1 when an answer begun after the deadline says open, or when there were too few
to tell; with 2 when nginx (apt install nginx-light) is missing.

    make cross-a-deadline
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

BEFORE, AFTER = 12, 8  # seconds of asking on either side
ENOUGH = 50  # answers per channel on either side
WARM = 25  # seconds that both servers and the clients may take to start
HOUSE = Path(__file__).resolve().parent.parent


def of_page(text):
    tags = re.findall(r'class="status-line.*?tag--(\w+)', text, re.DOTALL)
    return tags[0] in {"open", "soon"}


def of_data(text):
    return any(call["status"] in {"open", "soon"} for call in json.loads(text)["calls"])


def of_feed(text):
    return bool(re.search(r'<category term="(open|soon)"', text))


def of_list(text):
    return "Proefoproep" in text


def of_calendar(text):
    """A calendar leaves it to its reader's clock: open until the end that it tells."""
    ends = re.findall(r"DTEND:(\d{8}T\d{6})Z", text)
    now = datetime.now(UTC)
    return any(now < datetime.strptime(end, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) for end in ends)


def channels(call):
    """{name: (address, what tells from an answer that the call is open)}"""
    from django.urls import reverse
    from django.utils.translation import override

    found = {}
    for code in ("nl", "fr", "de", "en"):
        with override(code):
            found[f"page, {code}"] = (call.get_absolute_url(), of_page)
    with override("nl"):
        query = f"?status=open&partner={call.series.partner.slug_nl}"
        found["list of open calls"] = (reverse("calls:calls") + query, of_list)
        found["home"] = (reverse("home"), of_list)
        found["feed of open calls"] = (reverse("calls:feed") + query, of_feed)
        found["data"] = (reverse("calls:data") + query, of_data)
        found["calendar"] = (reverse("calls:calendars") + query, of_calendar)
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fill(closes_at):
    """The real content, and a call that closes at an instant."""
    from django.core.management import call_command

    from calls.models import Call, CallSeries
    from partners.models import Partner

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    partner = Partner(kind="state", slug_nl="proefland", name_nl="Proefland", state="published")
    partner.save()
    series = CallSeries(
        partner=partner, slug_nl="proefoproep", title_nl="Proefoproep", state="published"
    )
    series.save()
    call = Call(
        series=series,
        label="2099",
        opens_at=closes_at - timedelta(days=30),
        closes_at=closes_at,
        state="published",
    )
    call.save()
    return call


def nginx_rules(work, port, portal_port):
    """deploy/nginx.conf as it is shipped, without TLS and on other ports and paths."""
    shipped = (HOUSE / "deploy" / "nginx.conf").read_text()
    rules, replaced = shipped, []
    for shape, other in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{portal_port};"),
        (r"/var/cache/nginx/portal", f"{work}/cache"),
        (r"(?s)server \{\s+listen 80;.*?\n\}\n", ""),
        (r"  listen 443 ssl.*;", f"  listen 127.0.0.1:{port};"),
        (r"  listen \[::\]:443 ssl.*;\n", ""),
        (r"  ssl_[^;]+;\n", ""),
        (r"\$scheme;", "https;"),
    ):
        rules, count = re.subn(shape, other, rules)
        replaced.append(count)
    if not all(replaced):
        sys.exit(f"deploy/nginx.conf no longer looks as this program expects: {replaced}")
    temporary = "".join(
        f"{kind}_temp_path {work}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    return (
        f"{user} daemon off; pid {work}/pid; error_log stderr warn; worker_processes 2;"
        f" events {{}} http {{ access_log off; {temporary}\n{rules}\n}}"
    )


@contextmanager
def running(command, **options):
    process = subprocess.Popen(command, **options)  # noqa: S603 our own servers
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def ask(origin, host, channel, until, answers):
    address, is_open = channel
    request = urllib.request.Request(origin + address, headers={"Host": host})  # noqa: S310 loopback
    while time.time() < until:
        began = datetime.now(UTC)
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            text = response.read().decode()
        answers.append((began, is_open(text), response.headers["X-Cache"]))
        time.sleep(0.02)


def cross(origin, host, call):
    """{channel: [(began, said open, how the cache answered), …]}, asked around the deadline."""
    closes = call.closes_at.timestamp()
    time.sleep(max(0, closes - BEFORE - time.time()))
    found = {name: [] for name in channels(call)}
    threads = [
        threading.Thread(target=ask, args=(origin, host, channel, closes + AFTER, found[name]))
        for name, channel in channels(call).items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def report(found, deadline):
    """A table, and what is wrong."""
    print(
        f"{'channel':<20}{'before':>8}{'cached':>8}{'open':>8}{'after':>9}{'cached':>8}{'open':>8}"
    )
    wrong = []
    for name, answers in found.items():
        columns = []
        for side in (
            [one for one in answers if one[0] < deadline],
            [one for one in answers if one[0] >= deadline],
        ):
            count = Counter(cache for _began, _open, cache in side)
            columns += [len(side), count["HIT"], sum(is_open for _began, is_open, _cache in side)]
        print(f"{name:<20}{columns[0]:>8}{columns[1]:>8}{columns[2]:>8}", end="")
        print(f"{columns[3]:>9}{columns[4]:>8}{columns[5]:>8}")
        if columns[5]:
            wrong.append(f"{name}: {columns[5]} answers begun after the deadline say open.")
        if min(columns[0], columns[3]) < ENOUGH or not columns[2] or not columns[1]:
            wrong.append(f"{name}: too few answers to tell, or none of them open or cached.")
    return wrong


def main():
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        print("nginx is missing: apt install nginx-light", file=sys.stderr)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as work, ExitStack() as servers:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": f"sqlite:///{work}/portal.sqlite3",
        }
        sys.path.insert(0, str(HOUSE))
        import django

        django.setup()
        port, portal_port = free_port(), free_port()
        call = fill(datetime.now(UTC))
        call.closes_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=WARM + BEFORE)
        call.opens_at = call.closes_at - timedelta(days=30)
        call.save()
        portal = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        quiet = {key: value for key, value in os.environ.items() if key != "MAKELEVEL"}
        servers.enter_context(
            running([*portal, "portal.wsgi"], cwd=HOUSE, env=quiet | {"PORT": str(portal_port)})
        )
        rules = Path(work, "nginx.conf")
        rules.write_text(nginx_rules(work, port, portal_port))
        servers.enter_context(running([nginx, "-c", str(rules), "-p", work]))
        found = cross(f"http://127.0.0.1:{port}", "localhost", call)
        wrong = report(found, call.closes_at)
    print("\n".join(wrong) or "No answer begun after the deadline says open.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
