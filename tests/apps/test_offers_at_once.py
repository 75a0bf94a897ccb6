"""Many at once, each in a transaction of their own: exactly one outcome each; and the net that finds what was missed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from tests.factories import NOW, TODAY, learner, load, put_on, show, teacher
from tests.meridian import KEPT_APART
from tests.offered import finishes, own, promised_state
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import offers, opening, watching
from throughline.apps.opportunities.models import Offer, OfferDeed

MANY = 6


@pytest.fixture(autouse=True)
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """What is written is really kept, so that others see it, and all of it is taken away again."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in connection.introspection.table_names(cursor):
                if not table.startswith(KEPT_APART):
                    cursor.execute(f'DELETE FROM "{table}"')


def together(acts):
    """Does all of these at the same moment, each on a connection of its own; what each gave, or what refused it."""
    ready = Barrier(len(acts))

    def one(act):
        try:
            ready.wait(20)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_at_once_nobody_gets_two_answers_no_place_is_given_twice_and_nobody_is_dropped():
    load(promised_state(capacity=2))
    marta, people = teacher("Marta"), [learner(f"L{n}") for n in range(MANY)]
    for each in people:
        put_on(each, "pathway:medicine")

    def earn(who):
        with opening(now=NOW):
            show(who, marta, "competency:numbers", "competency:reading", "competency:cells")

    together([lambda who=who: earn(who) for who in people])
    found = [own(who, NOW)["study"].state for who in people]
    assert sorted(found) == ["held"] * 2 + ["waiting"] * (MANY - 2)

    ana = next(who for who in people if own(who, NOW)["study"].state == "held")
    mine = own(ana, NOW)
    keys = [mine["study"].id, mine["study-far"].id] * 3
    told = together([lambda key=key: offers.accept(by=ana, offer=key, now=NOW) for key in keys])
    assert sum(not isinstance(each, Refused) for each in told) == 1
    states = {name: each.state for name, each in own(ana, NOW).items()}
    assert sorted((states["study"], states["study-far"])) == ["accepted", "released"]

    taken = opportunities.promised.places("study", on=TODAY)
    assert (taken.taken, taken.taken + taken.waiting) == (2, MANY - (states["study"] == "released"))
    others = [who for who in people if who is not ana]
    together([lambda who=who: _answer(who) for who in others])
    last = opportunities.promised.places("study", on=TODAY)
    assert last.taken <= 2
    assert OfferDeed.objects.filter(offer__agreement="study", nth=1).count() == MANY
    for who in people:
        assert own(who, NOW)["study"].deeds[-1].deed in {
            "accepted", "declined", "released", "queued", "held", "placed"
        }  # fmt: skip


def _answer(who):
    found = own(who, NOW)["study"]
    if found.state == "held":
        offers.decline(by=who, offer=found.id, now=NOW)


def test_what_an_act_did_not_open_the_net_below_opens_and_where_the_door_was_used_it_finds_nothing():
    load(promised_state())
    finishes("Ana", NOW)
    assert watching.catch_up(by=HOUSE, now=NOW) == 0
    bea = learner("Bea")
    put_on(bea, "pathway:medicine")
    show(bea, teacher("Nia"), "competency:numbers", "competency:reading", "competency:cells")
    assert own(bea, NOW) == {}
    assert watching.catch_up(by=HOUSE, now=NOW) == 4
    assert set(own(bea, NOW)) == {"study", "study-far", "lab-job", "credit"}
    assert watching.catch_up(by=HOUSE, now=NOW + timedelta(days=1)) == 0
    assert Offer.objects.count() == 8
