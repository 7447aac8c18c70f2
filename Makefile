# Everything there is to run. Needs Python 3.11 or later, git and make; the rest is fetched here.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := $(UV) run --no-sync
LAGET := $(RUN) laget

# Trust what the machine trusts: many municipalities look into encrypted traffic with a certificate of their own.
export NODE_USE_SYSTEM_CA := 1
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS := 1
endif

# Dozens of processes are started here, each in half the time when what it imports was compiled by the one before.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test check bench soak docs

help: ## show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(UV):
	@echo "Fetching uv, which fetches the rest"
	@$(PYTHON) -c 'import sys; sys.exit("Laget needs Python 3.11 or later; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .tools || (echo "Python lacks venv. On Debian: apt-get install python3-venv" && false)
	@.tools/bin/pip install --disable-pip-version-check uv==$(UV_VERSION) # says how far it has come: uv is large

install: $(UV) ## fetch what is needed, exactly as locked
	@$(UV) sync --locked
	@test -f laget/base/ui/static/vendor/.stamp -a -f laget/locale/nn/LC_MESSAGES/django.mo || $(UV) sync --locked --reinstall-package laget

demo: install ## run Laget with a sample county; Ctrl-C stops it all
	@$(LAGET) demo

demo-reset: install ## throw the demo's data away, and start over
	@$(LAGET) demo --reset

test: install ## run every test
	@$(RUN) python -m testing.browser
	@$(RUN) python -m testing.office
	@$(RUN) pytest

check: install ## lint, types, structure, templates, generated pages: all that CI asks before the tests
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@LAGET_ENV=test $(RUN) mypy
	@$(RUN) lint-imports
	@$(RUN) python -m testing.templates --check
	@LAGET_ENV=test $(LAGET) manage makemigrations --check --dry-run
	@LAGET_ENV=test $(LAGET) glossary --check

bench: install ## measure, each figure beside its yardstick; writes build/bench.json
	@$(RUN) python -m bench

soak: install ## the long runs; ONLY=path for some of them
	@$(RUN) pytest -m soak $(ONLY)

docs: install ## write the generated pages again
	@LAGET_ENV=test $(LAGET) glossary
