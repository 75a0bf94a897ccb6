"""What a district's graduate profile must keep of the state's: all that it asks, and every kind of showing.

A profile is a rule of purpose `profile`; a district's refines the state's. It may ask for more. It may not ask for less,
which `core.reasoning` proves over every way to meet it, and it may not shut out a kind of demonstration: for each kind, a
record in which everything is shown in that kind alone must meet it, which the audit decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Fact, Record, Validator
from throughline.core.progress.standing import evaluate
from throughline.core.reasoning.ways import Way, implies
from throughline.core.requirements.nodes import (
    CapPer,
    Choose,
    Have,
    Node,
    ScoreAtLeast,
    Selector,
    Total,
    Use,
    ValidatedBy,
    children,
)

SHOWN = "shown:"
"""How the tag of a fact begins that says in which kind of demonstration it was shown."""
PRIOR, TEST = "prior-work", "test"
TAUGHT = frozenset({"school", "college"})
"""Settings in which nobody has work from before."""
KIND_OF_PART = {
    "portfolio": "portfolio",
    "exhibition": "exhibition",
    "written": TEST,
    "standardized_test": TEST,
}
"""The kind of demonstration that a part of an assessment is; any other is a performance."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A part of the state's profile that a district's does not make sure of, and a way that leaves it out."""

    node: Node
    way: Way
    certain: bool


@dataclass(frozen=True, slots=True)
class ShutOut:
    """A kind of demonstration that one part of a profile does not accept."""

    node: Node
    kind: str


def shown_in(kind: str) -> str:
    """The tag of what was shown in a kind of demonstration (an id of the state's `demonstrations`)."""
    return f"{SHOWN}{kind}"


def kind_of_part(kind: str) -> str:
    """The kind of demonstration that a part or way of this kind is."""
    return KIND_OF_PART.get(kind, "performance")


def parts(node: Node) -> Iterator[Node]:
    """The parts that must all be met, groups of all opened; a choice between parts is one part."""
    if isinstance(node, Choose) and not node.within and not node.exclusive:
        asked = [child for child in node.of if not child.advisory]
        if node.needed == len(asked):
            for child in asked:
                yield from parts(child)
            return
    yield node


def narrowed(district: Node, state: Node, book: RuleBook) -> tuple[Narrowed, ...]:
    """The parts of the state's profile that are not part of the district's; none: it is a superset, proven."""
    answers = ((part, implies(district, part, book)) for part in parts(state))
    return tuple(
        Narrowed(part, answer.counterexample or (), answer.certain)
        for part, answer in answers
        if not answer.holds
    )


def shut_out(profile: Node, kinds: Iterable[str], book: RuleBook, on: date) -> tuple[ShutOut, ...]:
    """The kinds of demonstration that a profile does not accept, with the first part of it that refuses each.

    For each kind one record is made in which all that the profile names is shown in that kind, and audited. What a
    profile asks for without a name (an exhibition, something learned at work) stands in the record as it is asked for.
    """
    found = []
    for kind in kinds:
        outcome = evaluate(profile, Record(tuple(_shown(profile, kind, book, on))), book, on)
        if not outcome.satisfied:
            found.append(ShutOut(_refusing(outcome).node, kind))
    return tuple(found)


def _refusing(outcome: Outcome) -> Outcome:
    """The lowest part that is not met."""
    below = next((each for each in outcome.children if not each.satisfied), None)
    return _refusing(below) if below is not None else outcome


def _shown(node: Node, kind: str, book: RuleBook, on: date) -> Iterator[Fact]:
    if isinstance(node, Have):
        for nth in range(node.times):
            day = date.fromordinal(on.toordinal() - nth)
            yield _fact(f"{node.id} {nth}", node.what, node, kind, day)
    elif isinstance(node, Total):
        yield from _summed(node, kind, on)
    elif isinstance(node, Use):
        yield from _shown(book.of_rule(node.rule, node.version), kind, book, on)
    else:
        for child in children(node):
            yield from _shown(child, kind, book, on)


def _fact(name: str, what: str, node: Have, kind: str, day: date) -> Fact:
    return Fact(
        id=name, what=what, when=day, level=node.level or 1, score=_score(node.score), scale=_scale(node.score),
        tags=frozenset({shown_in(kind)}), context=_setting(node.context, kind),
        issuer=next(iter(node.issuer), ""), validators=_people(node.validated_by, kind),
    )  # fmt: skip


