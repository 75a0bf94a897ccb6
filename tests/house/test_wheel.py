"""The wheel is whole: it brings what the demo shows, and nothing of it is fetched when it runs."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from throughline.project import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


def test_the_wheel_carries_every_file_that_the_style_sheet_asks_for(names: set[str]) -> None:
    vendor = "throughline/web/static/vendor/uswds"
    style = (assets.VENDOR / "uswds" / "css" / "uswds.min.css").read_text()
    asked = {f"{vendor}/{path}" for path in re.findall(r"url\(['\"]?\.\./([^'\")?#]+)", style)}
    assert len(asked) > 30
    assert asked <= names
    assert {
        f"{vendor}/js/uswds.min.js",
        f"{vendor}/js/uswds-init.min.js",
        f"{vendor}/img/sprite.svg",
    } <= names


def test_the_wheel_carries_pages_types_and_the_demo_state(names: set[str]) -> None:
    for folder, suffix in (
        ("src/throughline", ".py"),
        ("src/throughline/web/templates", ".html"),
        ("states/meridian", ".yaml"),
    ):
        prefix = "src/" if folder.startswith("src/") else ""
        files = {
            str(file.relative_to(ROOT / prefix)) if prefix else f"throughline/{file.relative_to(ROOT)}"
            for file in (ROOT / folder).rglob(f"*{suffix}")
        }
        assert files <= names, folder
    assert "throughline/py.typed" in names


def test_no_asset_points_to_a_map_that_is_not_served() -> None:
    for file in assets.VENDOR.rglob("*"):
        if file.suffix in {".css", ".js"}:
            assert "sourceMappingURL" not in file.read_text(), file


def test_the_versions_that_stand_are_the_locked_ones() -> None:
    assert assets.stand_ready()
    assert assets.locked()["@uswds/uswds"].startswith("3.")
    assert assets.ensure() is False


def test_the_wheel_speaks_every_language_and_carries_the_guide(names: set[str]) -> None:
    from throughline.project.translations import texts

    tables = {f"throughline/{t.relative_to(ROOT / 'src/throughline').with_suffix('.mo')}" for t in texts()}
    guide = {
        f"throughline/web/{f.relative_to(ROOT / 'docs')}" for f in (ROOT / "docs" / "guide").rglob("*.md")
    }
    assert len(tables) == 3
    assert tables | guide <= names
