# make run    the chat, on the sample corpus the first time
# make test   everything that is checked before a change is kept
# Works with GNU make 3.81 (the one macOS ships) and needs nothing but Python 3.11 or newer.

VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip install --disable-pip-version-check
PYTEST := $(PY) -m pytest

# The first Python that is recent enough and can make a virtual environment; `make run PYTHON=…` names another.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	if "$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$p"; break; fi; done)

.DEFAULT_GOAL := help
.PHONY: help run eval test test-long lint format docs clean browser

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/installed ## Install, read the sample corpus the first time, start the chat and print its address
	@if $(PY) -m assistant status --json 2>/dev/null | grep -q '"last_ingestion": null'; then \
		$(PY) -m assistant ingest corpus || echo "Some files were not read (see above); the chat starts all the same."; \
	fi
	@$(PY) -m assistant serve

test: $(VENV)/installed-dev browser lint ## Install what tests need, check style and types, run the tests
	$(PYTEST) -m "not long" -n 2

eval: $(VENV)/installed ## Measure the answers to our own questions; the report goes to runs/
	$(PY) -m assistant eval answers eval/data/test.jsonl --calibrate eval/data/dev.jsonl --gate eval/data/gate.toml --out runs/answers

test-long: $(VENV)/installed-dev browser ## Run the long tests
	@$(PYTEST) -m long || { code=$$?; test $$code -eq 5 && echo "No long test."; test $$code -eq 5; }

lint: $(VENV)/installed-dev ## Check style and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(VENV)/installed-dev ## Put the code in the house's layout
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

docs: $(VENV)/installed-dev ## Write docs/cli.md from the commands' help
	$(PY) tools/make_cli_docs.py

clean: ## Remove the environment and the caches (data/ is kept)
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A Chromium for the browser tests: one found on the machine, else Playwright's, else the command to type. Never root.
browser: $(VENV)/installed-dev
	@$(PY) -m tests.chromium >/dev/null || $(PY) -m playwright install chromium || true
	@$(PY) -m tests.chromium

$(PY):
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with its venv module was found." \
		"Install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13)" \
		"or name it: make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(PY)
	@echo "Installing the assistant and its libraries: about 2.5 GB, a few minutes, once."
	$(PIP) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) -e ".[dev]"
	@touch $@
