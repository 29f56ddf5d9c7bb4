# Everything a newcomer types. Each target sets up what it needs by itself, without root:
# a virtual environment in .venv, filled from the hash-pinned files in requirements/.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SECONDS ?= 60
ROOM ?=
AGAIN ?=
N ?= 1000000
PART ?=
PAGE ?=
TIMES ?= 5
WORKERS ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
HASHED := --require-hashes --no-deps

.DEFAULT_GOAL := help
.PHONY: help demo test laws coverage check bench bench-fleet fuzz mutants clean

help:
	@echo "make demo    set up, then discover captured hosts, judge and explain"
	@echo "make test    set up, then run the tests"
	@echo "make laws TIMES=n      set up, then try the laws again and again, with other examples each time"
	@echo "make coverage  the tests of the rooms below, and how many branches they reach"
	@echo "make check   set up, then lint, types and room boundaries"
	@echo "make bench   set up the peers, then measure side by side"
	@echo "make bench-fleet N=n PART=p  the same for fleets of a million devices"
	@echo "make fuzz SECONDS=n   set up, then fuzz every reader and the matcher"
	@echo "make mutants ROOM=match   set up, then see whether the tests notice small faults"
	@echo "make clean   remove what the targets made"

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "devcompat needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: $(VENV)/made requirements/build.txt requirements/run.txt pyproject.toml $(shell find prefix -type f)
	$(PIP) $(HASHED) -r requirements/build.txt -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: $(VENV)/run requirements/postgresql.txt requirements/test.txt
	$(PIP) $(HASHED) -r requirements/postgresql.txt -r requirements/test.txt
	@touch $@

# Byte code is written here and not left to the first run, so that the command starts as fast as it
# can also where PYTHONDONTWRITEBYTECODE is set, as in many containers.
$(VENV)/compiled: $(VENV)/run $(shell find src -name '*.py')
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(VENV)/compiled
	@$(BIN)/python examples/demo.py

test: $(VENV)/test $(VENV)/compiled
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# Only what Hypothesis runs, each time from another seed, which a failure prints.
laws: $(VENV)/test $(VENV)/compiled
	@for time in $$(seq $(TIMES)); do \
	  seed=$$($(BIN)/python -c 'import secrets; print(secrets.randbelow(2**32))'); \
	  echo "laws, $$time of $(TIMES): --hypothesis-seed=$$seed"; \
	  env -u CI $(BIN)/python -m pytest -q -n auto --dist worksteal -m hypothesis \
	    --hypothesis-seed=$$seed || exit 1; \
	done

# Tests that do the same in each run: what laws reach by chance does not count. Hostile documents use
# up every budget; watched line by line they take minutes, and reach nothing more.
COVERED := $(addprefix tests/,values language match formats vocabulary conformance/test_cases.py)

coverage: $(VENV)/test $(VENV)/compiled
	$(BIN)/python -m pytest -q -n auto --dist worksteal $(COVERED) --ignore-glob='*test_hostile*' \
	  --cov --cov-report= \
	  --cov-report=json:$(VENV)/coverage.json
	$(BIN)/python -m tests.covered $(VENV)/coverage.json

check: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/bench: $(VENV)/test requirements/bench.txt
	$(PIP) $(HASHED) -r requirements/bench.txt
	@touch $@

bench: $(VENV)/bench $(VENV)/compiled
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.containment
	@$(BIN)/python -m bench.baseline

# The parts that are asked for (all of them: some minutes), the goals of all that were run before,
# and with PAGE=docs/performance.md all of it there.
bench-fleet: $(VENV)/bench $(VENV)/compiled
	@$(BIN)/python -m bench.fleet --devices $(N) $(addprefix --part ,$(PART)) \
	  $(if $(PAGE),--page $(PAGE))

$(VENV)/fuzz: $(VENV)/test requirements/fuzz.txt
	$(PIP) $(HASHED) -r requirements/fuzz.txt
	@touch $@

fuzz: $(VENV)/fuzz
	@$(BIN)/python -m fuzz --seconds $(SECONDS)

$(VENV)/mutants: $(VENV)/test requirements/mutants.txt
	$(PIP) $(HASHED) -r requirements/mutants.txt
	@touch $@

# A fixed hash seed: which order a set has decides which test notices a mutant first.
mutants: $(VENV)/mutants
	@PYTHONHASHSEED=0 nice $(BIN)/python -m mutation $(ROOM) $(if $(AGAIN),--again) \
	  $(if $(WORKERS),--workers $(WORKERS))

clean:
	rm -rf $(VENV) .mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
