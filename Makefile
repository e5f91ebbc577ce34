# make run     set everything up and open the program in the browser
# make test    set everything up, a Chromium included, and run the tests
# make check   format, lint, types of Python and of the page's scripts, import contracts
# make bench   measure; prints ratios (benchmarks/README.md)
# make clean   remove the environment and what tools left; project files stay
#
# Settings: PYTHON=python3.12   ARGS="--port 8001"   REQUIRE_BROWSER=1   ANNOTATOR_CHROMIUM=/path

.PHONY: run test check bench clean
.DEFAULT_GOAL := run
.SUFFIXES:

ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
PINS := pyproject.toml constraints.txt
TYPESCRIPT := 5.9.3
export PYTHON

run: $(VENV)/.ready-run
	@exec $(PY) -m annotator serve $(ARGS)

test: $(VENV)/.ready-test
	@$(PY) tests/browser/chromium.py obtain
	@$(PY) -m pytest -n 3 --dist loadfile $(ARGS)
	@$(PY) tests/browser/chromium.py report

check: $(VENV)/.ready-dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@TYPESCRIPT=$(TYPESCRIPT) sh .ci/check-scripts
	@$(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/.ready-test
	@$(PY) -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .tools dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp says that the environment holds what its target needs, as the pins have it.
$(VENV)/.ready-run: $(PINS)
	@echo "Setting up the program (only this once) …" >&2
	@sh .ci/set-up run
	@touch $@

$(VENV)/.ready-test: $(PINS)
	@echo "Setting up the tests (only this once) …" >&2
	@sh .ci/set-up test
	@touch $@ $(VENV)/.ready-run

$(VENV)/.ready-dev: $(PINS)
	@echo "Setting up the checks (only this once) …" >&2
	@sh .ci/set-up dev
	@touch $@ $(VENV)/.ready-test $(VENV)/.ready-run
