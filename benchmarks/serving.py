"""The portal as it is served, for the programs beside this one.

gunicorn, behind nginx with the rules of deploy/nginx.conf, on a database of its own with the real
content.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

HOUSE = Path(__file__).resolve().parent.parent
HOST = {"Host": "localhost"}


def nginx_program():
    """The path of nginx; ends the program with 2 where it is missing."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        print("nginx is missing: apt install nginx-light", file=sys.stderr)
        sys.exit(2)
    return nginx


def stop_when_told():
    """Ends the program, and so what it has started, when it is told to stop."""
    for told in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, lambda *_: sys.exit("Stopped."))


@contextmanager
def work_folder():
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o711)  # noqa: S103 the user of PostgreSQL passes through
        yield work


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command, **options):
    """In a session of its own, so that Ctrl+C reaches us alone and each is told to stop once."""
    process = subprocess.Popen(command, start_new_session=True, **options)  # noqa: S603 our own
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


# The database


@contextmanager
def own_database(work):
    """The DATABASE_URL of a new database: a file, or one on the server that is given."""
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if given.scheme in {"", "sqlite"}:
        yield f"sqlite:///{work}/portal.sqlite3"
        return
    import psycopg

    name = f"portal_benchmark_{os.getpid()}"
    with psycopg.connect(given._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield given._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Cluster:
    """A PostgreSQL server of our own, which can be lost and frozen."""

    def __init__(self, folder):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[4])
        if not found:
            print("PostgreSQL is missing: apt install postgresql", file=sys.stderr)
            sys.exit(2)
        self.programs, self.folder, self.port = found[-1], Path(folder), free_port()
        self.folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")

    @property
    def url(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program, *arguments):
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_postgres, str(self.programs / program), "-D", str(self.folder), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.folder / "log")
        self.run("pg_ctl", "-l", log, "-o", f"{options} -c fsync=off", "-w", "start")

    def stop(self):
        self.run("pg_ctl", "-m", "immediate", "stop")

    def processes(self):
        """The server and all that it has begun."""
        first = (self.folder / "postmaster.pid").read_text().split()[0]
        return [int(first), *children(first)]

    def signal(self, told):
        for process in self.processes():
            os.kill(process, told)


def children(process):
    """The numbers of the processes that a process has begun."""
    command = ["pgrep", "-P", str(process)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 our own
    return [int(number) for number in found.stdout.split()]


@contextmanager
def own_cluster(work):
    cluster = Cluster(Path(work, "postgres"))
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.signal(signal.SIGCONT)
        cluster.stop()


@contextmanager
def chosen_database(work, on_own_server):
    """The DATABASE_URL of a new database, on a PostgreSQL of its own if that is wanted."""
    with own_cluster(work) if on_own_server else own_database(work) as found:
        yield found.url if on_own_server else found


def fill(work, database_url):
    """Sets Django up for this database, and fills it with the real content."""
    set_up(work, database_url)
    from django.core.management import call_command

    call_command("load_content", verbosity=0)


def set_up(work, database_url):
    """Sets Django up for this database, and makes its tables."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": f"{work}/media",
    }
    sys.path.insert(0, str(HOUSE))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def pages_of_the_site():
    """The address of every page in the sitemap, after `fill`."""
    from django.test import Client

    from tests.support.sitemaps import urls_of_sitemap

    client = Client(SERVER_NAME="localhost")
    return [*urls_of_sitemap(lambda address: client.get(address).content, "http://localhost")]


# The servers


def adapted_rules(work, portal_port, *shapes):
    """deploy/nginx.conf as it is shipped, as a whole configuration that runs in a folder of ours.

    Without TLS, and with (pattern, other) for what else differs; each pattern has to be there.
    """
    rules = (HOUSE / "deploy" / "nginx.conf").read_text()
    for shape, other in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{portal_port};"),
        (r"/var/cache/nginx/portal", f"{work}/cache"),
        (r"  listen \[::\]:443 ssl.*;\n", ""),
        (r"  ssl_[^;]+;\n", ""),
        *shapes,
    ):
        rules, count = re.subn(shape, other, rules)
        if not count:
            sys.exit(f"deploy/nginx.conf no longer has {shape}")
    temporary = "".join(
        f"{kind}_temp_path {work}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Else root starts nginx's workers as another user, who cannot reach the files.
    user = "user root;" if os.getuid() == 0 else ""
    return (
        f"{user} daemon off; pid {work}/pid; worker_processes 2;"
        f" events {{}} http {{ include /etc/nginx/mime.types; {temporary}\n{rules}\n}}"
    )


def nginx_rules(work, port, portal_port, limits=False):
    """The shipped rules at one port, as if the visitors came over https."""
    shapes = [
        (r"(?s)server \{\s+listen 80;.*?\n\}\n", ""),
        (r"  listen 443 ssl.*;", f"  listen 127.0.0.1:{port};"),
        (r"access_log [^;]+;", "access_log off;"),
        (r"\$scheme;", "https;"),
        (r"/opt/portal/", f"{HOUSE}/"),
    ]
    if not limits:
        shapes.append((r"    limit_[^;]+;\n", ""))
    return f"error_log stderr crit; {adapted_rules(work, portal_port, *shapes)}"


class Servers:
    """gunicorn at `portal_port`, and nginx in front at `port`."""

    def __init__(self, work=None, workers=2, limits=False):
        self.work, self.limits, self.house = work, limits, HOUSE
        self.port, self.portal_port = free_port(), free_port()
        self.environment = os.environ | {"WEB_CONCURRENCY": str(workers)}
        self.environment.pop("MAKELEVEL", None)  # as under systemd, not as `make run`

    def portal(self):
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        environment = self.environment | {"PORT": str(self.portal_port)}
        return running([*command, "portal.wsgi"], cwd=self.house, env=environment)

    def proxy(self):
        rules = Path(self.work, "nginx.conf")
        rules.write_text(self.rules())
        return running([nginx_program(), "-e", "stderr", "-c", str(rules), "-p", self.work])

    def rules(self):
        return nginx_rules(self.work, self.port, self.portal_port, self.limits)

    def wait(self, *processes):
        """Returns once the portal answers through the proxy."""
        self.wait_for(self.port, *processes)

    def wait_for(self, port, *processes):
        for _attempt in range(240):
            if any(process.poll() is not None for process in processes):
                sys.exit("A server did not start; see above.")
            if answers(port):
                return
            time.sleep(0.25)
        sys.exit("The servers did not answer within a minute.")


@contextmanager
def gunicorn(application, environment, **more):
    """(process, port) of gunicorn with an application of this folder."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    options = ["--pythonpath", "benchmarks", f"{application}:application"]
    environment = environment | {"PORT": str(port)} | more
    with running([*command, *options], cwd=HOUSE, env=environment) as process:
        wait_until_open(port)
        yield process.pid, port


def wait_until_open(port):
    for _attempt in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    sys.exit("A server did not answer within a minute.")


def answers(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/robots.txt", headers=HOST)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(work, **options):
    """The `Servers`, answering."""
    servers = Servers(work, **options)
    with servers.portal() as portal, servers.proxy() as proxy:
        servers.wait(portal, proxy)
        servers.portal_process, servers.proxy_process = portal, proxy
        yield servers
