"""A state's own cases run: what each expected, and what came out."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack.cases import Case, Expectation
from throughline.core.formats.state_pack.errors import Place
from throughline.core.progress.outcome import Missing, Outcome
from throughline.core.progress.standing import Standing, stand
from throughline.core.requirements.nodes import Have, Node


@dataclass(frozen=True, slots=True)
class Result:
    """One expectation of a case. differs: what came out otherwise, in words; none where all is as
    expected."""

    expectation: Expectation
    place: Place
    came_out: str
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with what came out for each of its expectations."""

    case: Case
    results: tuple[Result, ...]

    @property
    def as_expected(self) -> bool:
        """Whether everything came out as the case says."""
        return not any(result.differs for result in self.results)


def run_case(case: Case, catalogue: Catalogue) -> CaseResult:
    """The case's record against the state's rules on the case's day."""
    standing = stand(case.record, RuleBook(catalogue, began=case.began), case.as_of)
    results = [
        _result(expectation, place, standing, catalogue)
        for expectation, place in zip(case.expect, case.expect_places, strict=True)
    ]
    return CaseResult(case, tuple(results))


def _result(expectation: Expectation, place: Place, standing: Standing, catalogue: Catalogue) -> Result:
    outcome = _outcome(expectation, standing, catalogue)
    if outcome is None:
        return Result(expectation, place, "not found", ("there is no such node in that rule",))
    return Result(expectation, place, _said(outcome), tuple(_differences(expectation, outcome)))


def _said(outcome: Outcome) -> str:
    names = ", ".join(dict.fromkeys(name for gap in outcome.missing for name in wanted(gap)))
    said = f"{outcome.status}, {number(outcome.done)} of {number(outcome.needed)}"
    return f"{said}, missing {names}" if names else said


def number(value: Decimal) -> str:
    """A count as people write it: 3, 2.5."""
    return format(value.normalize(), "f")


def _differences(expectation: Expectation, outcome: Outcome) -> Iterator[str]:
    if outcome.status != expectation.outcome:
        yield f"is {outcome.status}, expected {expectation.outcome}"
    for name in ("done", "needed"):
        wanted, found = getattr(expectation, name), getattr(outcome, name)
        if wanted is not None and wanted != found:
            yield f"{name} is {number(found)}, expected {number(wanted)}"
    missing = {name for gap in outcome.missing for name in _named(gap)}
    for name in expectation.missing:
        if name not in missing:
            known = ", ".join(sorted(missing)) or "nothing"
            yield f"{name} was expected among what is missing, which is {known}"
    below = list(outcome.walk())
    yield from _marked(
        "waived", expectation.waived, {each.node_id for each in below if each.status == "waived"}
    )
    yield from _marked(
        "due for renewal", expectation.renewal_due, {each.node_id for each in below if each.renewal_due}
    )


def _marked(word: str, wanted: tuple[str, ...], found: set[str]) -> Iterator[str]:
    for name in wanted:
        if name not in found:
            those = ", ".join(sorted(found)) or "none"
            yield f"node '{name}' was expected to be {word}; those that are: {those}"


def wanted(gap: Missing) -> Iterator[str]:
    """What a gap is called in a line for people: the thing itself, or the nearest open choices."""
    if gap.options:
        for option in gap.options:
            for inner in option:
                yield from wanted(inner)
    else:
        yield gap.what or gap.node_id


def _named(gap: Missing) -> Iterator[str]:
    """Every name a case may call a gap by."""
    yield from (gap.node_id, gap.what, *gap.ways)
    for option in gap.options:
        for inner in option:
            yield from _named(inner)


def _outcome(expectation: Expectation, standing: Standing, catalogue: Catalogue) -> Outcome | None:
    kind, name = expectation.target
    if kind != "node":
        return _explained(kind, name.removeprefix(f"{kind}:"), standing, catalogue)
    reference, _, node = name.partition("#")
    owner_kind, _, owner = reference.partition(":")
    whole = _explained(owner_kind, owner, standing, catalogue)
    return next((each for each in whole.walk() if each.node_id == node), None) if whole else None


def _explained(kind: str, name: str, standing: Standing, catalogue: Catalogue) -> Outcome | None:
    if kind == "credential":
        return standing.explain(Have(id=f"case-{name}", what=f"credential:{name}"), "")
    found = _rule(kind, name, catalogue, standing.program.rules)
    if found is None:
        return None
    node, owner = found
    outcome = standing.explain(node, owner)
    if kind == "milestone" and not outcome.satisfied and standing.holds(owner):
        return outcome._replace(status="met", gap=None)
    return outcome


def _rule(kind: str, name: str, catalogue: Catalogue, book: RuleBook) -> tuple[Node, str] | None:
    if kind == "milestone":
        return book.of_milestone(name), f"milestone:{name}"
    if kind == "rule":
        return book.of_rule(name), f"rule:{name}"
    if kind == "agreement":
        return catalogue.agreements[name].trigger, f"agreement:{name}"
    pathway, _, part = name.partition("/")
    if kind == "gate":
        gate = next(stage.gate for stage in catalogue.pathways[pathway].stages if stage.id == part)
        return gate, f"pathway:{pathway}#{part}"
    adds = next(each.adds for each in catalogue.pathways[pathway].destinations if each.id == part)
    return (adds, f"pathway:{pathway}#{part}") if adds is not None else None
