.PHONY: help check test test-thorough lint figures readme report clean

BIN := .venv/bin

help:
	@echo 'make check          the claims table: every check, mutant and control'
	@echo 'make test           the test-suite'
	@echo 'make test-thorough  the test-suite with many more random examples'
	@echo 'make lint           ruff and mypy'
	@echo 'make figures        draw docs/training, docs/planning.svg and docs/film.png from the recorded runs'
	@echo 'make readme         put the current claims table and recorded results into README.md'
	@echo 'make report         make check, then report/index.html'
	@echo 'lake build          the proofs (needs Lean, see README.md)'

check:
	@ci/environment.sh ''
	@$(BIN)/lejepa-proofs check --json report/claims.json

test:
	@ci/environment.sh learning,pixels,test
	@ci/graphics.sh
	$(BIN)/pytest -n auto

test-thorough:
	@ci/environment.sh learning,pixels,test
	@ci/graphics.sh
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n auto

lint:
	@ci/environment.sh learning,test,lint
	$(BIN)/ruff check python tests
	$(BIN)/ruff format --check python tests
	$(BIN)/mypy

figures:
	@ci/environment.sh pixels
	@ci/graphics.sh
	for name in 2d scaling gennorm grid bound; do \
	  $(BIN)/lejepa-proofs plot $$name --figure docs/training/$$name.svg \
	    --results python/lejepa_proofs/learning/recorded || exit; \
	done
	$(BIN)/lejepa-proofs control --figure docs/planning.svg
	$(BIN)/lejepa-proofs pixels --figure docs/film.png

readme:
	@ci/environment.sh ''
	$(BIN)/lejepa-proofs claims --readme README.md

report: check
	$(BIN)/lejepa-proofs report report/claims.json --html report/index.html

clean:
	rm -rf .venv .lake report .pytest_cache .mypy_cache .ruff_cache .hypothesis
