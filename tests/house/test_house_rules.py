"""The rules of the house, kept by the test run instead of by memory."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from throughline.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 500
# What a stranger reads and runs alone stays one file, so that it can be read in one sitting and trusted as it is.
ALONE = {"src/throughline/check_proof.py": 840}
# Written apart, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(("py" + "pi\\.org", "python" + "hosted", "npm" + "js\\.", "deb\\." + "debian", "ghc" + "r\\.io"))
)
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def _files() -> list[Path]:
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _python() -> list[Path]:
    return [file for file in _files() if file.suffix == ".py" and "migrations" not in file.parts]


HAS_DAYS = {"api", "apps", "demo", "web"}
"""Where a day is a day of people, in the house's time zone."""


def test_no_file_of_code_is_over_500_lines() -> None:
    lengths = {str(file.relative_to(ROOT)): file.read_text().count("\n") for file in _python()}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > ALONE.get(name, LONGEST)} == {}


def test_no_address_of_a_package_registry_stands_in_the_repository() -> None:
    readable = [file for file in _files() if file.suffix not in {".png", ".jpg", ".woff2", ".mo", ".pdf"}]
    found = [
        str(file.relative_to(ROOT)) for file in readable if REGISTRIES.search(file.read_text(errors="ignore"))
    ]
    assert found == []
    assert ROOT / "package-lock.json" in readable
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    assert not [file for file in readable if file.name == "uv.lock"]


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_core_reads_no_clock() -> None:
    core = [file for file in _python() if file.is_relative_to(ROOT / "src" / "throughline" / "core")]
    assert core
    assert {str(file): lines for file in core if (lines := _clock_readings(file.read_text()))} == {}


def test_a_clock_in_the_core_would_be_found() -> None:
    assert _clock_readings("import datetime\na = datetime.datetime.now()\nb = datetime.date.today()\n") == [
        2,
        3,
    ]
    assert _clock_readings("def now(today): return today\n") == []


def _clock_readings(source: str) -> list[int]:
    attributes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    return sorted(node.lineno for node in attributes if (_last_name(node.value), node.attr) in CLOCKS)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_days_are_those_of_the_house_and_not_of_the_clock() -> None:
    """`moment.date()` is the day in UTC, which in the evening is tomorrow's: `timezone.localdate(moment)` is the house's."""
    above = [file for file in _python() if file.is_relative_to(ROOT / "src" / "throughline")]
    above = [file for file in above if file.relative_to(ROOT / "src" / "throughline").parts[0] in HAS_DAYS]
    assert len(above) > 500
    assert {str(file): lines for file in above if (lines := _days_of_the_clock(file.read_text()))} == {}
    assert _days_of_the_clock("a = now.date()\nb = date(2026, 1, 1)\nc = row.made_at.date()\n") == [1, 3]


def _days_of_the_clock(source: str) -> list[int]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and not node.args]
    return [n.lineno for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr == "date"]


def test_no_module_is_named_utils() -> None:
    assert [
        str(file) for file in _python() if file.stem in {"utils", "util", "helpers", "common", "misc"}
    ] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_module(command: str) -> None:
    assert find_spec(f"throughline.cli.{command.replace('-', '_')}") is not None


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text().split("[project.scripts]")[0]
    listed = re.findall(r'^    "[a-zA-Z_-]+(?:\[[^]]*\])?(?:[<>=!~][^"]*)?",?(.*)$', text, flags=re.MULTILINE)
    named = [line for line in listed if line.strip()]
    assert len(named) > 25
    assert [line for line in listed if not line.strip().startswith("#")] == []


def test_what_the_code_imports_is_what_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {
        re.split(r"[^a-z0-9_-]", line.lower())[0].replace("_", "-") for line in project["dependencies"]
    }
    belongs_to = packages_distributions()
    imported = {name for file in (ROOT / "src").rglob("*.py") for name in _imports(file.read_text())}
    foreign = imported - sys.stdlib_module_names - {"throughline"}
    assert {"django", "psycopg", "yaml"} <= foreign
    undeclared = [
        name
        for name in foreign
        if not declared & {dist.lower().replace("_", "-") for dist in belongs_to.get(name, [])}
    ]
    assert undeclared == []


def _imports(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parted = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.partition(".")[0] for name in plain | parted}
