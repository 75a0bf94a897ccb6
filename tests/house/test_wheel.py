"""The wheel is whole: it brings what the demo shows, and nothing of it is fetched when it runs."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.web.demo import own_data, served
from throughline.project import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as for a release."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """What the wheel holds."""
    return set(zipfile.ZipFile(wheel).namelist())


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


STORIES = {
    "jason-12": ("/me/", "Jason"),
    "jason-18": ("/me/guarantees/", "Places to study: 6"),
    "jason-24": ("/me/guarantees/", "Jobs: 10"),
    "mariah-12": ("/me/", "Mariah"),
    "mariah-19": ("/me/guarantees/", "Aprendizajes: 1"),
    "mariah-23": ("/me/record/", "Mariah"),
}
"""Moments of both stories, each with a page and what must stand there."""


@pytest.mark.covers("A-OP-1")
def test_installed_on_one_machine_without_a_network_it_loads_the_demo_state_and_both_stories_come_true(
    wheel: Path, tmp_path: Path
) -> None:
    """The demo's data was made by its own command, which ends where it asks for another machine; see `tests.web.demo`."""
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    where = {"PYTHONPATH": str(installed)}
    told = subprocess.run(
        [sys.executable, "-c", "import throughline; print(throughline.__file__)"],
        env=where, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.startswith(str(installed)), "what is tried is what the wheel brought"
    with own_data() as data, served(data, where) as address:
        for who, (path, words_there) in STORIES.items():
            assert words_there in _read(address, who, path), who


def _read(address: str, who: str, path: str) -> str:
    """A page as somebody of the demo reads it, as plain words."""
    opened = build_opener(HTTPCookieProcessor(jar := CookieJar()))
    with opened.open(f"{address}/sign-in/") as answer:
        answer.read()
    token = next(each.value for each in jar if each.name == "csrftoken")
    sent = urlencode({"who": who, "next": path, "csrfmiddlewaretoken": token}).encode()
    with opened.open(f"{address}/sign-in/as/", sent) as answer:
        text = re.sub(r"<[^>]+>", " ", answer.read().decode())
    return re.sub(r"\s+", " ", text)
