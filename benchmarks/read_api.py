"""Does the API answer as its own OpenAPI document says, whatever is asked of it?

Serves the portal with the real content and lets schemathesis read /api/v1/openapi.json and ask,
with all its checks, for as long as is said. Ends with 1 when any of them fails.

    make check-api              five minutes
    make check-api TIME=60
"""

import subprocess
import sys
from pathlib import Path

from serving import Servers, fill, own_database, stop_when_told, work_folder

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
PROGRAM = Path(__file__).parent.parent / "var" / "schemathesis" / "bin" / "schemathesis"
HOW = "--checks all --max-response-time 5 --workers 2 --phases examples,coverage,fuzzing,stateful"
HOW = f"{HOW} --max-time {SECONDS} --suppress-health-check all --no-color".split()
# A cursor of the changes that is no longer of use is answered with 410: any that is made up is so.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = [200, 404, 410]
"""


def main():
    stop_when_told()
    with work_folder() as work, own_database(work) as database:
        fill(work, database)
        Path(work, "schemathesis.toml").write_text(CONFIG)
        servers = Servers(work)
        with servers.portal() as portal:
            servers.wait_for(servers.portal_port, portal)
            document = f"http://localhost:{servers.portal_port}/api/v1/openapi.json"
            config = ["--config-file", Path(work, "schemathesis.toml")]
            command = [PROGRAM, *config, "run", document, *HOW, *sys.argv[2:]]
            asked = subprocess.run(command, cwd=work, check=False)  # noqa: S603 our own
    sys.exit(bool(asked.returncode))


if __name__ == "__main__":
    main()
