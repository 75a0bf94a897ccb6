"""What is certified is checked again and again: a fault comes on the docket within one run, and leaves it once mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.spec.test_meridian_checks import Planted, dead_credential, no_onward_guarantee
from tests.web.looking import said
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import actions as publishing
from throughline.apps.governance import actions, queries
from throughline.apps.governance.models import CheckRun
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.certified import certified

pytestmark = pytest.mark.usefixtures("meridian", "db")


def silent_credential(state: Catalogue) -> Planted:
    """A credential of the trade that no longer says what work or study it is good for."""
    name = "journeyworker-ironworker"
    silent = replace(state.credentials[name], onward_study={}, onward_work={})
    return "ironworking", replace(state, credentials={**state.credentials, name: silent}), []


@pytest.mark.covers("S001-D11.14")
@pytest.mark.parametrize(
    ("broken", "check"), [(no_onward_guarantee, "C04"), (dead_credential, "C06"), (silent_credential, "C20")]
)
def test_a_fault_turns_a_check_red_within_one_run_and_stands_on_the_docket_until_it_is_mended(
    meridian_pack, broken: Callable[[Catalogue], Planted], check: str
) -> None:
    """Alignment, embedded credential, local value."""
    now, state = timezone.now(), meridian_pack.catalogue
    assert actions.run_checks(by=HOUSE, now=now) == 0
    pathway, changed, _ = broken(state)
    publishing.publish(by=HOUSE, pack=changed, now=now)
    assert actions.run_checks(by=HOUSE, now=now + timedelta(seconds=1)) > 0
    packet = queries.certification.packet(pathway, on=timezone.localdate(now))
    red = {each.id for each in packet.checks if each.found}
    assert check in red
    assert packet.standing.state == "at_risk"
    (fault, *_) = [each for each in packet.faults if each.check == check]
    assert fault.docket in {each.docket for each in queries.certification.faults()}
    assert fault.owner == "meridian-board-of-pathways"
    assert fault.sentence in said(Client().get("/governance/docket/"))
    shown = said(Client().get(f"/pathways/{pathway}/certification/"))
    assert fault.sentence in shown
    assert "what they were promised holds" in shown
    publishing.publish(by=HOUSE, pack=state, now=now)
    assert actions.run_checks(by=HOUSE, now=now + timedelta(seconds=2)) == 0
    assert queries.certification.packet(pathway, on=timezone.localdate(now)).standing.state == "certified"


def test_the_packet_says_of_every_check_that_it_passed_and_a_second_run_looks_at_nothing(
    meridian_pack,
) -> None:
    now = timezone.now()
    before = queries.certification.packet("nursing", on=timezone.localdate(now))
    assert (before.checks, before.ran_at) == ((), None)
    actions.run_checks(by=HOUSE, now=now)
    packet = queries.certification.packet("nursing", on=timezone.localdate(now))
    assert {each.found for each in packet.checks} == {()}
    assert len(packet.checks) >= 18
    rows = CheckRun.objects.count()
    assert rows == len(meridian_pack.catalogue.pathways)
    actions.run_checks(by=HOUSE, now=now)
    assert CheckRun.objects.count() == rows
    actions.run_checks(by=HOUSE, now=now + timedelta(days=1))
    assert CheckRun.objects.count() == 2 * rows


def test_an_agreement_that_ends_puts_its_pathway_at_risk_on_that_day(meridian_pack) -> None:
    now, state = timezone.now(), meridian_pack.catalogue
    ends = timezone.localdate(now) + timedelta(days=3)
    short = {
        name: replace(a, ends=ends) if "ironworking" in a.pathways or not a.pathways else a
        for name, a in state.agreements.items()
    }
    publishing.publish(by=HOUSE, pack=replace(state, agreements=short), now=now)
    assert actions.run_checks(by=HOUSE, now=now) == 0
    assert actions.run_checks(by=HOUSE, now=now + timedelta(days=4)) > 0
    assert "ironworking" in queries.certification.at_risk()


@pytest.mark.parametrize(
    ("since", "on", "faults", "state", "until"),
    [
        (date(2026, 1, 31), date(2026, 2, 1), False, "certified", date(2031, 1, 31)),
        (date(2026, 1, 31), date(2031, 1, 31), True, "at_risk", date(2031, 1, 31)),
        (date(2026, 1, 31), date(2031, 2, 1), False, "to_renew", date(2031, 1, 31)),
        (date(2024, 2, 29), date(2029, 3, 1), True, "to_renew", date(2029, 2, 28)),
    ],
)
def test_a_certification_is_to_be_renewed_after_its_months(since, on, faults, state, until) -> None:
    found = certified(since, 60, on, faults)
    assert (found.state, found.until) == (state, until)


def test_only_who_operates_the_house_runs_the_checks_and_runs_are_never_changed() -> None:
    with pytest.raises(Refused):
        actions.run_checks(by=PUBLIC, now=timezone.now())
    actions.run_checks(by=HOUSE, now=timezone.now())
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        CheckRun.objects.update(findings=[])
