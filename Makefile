# Two commands for a newcomer: `make demo` and `make test`. Each sets everything up by itself.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Messages are Chinese: the demo must not depend on the locale of the machine.
export PYTHONUTF8 := 1

ZSSTAT := $(BIN)/zsstat
demo: export ZSSTAT_DB := demo/demo.db
demo: export ZSSTAT_CONFIG := sample_data/config

.PHONY: demo test format-check lint types contracts unit format sample bench bench-crosschecks fuzz lock clean

demo: $(READY)
	@rm -rf demo && mkdir -p demo
	$(ZSSTAT) import sample_data/returns
	$(ZSSTAT) summary --year 2020
	$(ZSSTAT) rank --year 2020
	$(ZSSTAT) bulletin --year 2020 --narrative sample_data/narrative/2020.md
	$(ZSSTAT) bulletin --year 2020 --narrative sample_data/narrative/2020.md --format html --output demo/2020.html

test: format-check lint types contracts unit

format-check: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/python -m pytest

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(READY)
	$(BIN)/python sample_data/generate.py

# Altered workbooks of every format through whole imports; offending files land in fuzz/.
fuzz: $(READY)
	$(BIN)/python -m tests.fuzzing --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

bench: $(READY)
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/commands.py
	$(BIN)/python -m bench.importing
	$(BIN)/python -m bench.publishing

# Makes databases of up to 600,000 projects first, and keeps them: some minutes.
bench-crosschecks: $(READY)
	$(BIN)/python -m bench.crosschecks

# Pins are exact and hashed, and name no index: whoever installs brings their own.
lock: $(READY)
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --extra dev -o requirements-dev.lock pyproject.toml

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'zsstat needs Python 3.11 or newer')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf $(VENV) demo build dist
