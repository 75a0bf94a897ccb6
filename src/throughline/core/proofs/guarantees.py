"""Of one learner: why a promise is open now, or what they finish to open it, step by step from what they hold.

Each step is one rule of a published text, with the thing that meets each node it needs, and what the rule gives. Where a
rule leaves a choice, the least that is not held yet is taken, so that "finish" names no more than is needed that way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from throughline.core.catalogue.documents import Agreement, Stage
from throughline.core.proofs.grounds import Grounds, credential, exchanges
from throughline.core.proofs.leaves import counted, is_bound, leaf_of, plain, rule_name, rule_of, rules_in
from throughline.core.requirements.nodes import Choose, Have, Node, Use

Nodes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that is met. by: its owner. gives: what follows. nodes: by place (`owner#node`) the thing that meets it."""

    by: str
    gives: str
    nodes: Nodes

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"by": self.by, "gives": self.gives, "nodes": dict(sorted(self.nodes.items()))}


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One promise, by reference of its agreement. finish: what opens it; empty where it is open. steps: the last one opens
    it."""

    agreement: str
    finish: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def relies_on(self) -> frozenset[str]:
        """What is held, or to be finished, that a step rests on, and what steps give."""
        return frozenset(ref for step in self.steps for ref in step.nodes.values())

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "id": self.agreement,
            "finish": list(self.finish),
            "steps": [step.as_json() for step in self.steps],
        }


def guarantees(
    grounds: Grounds, agreements: Iterable[Agreement], held: Iterable[str]
) -> tuple[Guarantee, ...]:
    """For each agreement that can be shown, why it is open by what is held, or what to finish, by reference."""
    known = frozenset(held)
    found = (_Opening(grounds, known).of(each) for each in sorted(agreements, key=lambda a: a.id))
    return tuple(each for each in found if each is not None)


def references_of(found: Iterable[Guarantee], grounds: Grounds) -> set[str]:
    """The texts that some guarantees stand on, by reference; the credentials they rely on are not among them."""
    refs = {f"pathway:{grounds.pathway.id}"}
    for each in found:
        for step in each.steps:
            refs.add(step.by.partition("#")[0])
            root = _root(step.by, grounds)
            refs |= set(rules_in(root, grounds.book)) if root is not None else set()
    return refs


def _root(by: str, grounds: Grounds) -> Node | None:
    ref, _, stage = by.partition("#")
    kind, _, name = ref.partition(":")
    if kind == "agreement":
        return grounds.book.catalogue.agreements[name].trigger
    if kind == "milestone" and not stage:
        return grounds.book.of_milestone(name)
    return next(
        (each.gate for each in grounds.pathway.stages if kind == "pathway" and each.id == stage), None
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """How something comes about: what is to be finished, the steps before, and what stands at which node."""

    finish: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    nodes: tuple[tuple[str, str], ...] = ()

    @property
    def cost(self) -> tuple[int, int]:
        """What there is to finish, then how long the way is."""
        return len(self.finish), len(self.steps)


def _together(plans: Iterable[_Plan]) -> _Plan:
    made = _Plan()
    for plan in plans:
        given = {step.gives for step in made.steps}
        fresh = tuple(step for step in plan.steps if step.gives not in given)
        made = _Plan(made.finish | plan.finish, made.steps + fresh, made.nodes + plan.nodes)
    return made


class _Opening:
    """Finds how things follow from what is held; each thing in one way only, so that ways fit together."""

    def __init__(self, grounds: Grounds, held: frozenset[str]) -> None:
        self.grounds, self.held = grounds, held
        self._ways: dict[str, _Plan | None] = {}

    def of(self, agreement: Agreement) -> Guarantee | None:
        """How an agreement opens; None where this cannot be shown step by step."""
        ref = f"agreement:{agreement.id}"
        plan = self._node(agreement.trigger, ref)
        if plan is None:
            return None
        last = Step(ref, ref, dict(plan.nodes))
        return Guarantee(ref, tuple(sorted(plan.finish)), (*_needed(plan.steps, last), last))

    def _node(self, node: Node, owner: str) -> _Plan | None:
        if isinstance(node, Use):
            return self._node(rule_of(node, self.grounds.book), rule_name(node))
        if isinstance(node, Choose) and not is_bound(node):
            plans = [plan for child in counted(node) if (plan := self._node(child, owner)) is not None]
            if len(plans) < node.needed:
                return None
            return _together(sorted(plans, key=lambda plan: plan.cost)[: node.needed])
        if not isinstance(node, Have) or leaf_of(node) != plain(node.what):
            return None
        plan = self._thing(node.what)
        return None if plan is None else replace(plan, nodes=((f"{owner}#{node.id}", node.what),))

    def _thing(self, ref: str) -> _Plan | None:
        """How a thing comes to be held."""
        if ref in self.held:
            return _Plan()
        if ref not in self._ways:
            # Inside its own making it cannot be had.
            self._ways[ref] = None
            found = [plan for plan in self._candidates(ref) if plan is not None]
            if ref.startswith("milestone:") or (ref.startswith("credential:") and not found):
                found.append(_Plan(frozenset([ref])))
            self._ways[ref] = min(found, key=lambda plan: plan.cost, default=None)
        return self._ways[ref]

    def _candidates(self, ref: str) -> Iterator[_Plan | None]:
        grounds = self.grounds
        for nth, stage in enumerate(grounds.pathway.stages):
            if ref in map(credential, stage.awards):
                yield self._by_stage(nth, ref)
        for milestone in grounds.milestones:
            name = f"milestone:{milestone.id}"
            if name == ref:
                yield _stepped(self._node(milestone.rule, name), name, ref)
            if ref in map(credential, milestone.awards):
                yield self._by_thing(name, f"{name}#awards", ref)
        for each in grounds.equivalences:
            for has, counts_as in exchanges(each):
                if counts_as == ref:
                    yield self._by_thing(has, f"equivalence:{each.id}", ref)

    def _by_thing(self, has: str, by: str, gives: str) -> _Plan | None:
        plan = self._thing(has)
        return None if plan is None else _stepped(replace(plan, nodes=((by, has),)), by, gives)

    def _by_stage(self, nth: int, gives: str) -> _Plan | None:
        """Passing a stage: its gate, and every stage before it."""
        stage = self.grounds.pathway.stages[nth]
        owner = self._name(stage)
        plans = [self._node(stage.gate, owner), *(self._passed(before) for before in range(nth))]
        if any(plan is None for plan in plans):
            return None
        return _stepped(_together(plan for plan in plans if plan is not None), owner, gives)

    def _passed(self, nth: int) -> _Plan | None:
        """That a stage was passed: by its one credential, or as such."""
        stage = self.grounds.pathway.stages[nth]
        shows = credential(stage.awards[0]) if len(stage.awards) == 1 else self._name(stage)
        if shows in self.held:
            return _Plan(nodes=((self._name(stage), shows),))
        plan = self._by_stage(nth, shows)
        return None if plan is None else replace(plan, nodes=((self._name(stage), shows),))

    def _name(self, stage: Stage) -> str:
        return f"pathway:{self.grounds.pathway.id}#{stage.id}"


def _stepped(plan: _Plan | None, by: str, gives: str) -> _Plan | None:
    """The plan with one more step, made of what stands at its nodes."""
    return None if plan is None else _Plan(plan.finish, (*plan.steps, Step(by, gives, dict(plan.nodes))))


def _needed(steps: tuple[Step, ...], last: Step) -> tuple[Step, ...]:
    """The steps that the last one rests on, near or far, in order."""
    wanted, kept = set(last.nodes.values()), list[Step]()
    for step in reversed(steps):
        if step.gives in wanted:
            kept.append(step)
            wanted |= set(step.nodes.values())
    return tuple(reversed(kept))
