"""The shared CTDL files: where they are, and what stands in them."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.rows import shared_folder
from throughline.core.formats.ctdl.reading import read
from throughline.core.formats.packages import Package

PATHWAYS = shared_folder() / "standards" / "pathways"
CTDL = PATHWAYS / "ctdl"


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def name_of(path: Path) -> str:
    """A file's name without the ending that only packs it."""
    return path.name.removesuffix(".gz")


def packages(name: str) -> tuple[Package, ...]:
    """The packages of a shared CTDL file."""
    path = CTDL / name
    return read(content(path), name=name_of(path))


def files(folder: str) -> list[str]:
    """Every file below a folder, by its path in it; none where the folder is not here."""
    root = PATHWAYS / folder
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def plain(data: bytes) -> Any:
    """The JSON of a file, whatever letters it is written in."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return json.loads(data.decode("cp1252"))
