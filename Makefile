# One command for each thing a person does. `make` alone lists them.
#
# PORT=8000          where `make run` serves
# DATABASE_URL=…     postgres://user:password@host/name; without it an SQLite file in var/
# TESTS="not slow"  which tests `make test` runs, by their marks in pyproject.toml
# SECONDS=75         how long `make check-faults` loses the database
# KILLS=100          how many saves it kills
# TIME=300           how many seconds `make check-addresses` and `make check-api` ask
# PYTHON=python3.11  the Python that .venv is made with (3.11 or newer)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

export PORT ?= 8000
# Python and pytest keep what they compile in __pycache__: else every process compiles it anew.
unexport PYTHONDONTWRITEBYTECODE
TESTS ?= not slow
SECONDS ?= 75
KILLS ?= 100
TIME ?= 300
PYTHON ?= $(shell PATH="/usr/bin:$$PATH"; command -v python3.11 || command -v python3 || echo python3.11)

python := .venv/bin/python
manage := $(python) manage.py
pytest := $(python) -m pytest --numprocesses auto --dist worksteal
install := $(python) -m pip install -qq --disable-pip-version-check --require-hashes -r
catalogues := $(wildcard locale/*/LC_MESSAGES/*.po)
messages := $(catalogues:.po=.mo)
static := $(shell find . -name '.?*' -prune -o -path ./var -prune -o -path '*/static/*' -type f -print)
# Where Linux offers it: the server ends with make, also when the terminal is closed or make killed.
ends_with_make := $(shell setpriv --pdeathsig TERM true 2>/dev/null && echo setpriv --pdeathsig TERM)

.PHONY: help
help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

# For everyone

.PHONY: run
run: port prepare ## prepare everything, then serve the portal until Ctrl+C
	@echo "Preparing the database and its content …"
	@$(manage) migrate --verbosity 0
	@$(manage) load_content
	@[ "$$PORTAL_ENV" = production ] || $(manage) load_examples
	@echo "Staff sign in at /$${DESK_PATH:-beheer/}; make the first account with: make staff"
	@exec $(ends_with_make) $(python) -m gunicorn --config deploy/gunicorn.conf.py --no-control-socket portal.wsgi

.PHONY: staff
staff: .venv/base $(messages) ## make a staff account that may do everything; asks for its name and password
	@$(manage) migrate --verbosity 0
	@$(manage) createsuperuser

.PHONY: prepare
prepare: .venv/base var/static/problem/503.nl.html ## make .venv, static files and translations, as a deployment needs too

# For developers

.PHONY: test
test: .venv/dev $(messages) ## run the tests, without the slow ones
	@$(pytest) -m "$(TESTS)"

.PHONY: test-all
test-all: .venv/dev $(messages) ## run the whole test suite
	@$(pytest)

.PHONY: check-site
check-site: .venv/site tests/browser/node_modules prepare ## read every page, and look at them in a browser (README says what that needs)
	@$(python) -m pytest tests/browser
	@$(python) -m tests.browser --language "$(LANGUAGE)" --page "$(PAGE)" $(if $(ALL),--all) --check $(CHECK)

.PHONY: cross-a-deadline
cross-a-deadline: prepare ## ask every channel for a call while it closes, through nginx (needs Debian's nginx-light)
	@$(python) benchmarks/cross_a_deadline.py

.PHONY: check-faults
check-faults: prepare .venv/dev ## lose the database, kill workers and saves, fill disks, be slow, greedy and malicious (needs nginx-light and postgresql)
	@$(python) benchmarks/faults.py --seconds $(SECONDS)
	@$(python) -W ignore benchmarks/kill_saves.py --kills $(KILLS) --own-server
	@DATABASE_URL=sqlite:// $(python) -W ignore benchmarks/kill_saves.py --kills $$(($(KILLS) / 4))
	@$(python) -W ignore benchmarks/kill_alerts.py --subscribers 2000 --kills $$(($(KILLS) / 5)) --own-server
	@$(python) -W ignore benchmarks/full_disks.py postgresql
	@$(python) -W ignore benchmarks/full_disks.py sqlite

.PHONY: check-addresses
check-addresses: prepare var/schemathesis/made ## ask every public address for whatever may be asked, for TIME seconds
	@$(python) benchmarks/every_address.py $(TIME)

.PHONY: check-api
check-api: prepare var/schemathesis/made ## ask the API for whatever may be asked, for TIME seconds, with all checks
	@$(python) benchmarks/read_api.py $(TIME)

.PHONY: rehearse-upgrade
rehearse-upgrade: prepare .venv/dev ## upgrade while visitors ask and an editor saves (needs nginx-light and postgresql)
	@$(python) benchmarks/upgrade.py

.PHONY: lint
lint: .venv/dev ## look for mistakes in Python and templates
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@PYTHONPATH=. .venv/bin/lint-imports --no-cache --no-logo
	@find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --check --target-version 5.2

.PHONY: format
format: .venv/dev ## lay out Python and templates as `make lint` asks
	@$(python) -m ruff check --fix
	@$(python) -m ruff format
	@find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 || true # changed

.PHONY: check
check: lint ## lint, and look for missing migrations and unsafe settings
	@$(manage) makemigrations --check --dry-run
	@$(manage) check

.PHONY: messages
messages: .venv/base ## collect words to translate into locale/ (needs gettext)
	@$(manage) makemessages --all --no-obsolete --add-location file --ignore .venv --ignore var

.PHONY: picture
picture: ## take the README's picture of the portal that runs at PORT (needs Debian's chromium)
	@chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
	  --window-size=1280,1100 --screenshot=docs/home.png http://127.0.0.1:$(PORT)/nl/ 2>/dev/null
	@echo "Made docs/home.png."

.PHONY: handbook-pictures
handbook-pictures: .venv/site prepare ## take the pictures of docs/handleiding/ (needs what check-site needs)
	@$(python) -m tests.browser.handbook

.PHONY: pins
pins: python ## choose the newest allowed versions (with the oldest Python we run on: Debian 12's)
	@$(PYTHON) -m venv --clear var/pins
	@var/pins/bin/python -m pip install -qq pip-tools
	@for name in base dev site sbom schemathesis; do CUSTOM_COMPILE_COMMAND="make pins" var/pins/bin/python -m piptools compile \
	  --quiet --upgrade --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --output-file requirements/$$name.txt requirements/$$name.in || exit 1; done

.PHONY: sbom
sbom: python ## list all that the portal runs on, as CycloneDX, in var/sbom.json
	@"$(PYTHON)" -m venv --clear var/sbom
	@var/sbom/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/sbom.txt
	@var/sbom/bin/python -m cyclonedx_py requirements requirements/base.txt --output-reproducible \
	  --output-format JSON --output-file var/sbom.json
	@echo "Made var/sbom.json."

# Made once, and again when what they are made from changes

.PHONY: python
python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed: apt install python3.11 python3.11-venv" >&2; exit 1; }

.PHONY: port
port: python
	@"$(PYTHON)" deploy/check_port.py

var/schemathesis/made: requirements/schemathesis.txt | python
	@"$(PYTHON)" -m venv --clear var/schemathesis
	@var/schemathesis/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/base: requirements/base.txt | python
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv is missing: apt install python3.11-venv" >&2; exit 1; }
	@echo "Installing what the portal needs into .venv (about half a minute) …"
	@"$(PYTHON)" -m venv --clear .venv
	@$(install) $<
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo "Installing what the tests need into .venv …"
	@$(install) $<
	@touch $@

.venv/site: requirements/site.txt .venv/dev
	@echo "Installing what the check of the site needs into .venv …"
	@$(install) $<
	@touch $@

tests/browser/node_modules: tests/browser/package-lock.json
	@command -v npm >/dev/null || \
	  { echo "npm is missing: apt install chromium-headless-shell default-jre-headless npm" >&2; exit 1; }
	@echo "Installing the checkers of HTML and CSS, and Lighthouse …"
	@npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# For tests/accounts/test_oidc.py, which is skipped without it.
tests/accounts/provider/node_modules: tests/accounts/provider/package-lock.json
	@npm ci --prefix tests/accounts/provider --ignore-scripts --no-audit --no-fund --silent
	@touch $@

var/static/staticfiles.json: $(static) .venv/base
	@echo "Collecting style sheets and images …"
	@$(manage) collectstatic --no-input --verbosity 0
	@touch $@

var/static/problem/503.nl.html: var/static/staticfiles.json $(messages)
	@$(manage) write_problem_pages

%.mo: %.po .venv/base
	@$(python) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@
