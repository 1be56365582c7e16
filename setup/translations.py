"""Compiles the translations, once the product brings its compiler."""

from setup.steps import PYTHON, ROOT, Stamp, digest, run, say

COMPILER = ROOT / "releve" / "config" / "translations.py"


def prepare_translations() -> None:
    """Compile every catalogue whose text changed."""
    catalogues = sorted((ROOT / "releve").rglob("*.po"))
    stamp = Stamp("translations", digest([COMPILER, *catalogues]))
    is_compiled = all(catalogue.with_suffix(".mo").exists() for catalogue in catalogues)
    if not COMPILER.exists() or not catalogues or (stamp.is_fresh() and is_compiled):
        return
    say("Compilation des traductions")
    run([PYTHON, "-c", "from releve.config.translations import compile_all; compile_all()"])
    stamp.write()
