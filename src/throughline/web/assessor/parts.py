"""The parts of a milestone's rule that can be judged, and a judged part as a fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.records.facts import NewFact, Witness
from throughline.core.progress.outcome import Outcome
from throughline.core.requirements.nodes import Have, Selector, Total
from throughline.core.requirements.words import describe
from throughline.web import reading
from throughline.web.names import name_of, say
from throughline.web.parsing import number_of
from throughline.web.words import language

LEVELS = (1, 2, 3, 4)
ELSEWHERE = frozenset({"milestone", "age", "grade", "date", "term", "duration"})
"""Kinds that are not judged here: a milestone has a page of its own, and nobody judges the time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part that can be judged.

    level: the proficiency asked (None: none). scale: of its score, where it asks for one. unit: of the amount it adds,
    where it is a sum; choices: what that amount can be of. roles: those asked to stand behind it.
    """

    key: str
    text: str
    node: Have | Total
    shown: bool
    level: int | None
    scale: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    roles: frozenset[str]


def parts_of(outcome: Outcome) -> tuple[Part, ...]:
    """Every part of a milestone's rule that still counts, those not shown yet first."""
    found = {part.key: part for part in reversed(list(_leaves(outcome, needed=True)))}
    in_order = list(found.values())[::-1]
    return tuple(sorted(in_order, key=lambda part: part.shown))


def _leaves(outcome: Outcome, *, needed: bool) -> Iterator[Part]:
    node = outcome.node
    below = needed and not outcome.satisfied
    if isinstance(node, Have | Total) and not (isinstance(node, Have) and node.kind in ELSEWHERE):
        if below or outcome.satisfied:
            yield _part(node, outcome.satisfied)
        return
    for child in outcome.children:
        if below or child.satisfied:
            yield from _leaves(child, needed=below)


def _part(node: Have | Total, shown: bool) -> Part:
    catalogue = reading.catalogue()
    asked = node.validated_by if isinstance(node, Have) else node.select.validated_by
    score = node.score if isinstance(node, Have) else node.select.score
    return Part(
        key=node.id,
        text=describe(node, say(catalogue), language()).text,
        node=node,
        shown=shown,
        level=node.level if isinstance(node, Have) else node.select.proficiency,
        scale=score.scale if score else "",
        unit=node.unit if isinstance(node, Total) and node.measure not in ("count", "distinct") else "",
        choices=_choices(node.select) if isinstance(node, Total) else (),
        roles=frozenset(each.role for each in asked),
    )


def _choices(select: Selector) -> tuple[tuple[str, str], ...]:
    """What a sum can be made of: the things it names, else every module that could add to it."""
    catalogue = reading.catalogue()
    if select.what:
        return tuple((what, name_of(catalogue, what)) for what in select.what)
    kind = select.kind or "experience"
    given = {
        what
        for each in catalogue.opportunities.values()
        for what in each.gives
        if what.startswith(f"{kind}:")
    }
    every = sorted((name_of(catalogue, what), what) for what in given)
    return tuple((what, name) for name, what in every) or ((f"{kind}:shown", kind),)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an assessor says of one part, as the form sends it."""

    on: date
    level: str = ""
    score: str = ""
    amount: str = ""
    what: str = ""
    setting: str = ""
    organization: str = ""
    note: str = ""


def fact_of(learner: UUID, part: Part, said: Shown, witnesses: tuple[Witness, ...]) -> NewFact:
    """The fact behind a judged part: what the rule asks for, at the level and in the setting it was shown."""
    node = part.node
    level = int(said.level) if said.level.isdigit() else part.level
    if isinstance(node, Have):
        what, tags, amounts = node.what, tuple[str, ...](), dict[str, Decimal]()
        if node.kind == "competency":
            level = level or 1
    else:
        what, tags = _chosen(part, said.what), (*node.select.tags, *node.select.any_tags[:1])
        amounts = {part.unit: _amount(said.amount)} if part.unit else {}
    return NewFact(
        learner, what, said.on, level=level, score=number_of(said.score), scale=part.scale if said.score else "",
        amounts=amounts, tags=tags, context=said.setting, organization=said.organization, witnesses=witnesses,
        issuer=_issuer(part, witnesses), note=said.note,
        framework="" if isinstance(node, Have) else node.select.framework,
        framework_level=None if isinstance(node, Have) else node.select.level,
    )  # fmt: skip


def _chosen(part: Part, what: str) -> str:
    if what not in dict(part.choices):
        raise Refused(
            _("What was shown"),
            _("it is none of the things that count here."),
            _("Choose one from the list."),
        )
    return what


def _amount(typed: str) -> Decimal:
    found = number_of(typed)
    if not found:
        raise Refused(
            _("How much"), _("no amount is given."), _("Write how much of it was shown, such as 12.")
        )
    return found


def _issuer(part: Part, witnesses: tuple[Witness, ...]) -> str:
    asked = part.node.issuer if isinstance(part.node, Have) else part.node.select.issuer
    return next((w.organization for w in witnesses if w.organization in asked), "")


def standing_behind(actor: Actor, asked: Part, seats: Iterable[directory.Seat]) -> tuple[Witness, ...]:
    """The assessor, in the role the part asks for where they hold it, and whoever judged together with them."""
    own = sorted(actor.roles, key=lambda r: (r.role not in asked.roles, r.role not in ASSESSORS))
    first = (Witness(actor.me, own[0].role, own[0].organization),) if own else ()
    return (*first, *(Witness(seat.person.id, seat.role, seat.organization) for seat in seats))


def in_words(seats: Iterable[directory.Seat]) -> tuple[tuple[str, str], ...]:
    """Those who may judge together with the assessor, as options of a form: key, and name, role and place."""
    catalogue = reading.catalogue()
    return tuple(
        (
            seat_key(seat),
            ", ".join(
                (
                    seat.person.name,
                    name_of(catalogue, seat.role),
                    name_of(catalogue, f"organization:{seat.organization}"),
                )
            ),
        )
        for seat in seats
    )


def seat_key(seat: directory.Seat) -> str:
    """What names a person in a role at an organization in a form."""
    return f"{seat.person.id}/{seat.role}/{seat.organization}"


def roles_of(parts: Iterable[Part]) -> frozenset[str]:
    """Every role that any of these parts asks to stand behind it."""
    return frozenset(role for part in parts for role in part.roles)
