# The first Python that really runs (a pyenv shim may not) and is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
	&& echo "$$python" && exit; done; echo python3)

BIN := .venv/bin
PICTURE := $(CURDIR)/rnnviz-window.png

# How many processes share the tests; each of them takes about 1 GB.
PROCESSES ?= 2

# BLAS threads of its own make the program slower: see rnnviz/__main__.py.
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1

# Windows need a display; without one, Qt draws into memory.
ifeq ($(shell uname)$(DISPLAY)$(WAYLAND_DISPLAY),Linux)
HEADLESS := yes
export QT_QPA_PLATFORM = offscreen
endif

.PHONY: help run test check clean

help:
	@echo "make run    install what is needed (once) and start rnnviz"
	@echo "make test   all checks and tests"
	@echo "make check  style, types and import rules only"
	@echo "make clean  remove all that was made, .venv too"

run:
	@$(PYTHON) scripts/prepare.py
ifdef HEADLESS
	@echo "There is no display here: drawing the window after 300 updates into $(PICTURE)"
	@$(BIN)/python main.py render character-model --view window --updates 300 \
		--size 1600x1000 -o "$(PICTURE)"
else
	@$(BIN)/python main.py
endif

# What measures time runs afterwards, with nothing beside it; also where a test failed before.
test: check
	@$(BIN)/python -m pytest -n $(PROCESSES) -m "not alone"; together=$$?; \
	$(BIN)/python -m pytest -m alone && exit $$together

check:
	@$(PYTHON) scripts/prepare.py --dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

clean:
	rm -rf .venv build dist *.egg-info rnnviz-window.png
	rm -rf .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
