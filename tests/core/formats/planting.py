"""A small valid state, and copies of it with one thing changed."""

import shutil
from datetime import date
from pathlib import Path

from throughline.core.formats.state_pack import PackErrors, read_pack
from throughline.core.formats.state_pack.check import Report, check

VALLEY = Path(__file__).parent / "packs" / "valley"
TODAY = date(2027, 1, 15)


def planted(home: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the valid state with each (file, old words, new words) changed; the old must stand there
    once."""
    copy = home / "valley"
    shutil.copytree(VALLEY, copy)
    for name, old, new in changes:
        text = (copy / name).read_text()
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        (copy / name).write_text(text.replace(old, new))
    return copy


def said(directory: Path) -> list[str]:
    """What the reader says is wrong, each line beginning with the file's name in the folder."""
    try:
        read_pack(directory)
    except PackErrors as errors:
        return [str(each).replace(f"{directory}/", "") for each in errors.errors]
    return []


def found(directory: Path) -> list[str]:
    """What the whole check finds, in the same form."""
    return lines(check([directory], TODAY), directory)


def lines(report: Report, directory: Path) -> list[str]:
    """Every fault of a report as a line."""
    return [str(fault).replace(f"{directory}/", "") for pack in report.packs for fault in pack.faults]
