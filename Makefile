# The two to know: `make run` opens the program, `make test` runs every test. Both set up what they need.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready
ARGS ?=
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then command -v $$p; break; fi; done)

.PHONY: run test check lint types contracts format bench coverage mutate pictures snapshots holidays lock clean help

run: $(RUNS) ## open the program on its shipped site; ARGS="--exercise" and the like are passed on
	@PYTHONPATH="$(CURDIR)/src" $(BIN)/python -m pannesi $(ARGS)

test: $(READY) ## every test
	@$(BIN)/python -m pytest $(ARGS)

check: test lint types contracts ## tests, lint, types and import contracts

lint: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports --cache-dir .cache/import-linter

format: $(READY) ## tidy the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(READY) ## measure, as ratios to a baseline in the same run
	@$(BIN)/python -m bench

coverage: $(READY) ## every test, then the lines and branches that none went through in its own process
	@mkdir -p .cache/coverage && $(BIN)/python -m pytest --cov --cov-report=term $(ARGS)

mutate: .cache/mutate-env/.ready ## draw mutants of the core by a seed, and say how many the tests notice; ARGS="--seed 7 --count 60"
	@.cache/mutate-env/bin/python -m bench.mutate $(ARGS)

.cache/mutate-env/.ready: requirements/dev.lock requirements/mutate.in
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/mutate.in
	@touch $@

pictures: $(READY) ## make the pictures of the guides and the transcript of the README anew
	@$(BIN)/python docs/boxes.py && $(BIN)/python docs/pictures.py && $(BIN)/python docs/transcript.py

snapshots: $(READY) ## write the screens, plays and hours kept as text anew; read what changed before keeping it
	@PANNESI_SNAPSHOTS=renew $(BIN)/python -m pytest -q tests/tui/test_snapshots.py tests/tui/test_snapshots_states.py tests/session/test_recorded_plays.py tests/procedure/test_recorded_hours.py && git diff --stat -- tests/tui/snapshots tests/data/plays tests/data/hours

holidays: $(READY) ## make the tables of French public holidays anew
	@$(BIN)/python -c 'from pannesi.procedure.availability.holidays import write_tables; write_tables(2024, 2055)'

lock: $(READY) ## remake the lock files, which name no host (needs uv)
	uv pip compile pyproject.toml -o requirements/run.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q
	uv pip compile pyproject.toml requirements/dev.in --extra paper -o requirements/dev.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q

# Names each package as it comes; without the network it says so at once instead of trying for minutes.
INSTALL = set -o pipefail; $(BIN)/python -m pip install --disable-pip-version-check --no-input --retries 1 --timeout 15 \
	--progress-bar off --require-hashes -r $(1) | sed -un 's/^Collecting \([^ ;]*\).*/  \1/p' || { echo "Rien n'a pu être installé. Sans réseau :\
	docs/guide-informatique.md, « Installer sans réseau ». Derrière un relais : la variable PIP_INDEX_URL ou HTTPS_PROXY." >&2; exit 1; }

$(RUNS): requirements/run.lock
	@if [ -z "$(PYTHON)" ]; then echo "Il faut Python 3.11 ou plus récent : sudo apt-get install python3 python3-venv" >&2; exit 1; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Il manque le module venv de Python : sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Installation dans $(VENV), une seule fois : ce qu'il faut pour ouvrir le programme…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(call INSTALL,requirements/run.lock)
	@touch $@

$(READY): requirements/dev.lock pyproject.toml | $(RUNS)
	@echo "Installation dans $(VENV), une seule fois : ce qu'il faut pour essayer et vérifier…"
	@$(call INSTALL,requirements/dev.lock)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean: ## remove what was set up
	rm -rf $(VENV) .cache dist .hypothesis .ruff_cache

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1 : /'
