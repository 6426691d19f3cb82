# make help     these lines
# make serve    set everything up and start the service on 127.0.0.1:8000
# make test     set everything up and run the tests
# make test-ray the tests on a Ray cluster, with Ray in .venv-ray; they need redis-server too
# make check    formatting, lint, types, import contracts, and the documentation's links
# make format   format the code, and mend what lint can mend
# make docs     the documentation as a site, in site/; a broken link or anchor fails it
# make screenshots  the pictures in docs/images, of a service of its own in Chromium
# make bench    the benchmarks of benchmarks/README.md
# make load     a step of training over HTTP: 16,384 items, 512 in flight, and whether anything was lost or wrong
# make soak     such steps for MINUTES, 30 unless said
# make setup    what the others begin with: Debian packages, toolchains, .venv; quick when all is there
# make lock     resolve the dependencies anew: requirements.lock (the service), requirements-dev.lock (with tools),
#               requirements-ray.lock (the tests on Ray), requirements-uv.lock (what installs them)

.PHONY: help setup serve test test-ray check docs screenshots format bench load soak lock

help:
	@sed -n '/^#/!q; s/^# //p' $(firstword $(MAKEFILE_LIST))

setup:
	@scripts/system-packages
	@toolchains/install
	@scripts/python-environment

serve: setup
	@.venv/bin/rewardd serve

# One more than cores, since many tests wait; no more than five.
TEST_PROCESSES = $(shell echo $$(( $$(nproc) < 4 ? $$(nproc) + 1 : 5 )))

test: setup
	@.venv/bin/pytest --numprocesses $(TEST_PROCESSES) --dist loadgroup

test-ray:
	@scripts/system-packages
	@scripts/python-environment .venv-ray requirements-ray.lock
	@.venv-ray/bin/pytest -W default -W ignore::DeprecationWarning tests/ray

check: setup
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@$(SITE)

docs:
	@scripts/python-environment
	@$(SITE)

screenshots: setup
	@scripts/browser
	@.venv/bin/python -m docs.screenshots

SITE = NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet

format: setup
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

load: setup
	@.venv/bin/python -m benchmarks.load

MINUTES ?= 30
soak: setup
	@.venv/bin/python -m benchmarks.load --minutes $(MINUTES)

bench: setup
	@.venv/bin/python -m benchmarks

lock:
	@$(RESOLVE) --extra otel --group build -o requirements.lock
	@$(RESOLVE) --group dev -o requirements-dev.lock
	@$(RESOLVE) --extra ray --group ray-tests -o requirements-ray.lock
	@$(LOCK) --group installer -o requirements-uv.lock

LOCK = scripts/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate
RESOLVE = $(LOCK) pyproject.toml
