# The two commands of the README, and what the people who work on it need.
#   make demo [PORT=8765]   the whole product on this machine, no token needed
#   make test               every test, PostgreSQL ones too
PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.PHONY: demo test lint format types check pins clean

demo: .venv/.ready
	@exec $(BIN)/bot demo --port $(PORT)

test: .venv/.ready-dev
	$(BIN)/python -m pytest -n $(WORKERS)

lint: .venv/.ready-dev
	$(BIN)/ruff check bot digest tests deploy
	$(BIN)/ruff format --check bot digest tests deploy

format: .venv/.ready-dev
	$(BIN)/ruff check --fix bot digest tests deploy
	$(BIN)/ruff format bot digest tests deploy

types: .venv/.ready-dev
	$(BIN)/mypy

check: lint types test

# Exact versions with hashes, and no address of any index in them.
pins: .venv/.ready-dev
	$(BIN)/python deploy/scripts/pin.py

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.ready: .venv/bin/python deploy/requirements.txt pyproject.toml
	$(PIP) install --require-hashes --requirement deploy/requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: .venv/.ready deploy/requirements-dev.txt
	$(PIP) install --require-hashes --requirement deploy/requirements-dev.txt
	@touch $@
