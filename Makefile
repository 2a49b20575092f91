# Everything runs in .venv, which is made of the lock file, and made again only when that or pyproject.toml changes.
# Needs Python 3.11 or newer (make PYTHON=/path/to/python otherwise); uses uv where there is one.

VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := requirements.lock
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

.PHONY: help demo test lint bench pictures lock clean

help:  ## Say what there is to make.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

demo: $(READY)  ## Show the sample archive: a digest, a dossier, then a prompt.
	@$(RUN)/downlink demo

test: $(READY)  ## Check everything that is promised.
	$(RUN)/python -m pytest $(ARGS)

lint: $(READY)  ## Check style and types.
	$(RUN)/ruff check .
	$(RUN)/mypy --strict

bench: $(READY)  ## Measure speed and quality beside peers.
	$(RUN)/python -m benchmarks $(ARGS)

pictures: $(READY)  ## Draw the README's pictures anew.
	$(RUN)/python -m bot.platforms.terminal.picture \
		"/digest 11 Jul to 16 Jul 2022" docs/digest.svg "/who Rogozin" docs/dossier.svg
	$(RUN)/python docs/pictures.py

clean:  ## Take away what the other targets made.
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): $(LOCK) pyproject.toml
	@$(RUN)/python $(NEW_ENOUGH) 2>/dev/null || { \
		for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
			$$python $(NEW_ENOUGH) 2>/dev/null && break; python=; \
		done; \
		test -n "$$python" || { echo "Downlink needs Python 3.11 or newer; none was found." >&2; exit 2; }; \
		echo "Making $(VENV) with $$($$python --version); this is done once." >&2; \
		rm -rf $(VENV); \
		if command -v uv >/dev/null; then uv venv --quiet --python "$$(command -v $$python)" $(VENV); \
		else $$python -m venv $(VENV); fi; }
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(RUN)/python --require-hashes -r $(LOCK) && \
		uv pip install --quiet --python $(RUN)/python --no-deps --no-build-isolation -e .; \
	else \
		{ $(RUN)/python -m pip --version >/dev/null 2>&1 || $(RUN)/python -m ensurepip >/dev/null; } && \
		$(RUN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(LOCK) && \
		$(RUN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# One file for every supported Python and platform: uv resolves universally, pip reads the result. The build's own
# needs (hatchling, editables) are locked too, so that nothing is ever installed without a hash.
lock:  ## Choose the newest allowed versions anew and write the lock file.
	@uv=$$(command -v uv) || { python3 -m venv build/lock && build/lock/bin/python -m pip install -q uv && \
		uv=build/lock/bin/uv; }; \
	printf 'hatchling>=1.25\neditables\n' | $$uv pip compile --quiet --universal --upgrade --generate-hashes \
		--python-version 3.11 --extra dev --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' --output-file $(LOCK) pyproject.toml -
