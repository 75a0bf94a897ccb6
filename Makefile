# Everything sets itself up: a Python environment in .venv, the web assets from npm. Needs Python 3.11+ and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
# Compiled modules are kept: the demo and the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
SAY := @printf '%s\n'
# uv where it is at hand, because it is many times faster; pip everywhere else, and where uv cannot reach the packages.
UV := $(shell command -v uv)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile
define install
$(if $(UV),$(UV) pip install -q --python $(BIN)/python $(1) || { $(BIN)/python -m ensurepip >/dev/null; $(PIP) $(1); },$(PIP) $(1))
endef

.PHONY: help demo test check pytest spark format assets clean
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.runs ## set up what is missing and serve the demo state (PORT=8000, FRESH=1 begins again)
	@$(BIN)/throughline demo --port $(PORT) $(if $(FRESH),--fresh)

test: check pytest ## set up what is missing and run every check and test

check: $(VENV)/.tests ## style, types and the import contracts
	$(SAY) "Style ..." && $(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .
	$(SAY) "Types ..." && $(BIN)/mypy
	$(SAY) "Import contracts ..." && $(BIN)/lint-imports | grep -E 'KEPT|BROKEN|Contracts:|->' ; exit $${PIPESTATUS[0]}

pytest: $(VENV)/.tests ## the tests alone (ARGS="tests/core -x")
	@$(BIN)/python -m throughline.project.assets
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

spark: $(VENV)/.tests ## add Spark, which the tests of many machines need (and Java)
	$(SAY) "Installing Spark ..."
	@$(call install,-e '.[spark]')

format: $(VENV)/.tests ## put the code into the house's format
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

assets: $(VENV)/.runs ## fetch the web assets
	@$(BIN)/python -m throughline.project.assets

clean: ## remove the environment and what was fetched or built, not the data
	rm -rf $(VENV) node_modules src/throughline/web/static/vendor dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer with its venv module was found." \
		"Install one (Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3." >&2; exit 2; fi
	$(SAY) "Making the Python environment in $(VENV) ..."
	@$(if $(UV),$(UV) venv -q --python $$(command -v $(PYTHON)) $(VENV) || )$(PYTHON) -m venv $(VENV)

# The web assets come while pip works, where npm is at hand; otherwise the demo fetches them when it starts.
$(VENV)/.runs: pyproject.toml | $(BIN)/python
	$(SAY) "Installing Throughline and what it needs ..."
	@if command -v npm >/dev/null; then PYTHONPATH=src $(BIN)/python -m throughline.project.assets & fi; \
		$(call install,-e .); code=$$?; wait; exit $$code
	@touch $@

$(VENV)/.tests: $(VENV)/.runs
	$(SAY) "Installing what the tests need ..."
	@$(call install,-e '.[dev]')
	@touch $@
