"""The documents say what is true today: links, commands, settings, screens, constraints."""

import json
import re
from argparse import _SubParsersAction
from pathlib import Path
from urllib.parse import unquote

import django_htmx
import pytest
from django.core.management import get_commands

from releve.config.command import parser
from releve.config.docs import ROOT, stages
from releve.desks.access import DESK_HOMES

GUIDES = {
    "patient": "patient.md",
    "secretary": "secretaire.md",
    "doctor": "medecin.md",
    "network": "reseau.md",
    "townhall": "mairie.md",
}
LONGEST_GUIDE, LONGEST_DECISION, LONGEST_STAGE = 45, 40, 80
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```\w*\n(.*?)```|`([^`]+)`", re.DOTALL)
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|proxy\.golang\.org|index-url", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.\-])/(work|tmp|root|home|Users|mnt)/")


def documents() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "releve").rglob("README.md")]
    return sorted(path for path in found if "node_modules" not in path.parts)


def python_in(*folders: str) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for folder in folders for p in (ROOT / folder).rglob("*.py"))


def text_of(*names: str) -> str:
    return ROOT.joinpath(*names).read_text(encoding="utf-8")


def code_in(text: str) -> str:
    """What stands between backticks, one piece a line."""
    return "\n".join(block or span for block, span in CODE.findall(text))


def links_in(path: Path) -> list[str]:
    found = LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))
    return [link for link in found if not re.match(r"https?:|mailto:", link)]


def anchors_of(path: Path) -> set[str]:
    """The anchors of a document's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_links_between_documents_when_followed_lead_somewhere():
    broken = []
    for path in documents():
        for link in links_in(path):
            target, _, anchor = link.partition("#")
            place = (path.parent / unquote(target)).resolve() if target else path
            if place.suffix == ".png":
                continue
            if not place.exists() or (anchor and unquote(anchor) not in anchors_of(place)):
                broken.append(f"{path.relative_to(ROOT)}: {link}")
    assert broken == []


def test_screenshots_when_shown_exist_and_are_described():
    missing = []
    for path in documents():
        for described, link in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            assert len(described) > 10, f"{path.name}: {link} needs an alternative text"
            if not (path.parent / link).exists():
                missing.append(link)
    assert missing == [], "python -m tests.browser.screenshots makes them"


def test_make_targets_when_named_are_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    for path in documents():
        named = set(re.findall(r"\bmake ([a-z]+)", code_in(path.read_text(encoding="utf-8"))))
        assert named <= targets, path.name
    assert targets - {"help"} <= set(re.findall(r"`make ([a-z]+)", text_of("README.md")))


def help_of(command):
    """The help of a command and of the commands within it."""
    within = [action for action in command._actions if isinstance(action, _SubParsersAction)]
    inner = [help_of(one) for action in within for one in action.choices.values()]
    return "\n".join([command.format_help(), *inner])


def test_commands_of_releve_when_named_exist_with_their_options():
    (subcommands,) = (a for a in parser()._actions if isinstance(a, _SubParsersAction))
    for path in documents():
        for line in code_in(path.read_text(encoding="utf-8")).splitlines():
            for name, rest in re.findall(r"(?:^|-u releve |bin/)releve ([a-z]+)\b([^|;&]*)", line):
                assert name in subcommands.choices, f"{path.name}: {line}"
                if name == "manage":
                    assert rest.split()[:1] in ([], *([command] for command in get_commands())), f"{path.name}: {line}"
                else:
                    told = help_of(subcommands.choices[name])
                    assert [o for o in re.findall(r"--[a-z-]+", rest) if o not in told] == [], f"{path.name}: {line}"


def test_settings_when_read_or_named_are_the_documented_ones():
    told = set(re.findall(r"`((?:RELEVE|DATABASE)_[A-Z_]+)`", text_of("docs", "settings.md")))
    assert set(re.findall(r'"(RELEVE_[A-Z_]*[A-Z])"', python_in("releve", "setup"))) <= told
    for path in documents():
        named = set(re.findall(r"\b(RELEVE_[A-Z_]*[A-Z])\b", code_in(path.read_text(encoding="utf-8"))))
        assert named <= told, path.name


