# make demo   set everything up, audit the bundled sample portal, print the scorecard
# make test   set everything up, lint, type-check and run all tests
# The other targets call `setup`, which creates .venv from the hashed lock file.

# Compiled once and kept: every process that a test starts would compile the whole program anew.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PEERS  := build/bench-venv
# One more than the two processors that the suite is made for: a third of its time it waits, for servers that hang and for browsers.
JOBS   ?= 3

.PHONY: setup demo test lint messages office realsites differential judging fleet bench profile lock screenshots clean

setup: $(READY)
	@sh scripts/system-packages browser

$(READY): requirements/dev.lock pyproject.toml
	@sh scripts/system-packages venv
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup
	$(BIN)/xuncha demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup
	@sh scripts/system-packages nginx
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

# After a change of config/messages/zh: the catalogues of the other languages take it over, and what is left to translate is listed.
messages: setup
	$(BIN)/python -m scripts.messages

# LibreOffice Writer and fonts (some 400 MB), for PDF of official documents and the test of it; Word files need neither.
office: setup
	@sh scripts/system-packages office

# Two real sites from Debian packages, served by nginx on loopback, checked against a second link checker.
realsites: setup
	@sh scripts/system-packages realsites
	$(BIN)/python -m benchmarks.realsites

# The same sites through xuncha, LinkChecker and linkinator; every difference needs a reason (docs/differential.md).
# ARGS="--reuse LinkChecker tricky-site" takes a tool's last report, or only some of the sites.
differential: setup
	@sh scripts/system-packages realsites || true
	$(BIN)/python -m benchmarks.differential $(ARGS)

# The lock files name no package index; regenerate them with uv.
lock:
	uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url -q -o requirements/base.lock
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url -q -o requirements/dev.lock
	uv pip compile requirements/bench.in --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url -q -o requirements/bench.lock

# How fast made crawls of 10,000 and 100,000 pages are judged, and in how much memory. ARGS="--pages 10000 --profile"
judging: setup
	$(BIN)/python -m benchmarks.judging $(ARGS)

# How near fifty portals on one event loop come to the rate that politeness allows. ARGS="--portals 8 --seconds 20"
fleet: setup
	@sh scripts/system-packages nginx
	$(BIN)/python -m benchmarks.fleet $(ARGS)

# What an audit of a made portal of 10,000 pages takes, beside other crawlers and link checkers (docs/speed.md).
# ARGS="--pages 10000 100000 --runs 3 --only xuncha,scrapy"
bench: setup
	@sh scripts/system-packages bench || true
	@$(MAKE) --no-print-directory $(PEERS)/.ready || echo "bench: other tools could not be installed and are left out"
	$(BIN)/python -m benchmarks.speed $(ARGS)

# Where the processor time of an audit of that portal goes, by room and function. ARGS="--pages 10000 --write"
profile: setup
	@sh scripts/system-packages nginx
	$(BIN)/python -m benchmarks.speed.profile $(ARGS)

# The peers have an environment of their own: no dependency of theirs decides about ours.
$(PEERS)/.ready: requirements/bench.lock
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $(PEERS)/.ready

screenshots: setup
	$(BIN)/python -m scripts.screenshots

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis xuncha-runs
