"""A start beside a server that answers already takes none of its style sheets away."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.files.storage import storages
from django.core.management import call_command

from releve.config.static_files import collect_static_files

SOURCE = "ui/tokens.css"
ONE_MINUTE_S = 60  # Django compares whole seconds


@pytest.fixture
def root(tmp_path, settings) -> Iterator[Path]:
    """A product with two sources only, stored as they are in production."""
    sources = tmp_path / "sources"
    (sources / "ui").mkdir(parents=True)
    (sources / SOURCE).write_text(":root { color: black }", encoding="utf-8")
    (sources / "ui" / "page.css").write_text('@import url("tokens.css");', encoding="utf-8")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [sources]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "releve.config.static_names.RememberedNames"}}
    forget_finders()
    yield settings.STATIC_ROOT
    forget_finders()


def forget_finders() -> None:
    get_finder.cache_clear()
    storages._storages.pop("staticfiles", None)


def written(root: Path) -> dict[str, int]:
    """Return each file that a server reads, by its name, with when it was written (ns)."""
    return {path.name: path.stat().st_mtime_ns for path in root.rglob("*.css*")}


def test_start_when_nothing_has_changed_then_no_file_is_touched(root):
    assert collect_static_files()
    before = written(root)
    assert any(name.startswith("page.") and name != "page.css" for name in before)
    assert not collect_static_files()
    assert written(root) == before
    # The control: Django's own collecting writes the fingerprinted files again.
    call_command("collectstatic", interactive=False, verbosity=0)
    assert written(root) != before


def test_start_when_a_source_has_changed_then_collected_again(root):
    collect_static_files()
    source = root.parent / "sources" / SOURCE
    source.write_text(":root { color: navy }", encoding="utf-8")
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + ONE_MINUTE_S))
    assert collect_static_files()
    assert "navy" in (root / SOURCE).read_text(encoding="utf-8")


def test_start_when_collecting_was_cut_short_then_done_again(root):
    collect_static_files()
    (root / ".collected").unlink()
    assert collect_static_files()


def test_starts_at_once_then_one_collects(root):
    with ThreadPoolExecutor(4) as pool:
        needed = list(pool.map(lambda _: collect_static_files(), range(4)))
    assert sorted(needed) == [False, False, False, True]
