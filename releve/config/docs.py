"""The parts of the documentation that are made from the code.

python -m releve.config.docs            writes them
python -m releve.config.docs --check    fails when one of them tells of yesterday's code
"""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCK = "<!-- made from the code: {name} -->{text}<!-- end of {name} -->"
ANSWERS = {
    "offices": "where and when",
    "commitments": "who, until when",
    "rota": "who works which half-day",
    "slots": "which times are free",
    "appointments": "who comes when",
}


def stages() -> list[str]:
    """Return the stages in the order of the import contract, the first one first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c.get("containers") == ["releve.pipeline"])
    return list(reversed(layers))


def pipeline_picture() -> str:
    """Return the stages and the imports between them, as they are, for Mermaid."""
    import grimp

    graph = grimp.build_graph("releve", cache_dir=None)
    names = stages()
    lines = ["```mermaid", "flowchart LR"]
    lines += [f'    {name}["<b>{name}</b><br>{ANSWERS[name]}"]' for name in names]
    for earlier in names:
        for later in names[names.index(earlier) + 1 :]:
            imported = {
                target
                for module in graph.find_descendants(f"releve.pipeline.{later}")
                for target in graph.find_modules_directly_imported_by(module)
            }
            if any(target.startswith(f"releve.pipeline.{earlier}.") for target in imported):
                lines.append(f"    {earlier} --> {later}")
    return "\n".join([*lines, "```"])


def appointment_states() -> str:
    """Return the steps of an appointment as `appointments.rules.STEPS` allows them."""
    from releve.pipeline.appointments.rules import STEPS

    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> held", "    [*] --> booked: by phone"]
    lines += [f"    {status} --> {following}" for status, after in STEPS.items() for following in after]
    return "\n".join([*lines, "```"])


def promise_life() -> str:
    """Return the life of a promise as `commitments.rules.life.TRANSITIONS` allows it; terms change in place."""
    from releve.pipeline.commitments.rules.life import steps

    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {before or '[*]'} --> {after}: {act}" for before, act, after in steps() if before != after]
    return "\n".join([*lines, "```"])


def promise_acts() -> str:
    """Return what may be noted in each state without leaving it, and the states that nothing leaves."""
    from releve.pipeline.commitments.rules.life import TRANSITIONS

    lines = ["| state | leads on | stays |", "| --- | --- | --- |"]
    for state, acts in TRANSITIONS.items():
        leads_on = ", ".join(f"`{act}` → {after}" for act, after in acts.items() if after != state)
        stays = ", ".join(f"`{act}`" for act, after in acts.items() if after == state)
        lines.append(f"| {state} | {leads_on or '–'} | {stays or '–'} |")
    return "\n".join(lines)


def promise_deadlines() -> str:
    """Return every kind of deadline with its rules, its certainty and who acts."""
    from releve.pipeline.commitments.rules.dated_sources import SOURCES

    lines = ["| deadline | rules | certainty | who |", "| --- | --- | --- | --- |"]
    for kind, source in SOURCES.items():
        who = "nobody: a day to know of" if source.is_watch else ", ".join(source.parties)
        lines.append(f"| `{kind}` | {', '.join(source.rules)} | {source.certainty} | {who} |")
    return "\n".join(lines)


def settings_table() -> str:
    """Return every environment variable that the settings read, with its default."""
    tree = ast.parse((ROOT / "releve" / "config" / "settings.py").read_text(encoding="utf-8"))
    lines = ["| variable | kind | default |", "| --- | --- | --- |"]
    for name, kind, default in sorted(_variables(tree)):
        lines.append(f"| `{name}` | {kind} | {default} |")
    return "\n".join(lines)


def _variables(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    kinds = {"text": "text", "switch": "on / off", "whole_number": "whole number", "words": "list, with commas"}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environment"), attr=kind), args=[ast.Constant(value=name), *rest]
            ) if kind in kinds:
                given = [ast.unparse(default) for default in (*rest, *(k.value for k in node.keywords))]
                yield str(name), kinds[kind], f"`{given[0]}`" if given else "empty"


MADE: dict[str, list[tuple[str, Callable[[], str]]]] = {
    "ARCHITECTURE.md": [("pipeline", pipeline_picture)],
    "releve/pipeline/appointments/README.md": [("states", appointment_states)],
    "docs/models/promise.md": [
        ("life", promise_life),
        ("acts", promise_acts),
        ("deadlines", promise_deadlines),
    ],
    "docs/settings.md": [("settings", settings_table)],
}


def with_block(document: str, name: str, text: str) -> str:
    """Return the document with the text of one of its blocks replaced."""
    pattern = re.compile(BLOCK.format(name=name, text="(?:.*?)"), re.DOTALL)
    if not pattern.search(document):
        raise ValueError(f"The block « {name} » is missing: put its two comment lines where it belongs.")
    return pattern.sub(lambda _: BLOCK.format(name=name, text=f"\n\n{text}\n\n"), document)


def stale(*, is_mended: bool) -> list[str]:
    """Return the documents that tell of yesterday's code; bring them up to date if asked."""
    found = []
    for file, blocks in MADE.items():
        path = ROOT / file
        before = path.read_text(encoding="utf-8")
        after = before
        for name, make in blocks:
            after = with_block(after, name, make())
        if after != before:
            found.append(file)
            if is_mended:
                path.write_text(after, encoding="utf-8")
    return found


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.config.settings_test")
    is_check = "--check" in words
    found = stale(is_mended=not is_check)
    for file in found:
        print(f"{file} : {'en retard sur le code, lancez make fix' if is_check else 'mis à jour'}")
    return 1 if found and is_check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
