"""The demo state, loaded for tests: read once for the run, published and settled once for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from throughline.core.formats.state_pack import Pack, read_pack

FOLDER = Path(__file__).resolve().parents[1] / "states" / "meridian"


@pytest.fixture(scope="session")
def meridian_pack() -> Pack:
    """The demo state as it is written."""
    return read_pack(FOLDER)


@pytest.fixture(scope="module")
def meridian(django_db_setup: None, django_db_blocker: object, meridian_pack: Pack) -> Iterator[Pack]:
    """The demo state published, its named people settled; gone again when the module is done."""
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.demo import populate

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        actions.publish(by=HOUSE, pack=meridian_pack.catalogue, now=timezone.now())
        populate(FOLDER, size=24)
        yield meridian_pack
        transaction.set_rollback(True)
