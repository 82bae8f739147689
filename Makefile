# The default is what a change has to pass. Only this file and .ci/ need a POSIX system; elsewhere: pip install .
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
PEERS := $(VENV)/.peers
# The tests run in as many processes as there are cores; WORKERS=0 runs them in one.
WORKERS ?= auto
# The tests that the wheel has to pass.
WHEEL_TESTS := api cli_help commands check_command document_loads evidence hazard_command load_command packaging report samples \
  search_command template validate
PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
PIP_INSTALL := -m pip --disable-pip-version-check install --quiet

.PHONY: all setup run test lint bench evaluate conformance mutate-rules samples torture test-wheel constraints

all: lint test

setup: $(STAMP)

# The stamp makes a second run instant; a changed list of packages or pins makes it stale. The pins name every package, so none is resolved.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "duibiao needs Python 3.11 or newer, and '$(PYTHON)' is not; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP_INSTALL) --no-deps --require-hashes -r constraints.txt
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	$(BIN)/duibiao demo

test: setup
	$(BIN)/pytest -n $(WORKERS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The peers are no part of the product; SIZES="20 200" chooses how many enterprises.
bench: $(PEERS)
	$(BIN)/python bench/check.py
	$(BIN)/python bench/register.py
	$(BIN)/python bench/workbook.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/documents.py

$(PEERS): bench/requirements.txt $(STAMP)
	$(BIN)/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

# How well documents are read, beside labels made by hand; ARGS="--misses NAME" lists what was missed.
evaluate: setup
	@$(BIN)/python tests/evaluation $(ARGS)

# The W3C test suite of SHACL, downloaded once, by hash.
conformance: setup
	$(BIN)/python tests/conformance/suite.py

# Loads killed at random moments, a hundred times.
torture: setup
	KILLS=100 $(BIN)/pytest -q -n 0 tests/test_killed_loads.py

# The sample workbooks, out of the lists beside the tests.
samples: setup
	$(BIN)/python tests/samples

# Every rule against mutants of its example, and mutants of the rule against the tests; RULES="--rule NAME" for some, FORMAT=json.
mutate-rules: setup
	@$(BIN)/python bench/mutate $(RULES) --format $(or $(FORMAT),table)

# What users get: the wheel holds the rooms byte for byte, and the tests that go through commands, pages and the data that come with the
# product pass in an environment of its own, started where the checkout is not importable.
# build/ goes first because setuptools would pack files left in it by an earlier build.
test-wheel: setup
	rm -rf build
	@set -eu; scratch=$$(mktemp -d); checkout=$$(pwd); trap 'rm -rf "$$scratch" "$$checkout/build"' EXIT; \
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir "$$scratch" .; \
	$(BIN)/python tests/wheel.py "$$scratch"/duibiao-*.whl; \
	$(BIN)/python -m venv "$$scratch/venv"; \
	"$$scratch/venv/bin/python" $(PIP_INSTALL) --no-deps --require-hashes -r constraints.txt; \
	"$$scratch/venv/bin/python" $(PIP_INSTALL) --no-deps "$$scratch"/duibiao-*.whl; \
	cd "$$scratch"; \
	venv/bin/python -c 'import sys, duibiao.cli as cli; sys.exit(not cli.__file__.startswith(sys.prefix))'; \
	venv/bin/duibiao --help > help.txt; \
	venv/bin/pytest -n $(WORKERS) -p no:cacheprovider -c "$$checkout/pyproject.toml" --rootdir "$$checkout" \
	  $(WHEEL_TESTS:%="$$checkout/tests/test_%.py")

# Needs uv. One file serves every platform and Python version; it names no download host.
constraints:
	$(PIN) --extra dev --output-file constraints.txt pyproject.toml
	$(PIN) --group bench --output-file bench/requirements.txt
