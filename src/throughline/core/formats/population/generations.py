"""A folder that always holds one whole generation of files, whenever its writer is stopped.

A generation is written beside the others, brought to the disk, and only then named in `current`; a reader follows that
name. One writer at a time. docs/reference/population.md shows the folder.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

CURRENT, WRITING, ABOUT = "current", "writing", "about.json"


class Unreadable(ValueError):
    """A folder that holds no generation that can be read: where, why, and what to do."""

    def __init__(self, folder: Path, why: str, fix: str) -> None:
        super().__init__(f"{folder}: {why}. {fix}.")
        self.folder, self.why, self.fix = folder, why, fix


def write(folder: Path, about: Mapping[str, Any], arrays: Mapping[str, np.ndarray[Any, Any]]) -> None:
    """Makes these arrays the folder's generation. A writer that is stopped leaves the old one whole."""
    folder.mkdir(parents=True, exist_ok=True)
    writing = folder / WRITING
    if writing.exists():
        shutil.rmtree(writing)
    writing.mkdir()
    for name, array in arrays.items():
        with (writing / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            _to_disk(file.fileno())
    _write_text(writing / ABOUT, json.dumps(about, sort_keys=True, indent=1))
    _folder_to_disk(writing)
    before = _named(folder)
    name = f"{int(before or 0) + 1:08}"
    if (folder / name).exists():
        shutil.rmtree(folder / name)
    writing.rename(folder / name)
    _write_text(folder / f"{CURRENT}.new", name)
    (folder / f"{CURRENT}.new").replace(folder / CURRENT)
    _folder_to_disk(folder)
    for old in folder.iterdir():
        if old.is_dir() and old.name.isdigit() and old.name != name:
            shutil.rmtree(old)


def read(folder: Path) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    """What is said of the generation, and its arrays, memory-mapped. Raises `Unreadable`."""
    name = _named(folder)
    if name is None:
        raise Unreadable(folder, "nothing was ever written here whole", "Write it first")
    try:
        about = json.loads((folder / name / ABOUT).read_text())
        arrays = {
            file.stem: np.load(file, mmap_mode="r", allow_pickle=False)
            for file in sorted((folder / name).glob("*.npy"))
        }
    except (OSError, ValueError) as error:
        raise Unreadable(folder, f"generation {name} is damaged ({error})", "Write it anew") from error
    return about, arrays


def _named(folder: Path) -> str | None:
    try:
        return (folder / CURRENT).read_text().strip()
    except FileNotFoundError:
        return None


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        _to_disk(file.fileno())


def _to_disk(number: int) -> None:
    os.fsync(number)


def _folder_to_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
