"""An authority for timestamps (RFC 3161) on this machine: OpenSSL's, behind a tiny server."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TSA = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
certs = {folder}/root.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""
KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
PURPOSE = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"


class Authority:
    """Its root and its certificate, made in a folder; `root` is the path of the former."""

    def __init__(self, folder):
        self.folder, self.root = folder, folder / "root.pem"
        (folder / "serial").write_text("01\n")
        (folder / "tsa.conf").write_text(TSA.format(folder=folder))
        (folder / "purpose.conf").write_text(PURPOSE)
        root = ["-x509", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root"]
        self.openssl("req", *KEY, *root)
        asked = ["-keyout", "authority.key", "-out", "authority.csr", "-subj", "/CN=Authority"]
        self.openssl("req", *KEY, *asked)
        signed = ["-in", "authority.csr", "-out", "authority.pem", "-extfile", "purpose.conf"]
        by = ["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
        self.openssl("x509", "-req", *signed, *by)

    def openssl(self, *arguments):
        command = ["openssl", *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=True)  # noqa: S603

    def reply(self, query):
        """The answer to a request, in DER."""
        (self.folder / "query").write_bytes(query)
        reply = ["-reply", "-config", "tsa.conf", "-section", "authority"]
        self.openssl("ts", *reply, "-queryfile", "query", "-out", "answer")
        return (self.folder / "answer").read_bytes()

    def query(self, content, digest="-sha256"):
        """Another request than ours."""
        (self.folder / "content").write_bytes(content)
        self.openssl("ts", "-query", "-data", "content", digest, "-cert", "-out", "other")
        return (self.folder / "other").read_bytes()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Content-Type"]))
        status, content = self.server.answer(query)
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        for piece in [content] if isinstance(content, bytes) else content:
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, *_args):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_args):
        """Say nothing of clients that hang up."""


def serve(answer):
    """A server that is running; `answer(query)` gives (status, bytes or pieces of them)."""
    server = Server(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], answer
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    return server
