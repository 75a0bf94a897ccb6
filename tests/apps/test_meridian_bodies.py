"""The demo state's bodies: charters with every sector, seats held, duties with owner and date, regions heard."""

import pytest
from django.utils import timezone

from throughline.apps.governance import queries
from throughline.core.governing.composition import unmet

pytestmark = pytest.mark.usefixtures("meridian", "db")
BOARD = "meridian-board-of-pathways"


def test_every_body_of_the_demo_sits_as_its_charter_asks():
    today = timezone.localdate()
    for each in queries.sittings(today):
        assert unmet(each) == (), each.body.id
        assert each.office("chair")
        assert each.office("clerk")
    assert len(queries.sitting(BOARD, today).members) == 15