def test_desks_when_opened_have_a_short_guide_that_the_readme_names():
    assert set(GUIDES) == {*DESK_HOMES, "patient"}
    for guide in GUIDES.values():
        assert f"docs/guides/{guide}" in text_of("README.md")
        assert len(text_of("docs", "guides", guide).splitlines()) <= LONGEST_GUIDE


@pytest.mark.parametrize("guide", GUIDES.values())
def test_bold_words_of_a_guide_when_looked_for_are_on_a_screen(guide):
    def plain(text: str) -> str:
        # Numbers and what a template fills in count as the same.
        text = re.sub(r"\{\{[^}]*\}\}|%\(\w+\)[ds]|\d+", "#", text)
        return re.sub(r"[\s\u202f\u00a0]+", " ", text.replace("&nbsp;", " "))

    files = (path for path in (ROOT / "releve").rglob("*") if path.suffix in {".html", ".py"})
    screens = plain("\n".join(path.read_text(encoding="utf-8") for path in files))
    bold = re.findall(r"\*\*(.+?)\*\*", text_of("docs", "guides", guide), re.DOTALL)
    assert {words for words in bold if words != "gras" and plain(words).rstrip(".") not in screens} == set()


@pytest.mark.parametrize("stage", stages())
def test_readme_of_a_stage_when_read_tells_what_it_takes_gives_and_lets_be_set(stage):
    text = text_of("releve", "pipeline", stage, "README.md")
    for part in ("**Takes**", "**Gives**", "\n## Rules", "\n## Knobs"):
        assert part in text, part
    assert len(text.splitlines()) <= LONGEST_STAGE
    header, *rows = re.findall(r"^\|(.+)\|$", text.split("\n## Knobs")[1], re.MULTILINE)
    assert {"unit", "default", "source"} <= {cell.strip() for cell in header.split("|")}
    # Knobs of an office stand in the tables of those who use them too.
    code = python_in("releve/pipeline")
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[0])}
    assert named
    assert {name for name in named if not re.search(rf"\b{name}\b", code)} == set()


def test_decisions_when_recorded_are_short_and_listed():
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_DECISION, path.name
        assert [part for part in ("## Context", "## Decision", "## Consequences") if part not in text] == [], path.name
        assert f"docs/decisions/{path.name}" in text_of("ARCHITECTURE.md")


def test_readme_when_it_draws_the_pipeline_has_the_stages_in_their_order():
    picture = text_of("README.md").split("```mermaid")[1].split("```")[0]
    assert re.findall(r"<b>(\w+)</b>", picture) == stages()


def test_constraints_when_named_in_the_readme_are_in_the_code():
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+){3,})`", text_of("README.md")))
    code = python_in("releve/pipeline")
    assert len(named) >= 4
    assert {name for name in named if name not in code} == set()


def test_documents_when_read_elsewhere_name_no_registry_and_no_path_of_a_machine():
    assert [p.name for p in documents() if REGISTRIES.search(p.read_text(encoding="utf-8"))] == []
    assert [p.name for p in documents() if MACHINE_PATH.search(p.read_text(encoding="utf-8"))] == []


def test_changelog_when_a_version_is_released_tells_it_first():
    first, *others = re.findall(r"^## (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert re.fullmatch(r"v\d+\.\d+\.\d+", first)
    assert first[1:] in text_of("README.md")
    versions = [tuple(map(int, version[1:].split("."))) for version in (first, *others)]
    assert versions == sorted(versions, reverse=True)


def test_licence_when_given_is_whole():
    text = text_of("LICENSE")
    assert re.findall(r"^(\d+)\.[A-Z]", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_credits_when_a_version_is_locked_tell_it():
    given = text_of("CREDITS.md")
    packages = json.loads(text_of("package-lock.json"))["packages"]
    told = {name.removeprefix("node_modules/"): package["version"] for name, package in packages.items() if name}
    assert {name for name, version in told.items() if version not in given} == set()
    script = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    (version,) = re.findall(r'version:"([\d.]+)"', script.read_text(encoding="utf-8"))
    assert f"| htmx | {version}," in given
