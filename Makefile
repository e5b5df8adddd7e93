# The two commands of the README, and the smaller ones that developers use.
# Each sets up .venv from the hashed lock file when it is missing or older than it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: lab render test test-long verify derive check before-commit lint types look bench size pictures installed lock clean help

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) from requirements.lock (once; about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "error: Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

render: $(READY) ## build paper, poster and slides into _output/
	@$(BIN)/themeloom render

test: $(READY) ## run the tests
	@$(BIN)/python -m pytest

test-long: $(READY) ## the same, with everything that is drawn at random in full
	@THEMELOOM_TEST_LONG=1 $(BIN)/python -m pytest

derive: $(READY) ## rebuild data-derived/ from data-raw/ and study.yml
	@$(BIN)/themeloom derive

check: $(READY) ## check quotations, names and numbers without building
	@$(BIN)/themeloom check

verify: $(READY) ## rebuild in a clean place and compare with what is there
	@$(BIN)/themeloom verify

lint: $(READY) ## ruff, all rules; Lua, CSS and Typst
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/python -m pytest -n0 tests/linting

types: $(READY) ## mypy, strict
	@$(BIN)/mypy

before-commit: $(READY) ## lint, types and the study's checks: what pre-commit calls
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/themeloom check

look: $(READY) ## write look/look.toml and look/words.toml into all that shows them
	@$(BIN)/python -m themeloom.look && $(BIN)/python -m themeloom.formats && $(BIN)/python -m themeloom.deriving

lab: $(READY) ## open analysis/build.ipynb in JupyterLab, with the other notebooks
	@test -x $(BIN)/jupyter-lab || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements-lab.lock
	@$(BIN)/jupyter-lab --notebook-dir=. analysis/build.ipynb

bench: $(READY) ## time and memory, beside bare pandoc and Typst; BEFORE=FOLDER: an older checkout too
	@$(BIN)/python bench/bench.py

size: $(READY) ## code lines by room
	@$(BIN)/python bench/size.py

pictures: render ## make the pictures of the README from what was rendered
	@$(BIN)/python bench/pictures.py

installed: $(READY) ## list what the default install brings, with sizes, in docs/installed.md
	@$(BIN)/python bench/installed.py

lock: ## renew requirements.lock and environment.yml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra lab --constraint requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  --output-file requirements-lab.lock
	$(PYTHON) bench/environment.py

clean: ## remove what was built, not what was installed
	rm -rf _output .themeloom .pytest_cache .mypy_cache .ruff_cache .hypothesis