def _summed(node: Total, kind: str, on: date) -> Iterator[Fact]:
    """Facts that reach a sum; without a name they carry what the sum asks for instead of the kind."""
    pick = node.select
    tags = {shown_in(kind)} if pick.what else {*pick.tags, *pick.any_tags[:1]}
    tags |= {each for each in pick.tags if not each.startswith(SHOWN)}
    for nth, amount in enumerate(_amounts(node)):
        what = pick.what[nth % len(pick.what)] if pick.what else f"{pick.kind or _kind(node)}:any-{nth}"
        yield Fact(
            id=f"{node.id} {nth}", what=what, when=on, level=pick.proficiency or 1, amounts={node.unit: amount},
            tags=frozenset(tags), framework=pick.framework, framework_level=pick.level, score=_score(pick.score),
            scale=_scale(pick.score), context=_setting(pick.context, kind if pick.what else ""),
            organization=f"place {nth}", issuer=next(iter(pick.issuer), ""),
            validators=_people(pick.validated_by, kind if pick.what else ""),
        )  # fmt: skip


def _kind(node: Total) -> str:
    return node.unit if node.unit in ("experience", "course", "credential", "competency") else "experience"


def _amounts(node: Total) -> list[Decimal]:
    if node.measure in ("count", "distinct"):
        return [Decimal(1)] * int(node.min)
    cap: CapPer | None = node.cap_per
    most = cap.max if cap is not None else node.min
    full, rest = divmod(node.min, most)
    return [most] * int(full) + ([rest] if rest else [])


def _setting(asked: tuple[str, ...], kind: str) -> str:
    """A setting among those asked for in which the kind happens; empty where there is none."""
    settings = asked or ("workplace", "school")
    return next((each for each in settings if kind != PRIOR or each not in TAUGHT), "")


def _people(asked: tuple[ValidatedBy, ...], kind: str) -> tuple[Validator, ...]:
    """Those who must stand behind it; behind the result of a test from outside nobody of the house does."""
    if kind == TEST:
        return ()
    seats = [(entry.role, nth) for entry in asked for nth in range(entry.count)]
    return tuple(
        Validator(f"{role} {n} {i}", role, f"of {role} {n} {i}") for i, (role, n) in enumerate(seats)
    )


def _score(asked: ScoreAtLeast | None) -> Decimal | None:
    return asked.min if asked else None


def _scale(asked: ScoreAtLeast | None) -> str:
    return asked.scale if asked else ""


def demands(kind: str, least: int) -> Total:
    """The node that asks for so many different competencies shown in one kind of demonstration."""
    pick = Selector(kind="competency", tags=(shown_in(kind),))
    return Total(id=f"shown-{kind}", measure="distinct", unit="competency", min=Decimal(least), select=pick)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a district asks beside the state. raised: for parts of the state's profile, by node, a level or a number in
    its place. added: competencies by id, each with a level. shown: by kind of demonstration, how many different
    competencies must be shown that way."""

    raised: Mapping[str, int]
    added: tuple[tuple[str, int], ...] = ()
    shown: Mapping[str, int] = field(default_factory=dict)


def composed(name: str, state: Node, wanted: Wanted) -> Choose:
    """A district's profile: the state's, part by part as the district sets it, and what it adds."""
    kept = [_set_to(part, wanted.raised.get(part.id)) for part in parts(state)]
    added = [Have(id=each, what=f"competency:{each}", level=level) for each, level in wanted.added]
    shown = [demands(kind, least) for kind, least in wanted.shown.items() if least]
    return Choose(id=name, of=(*kept, *added, *shown))


def wanted_in(district: Node, state: Node) -> Wanted:
    """What `composed` makes this profile of, so that it can be changed."""
    theirs = {part.id: part for part in parts(state)}
    own = [part for part in parts(district) if part.id not in theirs]
    return Wanted(
        {part.id: set_at(part) for part in parts(district) if part.id in theirs},
        tuple((part.what.partition(":")[2], part.level or 1) for part in own if isinstance(part, Have)),
        {part.select.tags[0].removeprefix(SHOWN): int(part.min) for part in own if _is_demand(part)},
    )


def set_at(part: Node) -> int:
    """The level, or the number, that a part asks for."""
    if isinstance(part, Have):
        return part.level or 1
    return int(part.min) if isinstance(part, Total) else part.needed if isinstance(part, Choose) else 1


def _is_demand(part: Node) -> TypeGuard[Total]:
    return isinstance(part, Total) and any(tag.startswith(SHOWN) for tag in part.select.tags)


def _set_to(part: Node, number: int | None) -> Node:
    if number is None or number == set_at(part):
        return part
    if isinstance(part, Have):
        return replace(part, level=number)
    return replace(part, min=Decimal(number)) if isinstance(part, Total) else part
