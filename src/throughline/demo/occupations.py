"""The demo's labor data: invented figures, in files laid out as their publishers lay out theirs."""

from datetime import datetime
from pathlib import Path

from throughline.apps.directory.actor import HOUSE
from throughline.apps.occupations import actions
from throughline.core.formats.labor import editions_of

FOLDER = "occupations"
EARLIER = "earlier"
"""The folder in it of older editions, each with its own date beside it."""


def tell(state_dir: Path, now: datetime) -> None:
    """Load what stands in the state's folder of occupations; nothing where it has none, or where it is here already."""
    every = sorted(each for each in (state_dir / FOLDER).rglob("*") if each.is_file())
    before = [each for each in every if EARLIER in each.parts]
    for files in (before, [each for each in every if each not in before]):
        if files:
            named = {each.relative_to(state_dir).as_posix(): each.read_bytes() for each in files}
            for edition in editions_of(named)[0]:
                actions.load(by=HOUSE, edition=edition, now=now)
