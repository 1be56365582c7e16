"""The texts of the screens, gathered and compiled without GNU gettext: French in the code, English in a catalogue.

python -m releve.config.translations            compiles the catalogues
python -m releve.config.translations --update   gathers new texts into them first
python -m releve.config.translations --check    fails when a text is missing, or not translated
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
TRANSLATED_INTO = ("en",)
FIRST_DAY = datetime(2026, 11, 22, tzinfo=UTC)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Between its calls, Django's templatize() leaves filling that is no Python.
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(?:n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*(?:{STRING}|count))*\s*\)")
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%%")
TAG = re.compile(r"</?[a-z][^>]*>")


def sources() -> Iterator[tuple[Path, bytes]]:
    """Yield every file with texts: Python as it is, templates turned into Python by Django."""
    from django.utils.translation.template import templatize

    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path, path.read_bytes()
    for path in sorted(path for kind in ("*.html", "*.txt") for path in PACKAGE.rglob(f"templates/**/{kind}")):
        if "tests" not in path.parts:
            calls = CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
            yield path, "\n".join(calls).encode()


def gathered() -> Catalog:
    """Return a catalogue of all texts, in the order of the files."""
    catalog = Catalog(fuzzy=False)
    for path, source in sources():
        where = path.relative_to(PACKAGE.parent).as_posix()
        for _, message, comments, context in extract("python", BytesIO(source), KEYWORDS):
            catalog.add(message, None, [(where, 0)], auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def new_catalog(language: str) -> Catalog:
    """Return an empty catalogue whose head is the same at every run."""
    catalog = Catalog(locale=language, project="Relève", version="", fuzzy=False, header_comment="# Relève, EUPL-1.2")
    catalog.creation_date = catalog.revision_date = FIRST_DAY
    catalog.copyright_holder = catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "Relève"
    return catalog


def update() -> None:
    """Bring the catalogues up to the texts of the code: new ones empty, those gone removed."""
    texts = gathered()
    for language in TRANSLATED_INTO:
        known = read(language)
        catalog = new_catalog(language)
        for message in texts:
            if message.id:
                before = known.get(message.id, message.context)
                translation = before.string if before else None
                places = sorted({(file, 0) for file, _ in message.locations})
                catalog.add(message.id, translation, places, context=message.context)
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, omit_header=False, include_lineno=False, sort_output=True)


def compile_all() -> None:
    """Write the compiled catalogues beside the others; they are not committed."""
    for path in sorted(LOCALE.rglob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def faults() -> list[str]:
    """Return what is wrong: texts missing, left over, without translation, or with other placeholders."""
    found = []
    texts = gathered()
    wanted = {(message.id, message.context) for message in texts if message.id}
    for language in TRANSLATED_INTO:
        known = {(message.id, message.context): message for message in read(language) if message.id}
        found += [f"{language}: absent du catalogue : {_short(key)}" for key in wanted - known.keys()]
        found += [f"{language}: n'est plus dans le code : {_short(key)}" for key in known.keys() - wanted]
        for key in wanted & known.keys():
            found += [f"{language}: {fault} : {_short(key)}" for fault in _faults_of(known[key])]
    return sorted(found)


def _faults_of(message: Message) -> Iterator[str]:
    ids: list[str] = list(message.id) if isinstance(message.id, tuple | list) else [str(message.id)]
    strings: list[str] = list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]
    if not all(strings):
        yield "sans traduction"
    elif any(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(ids))) for text in strings):
        yield "variable inconnue dans la traduction"
    elif set(PLACEHOLDER.findall(ids[-1])) - set(PLACEHOLDER.findall(" ".join(strings))):
        yield "variable perdue dans la traduction"
    elif any(sorted(TAG.findall(text)) != sorted(TAG.findall(ids[-1])) for text in strings):
        yield "balises différentes dans la traduction"


def _short(key: tuple[Any, str | None]) -> str:
    text = key[0] if isinstance(key[0], str) else key[0][0]
    return " ".join(text.split())[:80]


def main(words: list[str]) -> int:
    if "--check" in words:
        found = faults()
        for line in found:
            print(line)
        return 1 if found else 0
    if "--update" in words:
        update()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
