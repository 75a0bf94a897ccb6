"""The publishers' own files of labor data, read once for a run; and the demo state with its occupations alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from tests.meridian import FOLDER
from throughline.core.formats.labor import Edition, editions_of
from throughline.core.formats.state_pack import Pack

FOLDERS = ("onet/29.0", "soc", "cip", "bls")


@cache
def read(folder: Path) -> tuple[dict[str, Edition], tuple[Edition, ...], tuple[str, ...]]:
    """By kind the editions in the shared files (of wages, the nation's), all of them, and what held none."""
    files = {
        str(each.relative_to(folder)): each.read_bytes()
        for name in FOLDERS
        for each in sorted((folder / name).iterdir())
    }
    editions, left = editions_of(files)
    by_kind = {each.kind: each for each in editions if each.kind != "wages" or each.areas == ("US",)}
    return by_kind, editions, left


@pytest.fixture(scope="module")
def working_state(django_db_setup: None, django_db_blocker: object, meridian_pack: Pack) -> Iterator[Pack]:
    """The demo state published, its occupations loaded, nobody settled; gone again when the module is done."""
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.demo import occupations

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        actions.publish(by=HOUSE, pack=meridian_pack.catalogue, now=timezone.now())
        occupations.tell(FOLDER, timezone.now())
        yield meridian_pack
        transaction.set_rollback(True)
