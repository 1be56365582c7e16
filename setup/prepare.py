"""`python -m setup.prepare demo|test|check|fix|bench`: what `make` runs first, on a machine that has only Python."""

import sys
from collections.abc import Callable, Sequence

from setup.browser import prepare_browser
from setup.environment import OLDEST_PYTHON, prepare_environment
from setup.front_end import prepare_front_end
from setup.steps import SetupError
from setup.translations import prepare_translations


def product_packages() -> None:
    """The packages of the product alone."""
    prepare_environment(is_for_developers=False)


def all_packages() -> None:
    """The product's packages and those of its tests and checks."""
    prepare_environment(is_for_developers=True)


# In the order in which they are done; each one is skipped at once when nothing changed since it was done.
STEPS: dict[str, Sequence[Callable[[], None]]] = {
    "demo": (product_packages, prepare_front_end, prepare_translations),
    "test": (all_packages, prepare_front_end, prepare_translations, prepare_browser),
    "check": (all_packages, prepare_translations),
    "fix": (all_packages,),
    "bench": (all_packages, prepare_front_end, prepare_translations),
}


def main(words: Sequence[str]) -> int:
    """Do the steps of one purpose; the exit code."""
    if len(words) != 1 or words[0] not in STEPS:
        print(f"Usage : python -m setup.prepare {'|'.join(STEPS)}", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST_PYTHON:
        print("✗ Relève demande Python 3.11 ou plus récent.", file=sys.stderr)
        return 1
    try:
        for step in STEPS[words[0]]:
            step()
    except SetupError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
