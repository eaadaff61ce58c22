# Everything a person types in this folder. Each target may be repeated; what is in place already is not done again,
# so the second time needs no network.

# The port that `make run` serves.
PORT ?= 8000
# Tried in this order; the first that is new enough makes the virtual environment.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
# `make test ARGS="tests/posts -k hugo"`, `make lock ARGS=--upgrade`
ARGS ?=
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/test

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
PYTEST := $(BIN)/pytest -n 2 -q
AUDIT := tests/audit
FIND_CHROMIUM := $(BIN)/python tests/browser/chromium.py >/dev/null
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

# What tests and benchmarks start again and again is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup test test-postgres check bench audit tour fuzz messages lock lock-audit clean torture load stress upgrade vendor licences sbom venv installed installed-dev
.PHONY: installed-audit installed-peers browser hugo

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: setup ## set everything up and serve http://127.0.0.1:8000/ (PORT= changes the port)
	@exec $(BIN)/python manage.py serve --port $(PORT)

setup: installed ## all of `make run` but serving
	@$(BIN)/python manage.py set_up

upgrade: installed ## bring the log to this version: copy its database, migrate, check; put it back where that fails
	@$(BIN)/python manage.py upgrade

test: installed-dev browser hugo ## run the tests, on SQLite (ARGS=--everything takes the longest ones, too)
	@TEST_DATABASE_URL= $(PYTEST) $(ARGS)

test-postgres: installed-dev ## run the tests without a browser on PostgreSQL, where one answers at TEST_DATABASE_URL
	@if $(BIN)/python tests/postgres.py "$(TEST_DATABASE_URL)"; then \
		TEST_DATABASE_URL="$(TEST_DATABASE_URL)" $(PYTEST) --ignore=tests/browser $(ARGS); \
	else echo "The tests on PostgreSQL are skipped. To have them, start one and name it in TEST_DATABASE_URL."; fi

# Bounded by the number of rounds: on two cores a round takes about five seconds.
torture: installed-dev ## kill the server 200 times while it is written to, on SQLite and PostgreSQL; then readers against writers
	@TEST_DATABASE_URL= $(BIN)/python -m tests.torture $(ARGS)
	@if $(BIN)/python tests/postgres.py "$(TEST_DATABASE_URL)"; then \
		$(BIN)/python -m tests.torture --postgresql "$(TEST_DATABASE_URL)" $(ARGS); fi
	@$(MAKE) --no-print-directory load

stress: installed-dev ## 50 readers while two processes save 500 times, through nginx where it is installed (ARGS="--saves 50")
	@$(BIN)/python -m tests.tripsite.pages.stress $(ARGS)
	@if $(BIN)/python tests/postgres.py "$(TEST_DATABASE_URL)"; then \
		$(BIN)/python -m tests.tripsite.pages.stress --postgresql "$(TEST_DATABASE_URL)" $(ARGS); fi

load: installed-dev ## 200 readers for a minute while ten writers save and upload
	@$(BIN)/python -m tests.torture.load

# These load the settings, which make the log's folder: theirs is not the writer's.
check messages: export TRIPSITE_HOME := $(CURDIR)/$(VENV)/check-home
check messages: export DATABASE_URL :=
check: installed-dev ## lint, format, types, templates, migrations, Django's own checks
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	$(BIN)/python manage.py check --fail-level WARNING

# Set AUDIT_STRICT=1 to have it fail where a tool is missing.
audit: installed-dev installed-audit browser ## audit a fresh sample log in a browser (ARGS="--runs 1 --only lighthouse")
	@$(BIN)/python -m tests.audit $(ARGS)

tour: installed-dev browser ## take the screenshots of docs/tour.md again
	@$(BIN)/python -m docs.make_tour

# With QUICK=1 small logs and short runs; ARGS="--only bare 304" measures some rows alone.
bench: installed-dev installed-peers hugo ## measure everything side by side with its peers, and write docs/performance.md
	@TEST_DATABASE_URL="$$($(BIN)/python tests/postgres.py "$(TEST_DATABASE_URL)" && echo "$(TEST_DATABASE_URL)")" \
		$(BIN)/python -m bench $(if $(QUICK),--quick) $(ARGS)

fuzz: installed-dev ## give every reader of what comes from outside made-up inputs (ARGS="--inputs 1000000 --minutes 60")
	@TEST_DATABASE_URL= $(BIN)/python -m tests.fuzz $(ARGS)

