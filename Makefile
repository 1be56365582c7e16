# The only list of commands. Each one installs what it needs by itself: Python 3.11 or newer and make are enough.
# ARGS="…" adds options, for example: make test ARGS="-k booking", make demo ARGS="--port 8001".

PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
PREPARE = @$(if $(PYTHON),$(PYTHON) -m setup.prepare,echo "Relève demande Python 3.11 ou plus récent : installez-le, puis relancez." >&2; exit 1;)
RUN = @.venv/bin/python -m
# Some images forbid Python to keep what it compiled: each of the many processes of a test run would compile all again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check fix bench

help:
	@echo "make demo    une ville de démonstration sur http://localhost:8000"
	@echo "make test    tous les tests"
	@echo "make check   relit le code : règles, types, imports, migrations, traductions, documentation"
	@echo "make fix     corrige ce qui se corrige tout seul"
	@echo "make bench   mesure les temps (ARGS=\"--size 0.01\" pour une petite mesure)"

demo:
	$(PREPARE) demo
	$(RUN) releve.config.command demo $(ARGS)

test:
	$(PREPARE) test
	$(RUN) pytest $(ARGS)

check:
	$(PREPARE) check
	$(RUN) setup.check

fix:
	$(PREPARE) fix
	$(RUN) setup.check --fix

bench:
	$(PREPARE) bench
	$(RUN) benchmarks $(ARGS)
