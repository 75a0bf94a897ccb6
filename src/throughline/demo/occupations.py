"""The demo's labor data: invented figures, in files laid out as their publishers lay out theirs."""

from datetime import datetime
from pathlib import Path

from throughline.apps.directory.actor import HOUSE
from throughline.apps.occupations import actions
from throughline.core.formats.labor import editions_of

FOLDER = "occupations"


def tell(state_dir: Path, now: datetime) -> None:
    """Load what stands in the state's folder of occupations; nothing where it has none, or where it is here already."""
    files = sorted(each for each in (state_dir / FOLDER).rglob("*") if each.is_file())
    if not files:
        return
    editions, _ = editions_of({each.relative_to(state_dir).as_posix(): each.read_bytes() for each in files})
    for edition in editions:
        actions.load(by=HOUSE, edition=edition, now=now)