messages: installed ## gather the words to translate, compile the translations (ARGS="--locale fi" starts a language)
	@$(BIN)/python manage.py makemessages $(or $(ARGS),--all) --no-obsolete --no-wrap --add-location file \
		--ignore var --ignore node_modules
	@for catalogue in locale/*/LC_MESSAGES/django.po; do \
		msgfmt --check-format --statistics --output-file "$${catalogue%.po}.mo" "$$catalogue" || exit 1; done

lock: installed-dev ## write the locks again from pyproject.toml (ARGS=--upgrade takes the newest versions)
	$(COMPILE) --output-file requirements.txt $(ARGS)
	$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt $(ARGS)
	$(subst pyproject.toml,bench/peers.in,$(COMPILE)) --output-file bench/peers.txt $(ARGS)

vendor: installed-dev ## fetch the vendored scripts again (ARGS="leaflet=1.9.5" takes another version)
	@$(BIN)/python -m supply.vendor $(ARGS)

licences: installed-dev ## write docs/licences.md from the locks
	@$(BIN)/python -m supply.licences

sbom: installed-dev ## write sbom.json, what runs and what browsers get, as a CycloneDX bill of materials
	@$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --spec-version 1.6 \
		--output-reproducible --output-format JSON --output-file sbom.json
	@$(BIN)/python -m supply.sbom sbom.json

lock-audit: installed-dev ## write the lock of the audits' tools again from tests/audit/package.json
	cd $(AUDIT) && npm install --silent --package-lock-only
	$(BIN)/python $(AUDIT)/strip_lock.py

clean: ## remove what the tools made; the log (var/) stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results $(AUDIT)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@$(BIN)/python -c 'import pip' 2>/dev/null || for python in $(PYTHON) none; do \
		if [ "$$python" = none ]; then \
			echo "Python 3.11 or newer with its venv module is needed, and none of these is: $(PYTHON)." >&2; \
			echo "On Debian or Ubuntu: apt-get install python3 python3-venv" >&2; \
			exit 1; \
		fi; \
		"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making the virtual environment $(VENV) with $$("$$python" --version)."; \
		"$$python" -m venv --clear $(VENV) || exit 1; \
		break; \
	done

# A copy of the lock inside the virtual environment says what was installed there.
installed: venv
	@cmp -s requirements.txt $(VENV)/requirements.txt || { \
		echo "Installing the locked dependencies."; \
		$(PIP_INSTALL) -r requirements.txt && cp requirements.txt $(VENV)/requirements.txt; }

installed-dev: venv
	@cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt || { \
		echo "Installing the locked dependencies and the tools of tests and checks."; \
		$(PIP_INSTALL) -r requirements-dev.txt && cp requirements-dev.txt $(VENV)/requirements-dev.txt; }

# A copy of the lock among the modules says what was installed there.
installed-audit:
	@cmp -s $(AUDIT)/package-lock.json $(AUDIT)/node_modules/package-lock.json || { \
		echo "Installing the audits' tools."; \
		npm ci --silent --prefix $(AUDIT) 2>/dev/null && cp $(AUDIT)/package-lock.json $(AUDIT)/node_modules/; } || \
		echo "Audits that need them will be skipped: npm could not install them."

# What others are measured with has a virtual environment of its own.
installed-peers: venv
	@cmp -s bench/peers.txt $(VENV)/peers/peers.txt || { \
		echo "Installing the peers of the benchmark."; \
		$(BIN)/python -m venv --clear $(VENV)/peers && $(VENV)/peers/bin/python -m pip install -qq \
			--disable-pip-version-check --no-input --require-hashes -r bench/peers.txt && \
			cp bench/peers.txt $(VENV)/peers/; } || \
		echo "Rows that need them will be skipped: the peers' packages could not be installed."
	@for tool in wrk nginx; do command -v $$tool >/dev/null || [ -x /usr/sbin/$$tool ] || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq 2>/dev/null; \
			DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $$tool >/dev/null; \
		fi; \
		command -v $$tool >/dev/null || [ -x /usr/sbin/$$tool ] || \
			echo "Rows that need $$tool will be skipped (on Debian: apt-get install $$tool)."; }; done

browser: installed-dev
	@$(FIND_CHROMIUM) || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the browser tests."; \
			export DEBIAN_FRONTEND=noninteractive; \
			apt-get update -qq 2>/dev/null; \
			apt-get install -qq --no-install-recommends chromium-headless-shell >/dev/null; \
		fi; \
		$(FIND_CHROMIUM) || \
			echo "The browser tests will be skipped: they need Chromium (on Debian: apt-get install chromium-headless-shell)."; }

hugo:
	@command -v hugo >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Hugo for the test that builds a site of an export."; \
			export DEBIAN_FRONTEND=noninteractive; \
			apt-get update -qq 2>/dev/null; \
			apt-get install -qq --no-install-recommends hugo >/dev/null; \
		fi; \
		command -v hugo >/dev/null || \
			echo "The test that builds a site will be skipped: it needs Hugo (on Debian: apt-get install hugo)."; }
