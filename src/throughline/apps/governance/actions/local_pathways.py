"""Writes: a school shows its local program to the region, the region finds who supplies the rest, and endorses it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import (
    ElementSupply,
    LocalPathway,
    Partnership,
    RegionalEndorsement,
)
from throughline.apps.governance.queries import local_pathways as queries
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.catalogue.documents import Rule
from throughline.core.certification.local_pathways import Held, elements

WHAT = "This local program"
LONGEST = 2000


@transaction.atomic
def ask(*, by: Actor, keeper: str, home: str, pathway: str, now: datetime) -> UUID:
    """Those who act for a school or district ask the network of a region to endorse its program of a pathway."""
    decision = require(by, "local_pathway.write", Subject(organization=home), what=WHAT)
    kept = frameworks.catalogue()
    _rule()
    found = kept.organizations.get(keeper)
    if found is None or found.kind != "intermediary":
        raise Refused(WHAT, f"'{keeper}' brings no region together.", "Choose the network of your region.")
    if home == keeper or pathway not in kept.pathways:
        raise Refused(WHAT, "it names no pathway of the state, or no school.", "Choose both from the lists.")
    made, new = LocalPathway.objects.get_or_create(
        keeper=keeper, home=home, pathway=pathway, defaults={"asked_by_id": by.me, "asked_at": now}
    )
    if new:
        _tell(by, decision, "asked a region to endorse", made, now)
    return made.id


@transaction.atomic
def offer(*, by: Actor, program: UUID, element: str, how: str, now: datetime) -> UUID:
    """The program itself offers an element: how, in words."""
    found = _locked(program)
    decision = require(by, "local_pathway.write", Subject(organization=found.home), what=WHAT)
    made = _supply(by, found, element, "local", found.home, how, now)
    _tell(by, decision, "offers an element", found, now)
    return made


@transaction.atomic
def list_provider(*, by: Actor, program: UUID, element: str, provider: str, how: str, now: datetime) -> UUID:
    """The region lists a partner of its own who supplies an element to a local program."""
    found = _locked(program)
    decision = require(by, "region.endorse", Subject(organization=found.keeper), what=WHAT)
    if not Partnership.objects.filter(keeper=found.keeper, partner=provider, until=None).exists():
        raise Refused(
            WHAT, "who is to supply it is no partner of the region.", "Add them as a partner first."
        )
    made = _supply(by, found, element, "region", provider, how, now)
    _tell(by, decision, "listed a provider", found, now)
    return made


@transaction.atomic
def end_supply(*, by: Actor, supply: UUID, now: datetime) -> None:
    """A supply ends today. What was endorsed because of it stays, and shows that the rule does not hold any more."""
    found = ElementSupply.objects.select_for_update().filter(id=supply, until=None).first()
    if found is None:
        raise Refused(WHAT, "this has ended.", "Look at the page again.")
    program = _locked(found.program_id)
    mine = "local_pathway.write" if found.side == "local" else "region.endorse"
    place = program.home if found.side == "local" else program.keeper
    decision = require(by, mine, Subject(organization=place), what=WHAT)
    found.until = max(timezone.localdate(now), found.since)
    found.save(update_fields=["until"])
    _tell(by, decision, "ended an element", program, now)


@transaction.atomic
def endorse(*, by: Actor, program: UUID, reasons: str, now: datetime) -> int:
    """The region endorses a program, once the state's rule holds; gives the number of what it said.

    :raises Refused: the rule does not hold; it says which elements nobody supplies, or how many are missing locally.
    """
    found = _locked(program)
    decision = require(by, "region.endorse", Subject(organization=found.keeper), what=WHAT)
    rule, today = _rule(), timezone.localdate(now)
    supplied = queries.supplies_of(found.id, on=today)
    judged = queries.judged(rule, supplied, today)
    if not judged.whole:
        raise Refused(WHAT, why_not(judged), "It is endorsed once that is there.")
    relied = [[each.element, each.side, each.provider] for each in supplied]
    return _say(by, decision, found, rule, stands=True, reasons=reasons, relied=relied, now=now)


@transaction.atomic
def take_back(*, by: Actor, program: UUID, reasons: str, now: datetime) -> int:
    """The region takes its endorsement back, with reasons; what it said before stays readable."""
    found = _locked(program)
    decision = require(by, "region.endorse", Subject(organization=found.keeper), what=WHAT)
    return _say(by, decision, found, _rule(), stands=False, reasons=reasons, relied=[], now=now)


def why_not(judged: Held) -> str:
    """What is missing, in one sentence that names it."""
    said = []
    if judged.bare:
        names = ", ".join(f"“{next(iter(each.title.values()), each.id)}”" for each in judged.bare)
        said.append(f"nobody supplies {names}")
    if judged.local < judged.least:
        said.append(f"the program itself offers {judged.local} of at least {judged.least} elements")
    return f"{'; '.join(said) or 'the rule does not hold yet'}."


def _supply(
    by: Actor, program: LocalPathway, element: str, side: str, provider: str, how: str, now: datetime
) -> UUID:
    if element not in {each.id for each in elements(_rule().editions[-1].root)}:
        raise Refused(WHAT, "the rule asks for no such element.", "Choose one of the list.")
    if not how.strip():
        raise Refused(WHAT, "it does not say how.", "Say in a line what is offered.")
    today = timezone.localdate(now)
    made, new = ElementSupply.objects.get_or_create(
        program=program, element=element, side=side, provider=provider, until=None,
        defaults={"how": how.strip()[:LONGEST], "since": today, "said_by_id": by.me, "said_at": now},
    )  # fmt: skip
    if not new:
        raise Refused(WHAT, "this stands there already.", "End it first to say it anew.")
    return made.id


def _say(
    by: Actor, decision: Decision, program: LocalPathway, rule: Rule, *, stands: bool, reasons: str,
    relied: list[list[str]], now: datetime,
) -> int:  # fmt: skip
    if not reasons.strip():
        raise Refused(WHAT, "the reasons are missing.", "Say why in a line; everyone reads it.")
    last = RegionalEndorsement.objects.filter(program=program).order_by("-nth").first()
    if stands == (last is not None and last.stands):
        raise Refused(WHAT, "the region said so already.", "Look at the page again.")
    nth = (last.nth if last else 0) + 1
    made = RegionalEndorsement.objects.create(
        program=program, nth=nth, stands=stands, reasons=reasons.strip()[:LONGEST], rule=rule.id,
        version=frameworks.current_number(f"rule:{rule.id}"), relied_on=relied, said_by_id=by.me, said_at=now,
    )  # fmt: skip
    reference, digest = f"program:{program.id}", ledger.digest(queries.endorsement_said(made))
    leaf = trail.Leaf(
        frameworks.home_state(), "given" if stands else "taken_back", reference, nth, digest, "endorsement"
    )
    trail.enter([leaf], now=now)
    _tell(by, decision, "endorsed a local program" if stands else "took an endorsement back", program, now)
    return nth


def _rule() -> Rule:
    found = queries.rule()
    if found is None:
        raise Refused(WHAT, "the state has no rule by which regions endorse.", "Its body can publish one.")
    return found


def _locked(program: UUID) -> LocalPathway:
    found = LocalPathway.objects.select_for_update().filter(id=program).first()
    if found is None:
        raise Refused(WHAT, "it is not there.", "Look at the list of the region.")
    return found


def _tell(by: Actor, decision: Decision, verb: str, program: LocalPathway, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"organization:{program.home}", decision.authority))
