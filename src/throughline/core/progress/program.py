"""Rules made ready to run: each node a small function from a reading of a record to the steps that remain.

Zero steps remain exactly when the node is met. Shared rules are one cell, worked out once a reading. A
milestone or a stage that awards is a unit, woken by the names its rule asks for: a unit nothing wakes
cannot be met, because the rules of milestones and gates only ever gain by evidence.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from threading import Lock

from throughline.core.catalogue.rulebook import EquivalenceStep, RuleBook, UnknownReference
from throughline.core.catalogue.structure import milestones_in
from throughline.core.progress.choices import compiled_choose
from throughline.core.progress.gates import Gates, gates_of
from throughline.core.progress.leaves import is_level_alone, is_plain
from throughline.core.progress.totals import steps_left
from throughline.core.progress.touched import Touched
from throughline.core.progress.untouched import Untouched
from throughline.core.progress.world import EVERY, World
from throughline.core.requirements.nodes import UNREAD, Choose, Have, Node, Not, Total, Use, Via, walk

Count = Callable[[World], int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A milestone (`milestone:m`) or a stage (`pathway:p#stage`): its rule, what it awards, what wakes
    it."""

    ref: str
    node: Node
    count: Count
    awards: tuple[str, ...]
    tokens: frozenset[str]


class Program:
    """Compiled rules of a rule book. `include` adds a rule and everything it rests on; nothing is compiled
    twice."""

    def __init__(self, rules: RuleBook, pathways: Iterable[str] = ()) -> None:
        self.rules = rules
        self.units: dict[str, Unit] = {}
        self.by_token: dict[str, list[Unit]] = {}
        self.forward: dict[str, set[str]] = {}
        self.links = 0
        self.unread: set[str] = set()
        self._steps: dict[tuple[str, Via], tuple[EquivalenceStep, ...]] = {}
        self._slots: dict[object, int] = {}
        self._cells: dict[str, tuple[Count, set[str]]] = {}
        self._roots: dict[tuple[int, str], tuple[Node, Count]] = {}
        self._of_pathway: dict[str, frozenset[str]] = {}
        # Kept with its node, so that the node's number is not given to another.
        self._named: dict[int, tuple[Node, tuple[str, ...]]] = {}
        self._resting: dict[int, tuple[Node, bool]] = {}
        self._pending: list[str] = []
        self._accepted: set[str] = set()
        self._lock = Lock()
        self._gates = Gates({}, self.touched(()))
        self.untouched = Untouched(self)
        for name in pathways:
            self.include_pathway(name)

    # -- what is asked of a program

    def include(self, node: Node, owner: str) -> Count:
        """The rule compiled, with all milestones and awards it rests on."""
        key = (id(node), owner)
        if key not in self._roots:
            with self._lock:
                count = self._owned(node, owner, set())
                self._gather()
                self._roots[key] = (node, count)
        return self._roots[key][1]

    def include_names(self, names: Iterable[str]) -> None:
        """All that milestones and credentials of these names rest on: what a signed decision accepts may itself follow."""
        for name in names:
            if name not in self._accepted:
                with self._lock:
                    self.rest_on(name, self.steps(name, "certified"), set())
                    self._gather()
                    self._accepted.add(name)

    @property
    def size(self) -> int:
        """Grows whenever something new may follow from a record."""
        return len(self.units) + self.links + len(self.unread)

    def include_pathway(self, name: str) -> None:
        """All gates and additions of a pathway."""
        pathway = self.rules.pathway(name)
        for stage in pathway.stages:
            self.include(stage.gate, f"pathway:{pathway.id}#{stage.id}")
        for destination in pathway.destinations:
            if destination.adds is not None:
                self.include(destination.adds, f"pathway:{pathway.id}#{destination.id}")

    def touched(self, rules: Iterable[tuple[Node, str]]) -> Touched:
        """Rules, each with its owner, to be worked out together for one learner."""
        given = tuple(rules)
        for node, owner in given:
            self.include(node, owner)
        with self._lock:
            return Touched(self, given)

    def gates(self, pathways: Collection[str]) -> Gates:
        """The gates of these pathways, and of others that were asked for before."""
        known = self._gates.lines
        if not known.keys() >= set(pathways):
            names = [*known, *(name for name in pathways if name not in known)]
            for name in names:
                self.include_pathway(name)
            self._gates = gates_of(map(self.rules.pathway, names), self.milestones, self.touched)
        return self._gates

    def milestones(self, pathway: str) -> frozenset[str]:
        """References of all milestones a pathway's gates name."""
        if pathway not in self._of_pathway:
            names = {
                m for stage in self.rules.pathway(pathway).stages for m in self.milestones_in(stage.gate)
            }
            self._of_pathway[pathway] = frozenset(f"milestone:{name}" for name in names)
        return self._of_pathway[pathway]

    def milestones_in(self, gate: Node) -> tuple[str, ...]:
        """Ids of the milestones a gate names, in reading order."""
        if id(gate) not in self._named:
            self._named[id(gate)] = (gate, milestones_in(gate, self.rules))
        return self._named[id(gate)][1]

    def rests_on_others(self, node: Node) -> bool:
        """Whether a rule names any milestone or credential."""
        if id(node) not in self._resting:
            self._resting[id(node)] = (node, self._names_others(node, set()))
        return self._resting[id(node)][1]

    def _names_others(self, node: Node, opened: set[str]) -> bool:
        for below in walk(node):
            if isinstance(below, Have) and below.kind in ("milestone", "credential"):
                return True
            if isinstance(below, Use) and below.rule not in opened:
                opened.add(below.rule)
                if self._names_others(self.rule(below), opened):
                    return True
        return False

    def steps(self, what: str, via: Via) -> tuple[EquivalenceStep, ...]:
        """What may stand in for a thing."""
        found = self._steps.get((what, via))
        if found is None:
            found = self._steps[what, via] = self.rules.equivalents(what, via)
        return found

    def total_steps(self, node: Total) -> dict[str, EquivalenceStep | None]:
        """How each name counts in a total with a `what` list: as itself, or by a certified chain."""
        found: dict[str, EquivalenceStep | None] = dict.fromkeys(node.select.what)
        for what in node.select.what:
            for step in self.steps(what, "certified"):
                found.setdefault(step.what, step)
        return found

    def behind(self, what: str) -> tuple[str, ...]:
        """References of the milestones and stages whose rules stand behind a milestone or a credential."""
        kind, _, name = what.partition(":")
        if kind not in ("milestone", "credential"):
            return ()
        ways = self.rules.awardings(name) if kind == "credential" else ()
        return tuple(way.source for way in ways) or (what,)

    def slot(self, node: Total) -> int:
        """One number for all totals that sum the same."""
        key = (node.measure, node.unit, node.select, node.cap_per)
        return self._slots.setdefault(key, len(self._slots))

    def version(self, owner: str) -> int:
        """The version number of the document a rule stands in."""
        ref = owner.partition("#")[0]
        return self.rules.pins.get(ref) or self.rules.catalogue.versions.get(ref, 1)

    def rule(self, node: Use) -> Node:
        """The rule a `use` stands for."""
        return self.rules.of_rule(node.rule.removeprefix("rule:"), node.version)

    # -- compiling

    def compile(self, node: Node, tokens: set[str]) -> Count:
        """A node within its rule; adds to `tokens` what could wake it."""
        if isinstance(node, Have):
            return self._have(node, tokens)
        if isinstance(node, Total):
            return self._total(node, tokens)
        if isinstance(node, Choose):
            return compiled_choose(self, node, tokens)
        if isinstance(node, Use):
            return self._use(node, tokens)
        child = self._not(node, tokens)
        return lambda world: 1 if child(world.twin) == 0 else 0

    def _not(self, node: Not, tokens: set[str]) -> Count:
        tokens.add(EVERY)
        return self.compile(node.of, tokens)

    def _have(self, node: Have, tokens: set[str]) -> Count:
        what, steps = node.what, self.steps(node.what, node.via)
        self.rest_on(what, steps, tokens)
        if node.kind == UNREAD:
            self.unread.add(what)
        if is_plain(node):
            if node.via == "certified":
                return lambda world: 0 if what in world.counted else 1
            names = frozenset([what, *(step.what for step in steps)])
            return lambda world: 1 if names.isdisjoint(world.held) else 0
        level = node.level or 1
        if not steps and is_level_alone(node):
            return lambda world: 0 if world.evidence.levels.get(what, 0) >= level else 1
        return lambda world: node.times - world.days(node, steps)

    def rest_on(self, what: str, steps: tuple[EquivalenceStep, ...], tokens: set[str]) -> None:
        """Notes that a rule asks for a name: which names wake it, and which units it may follow from."""
        for name in (what, *(step.what for step in steps)):
            tokens.add(name)
            if name.startswith(("milestone:", "credential:")):
                self._pending.append(name)
        for step in self.steps(what, "certified"):
            targets = self.forward.setdefault(step.what, set())
            self.links += what not in targets
            targets.add(what)

    def _total(self, node: Total, tokens: set[str]) -> Count:
        steps, slot = self.total_steps(node), self.slot(node)
        if node.select.what:
            tokens.update(steps)
        else:
            tokens.add(f"{node.select.kind}:" if node.select.kind else EVERY)
        return lambda world: steps_left(node, world.sum(slot, node, steps))

    def _use(self, node: Use, tokens: set[str]) -> Count:
        name = node.rule.removeprefix("rule:")
        key = f"rule:{name}@{node.version}"
        if key not in self._cells:
            below: set[str] = set()
            # A rule that rests on itself finds itself here; `_once` answers it when run.
            self._cells[key] = (lambda world: self._cells[key][0](world), {EVERY})
            count = self._owned(self.rule(node), f"rule:{name}", below)
            self._cells[key] = (_once(key, count), below)
        count, below = self._cells[key]
        tokens |= below
        return count

    def _owned(self, node: Node, owner: str, tokens: set[str]) -> Count:
        """A whole rule; for a learner with a decision about it, read node by node."""
        count = self.compile(node, tokens)

        def counted(world: World) -> int:
            return world.slow(world, node, owner) if world.exceptions.touch(owner) else count(world)

        return counted

    # -- units

    def _gather(self) -> None:
        while self._pending:
            ref = self._pending.pop()
            kind, _, name = ref.partition(":")
            if kind == "credential":
                for way in self.rules.awardings(name):
                    self._unit(way.source)
            else:
                self._unit(ref)

    def _unit(self, ref: str) -> None:
        if ref in self.units:
            return
        try:
            node, awards = self._document(ref)
        except UnknownReference:
            return  # a milestone that is not published: only a granted fact of it counts
        tokens: set[str] = set()
        unit = Unit(ref, node, self._owned(node, ref, tokens), awards, frozenset(tokens))
        self.units[ref] = unit
        if ref.startswith("milestone:"):
            self.rest_on(ref, self.steps(ref, "certified"), set())
        for token in sorted(tokens):
            self.by_token.setdefault(token, []).append(unit)

    def _document(self, ref: str) -> tuple[Node, tuple[str, ...]]:
        kind, _, name = ref.partition(":")
        if kind == "milestone":
            milestone = self.rules.milestone(name)
            return milestone.rule, _credentials(milestone.awards)
        pathway, _, stage_id = name.partition("#")
        stage = next(stage for stage in self.rules.pathway(pathway).stages if stage.id == stage_id)
        return stage.gate, _credentials(stage.awards)


def _credentials(awards: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"credential:{each.removeprefix('credential:')}" for each in awards)


def _once(key: str, count: Count) -> Count:
    """A shared rule's function that remembers its answer, once what follows from the record is settled."""

    def counted(world: World) -> int:
        if key in world.cells:
            return world.cells[key]
        if key in world.open:
            return 1
        world.open.add(key)
        remaining = count(world)
        world.open.discard(key)
        if world.settled and (remaining == 0 or not world.open):
            world.cells[key] = remaining
        return remaining

    return counted
