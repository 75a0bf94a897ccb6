"""Where a record stands on one day: what follows from it, and the answer to any rule."""

from collections.abc import Iterable
from datetime import date

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.evidence import Evidence, counting
from throughline.core.progress.exceptions import Exceptions
from throughline.core.progress.explain import Explainer
from throughline.core.progress.outcome import Outcome, Status
from throughline.core.progress.program import Count, Program, Unit
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.touched import Steps, Touched
from throughline.core.progress.world import EVERY, World
from throughline.core.requirements.nodes import Have, Node, Not, Total


class Standing:
    """A record read on one day, twice where some facts are unconfirmed or a rule has conditions nobody can read:
    without them, and with them."""

    def __init__(self, record: Record, program: Program, as_of: date) -> None:
        self.record, self.program, self.as_of = record, program, as_of
        facts = counting(record.facts, as_of)
        self.unconfirmed = frozenset(fact.id for fact in facts if not fact.confirmed)
        self._exceptions = Exceptions(record.exceptions, as_of)
        program.include_names(name for each in record.exceptions for name in each.accept)
        self.facts = {fact.id: fact for fact in facts}
        self._read()

    def _read(self) -> None:
        self._size = self.program.size
        facts = self.facts.values()
        self.sure = self._world([fact for fact in facts if fact.confirmed])
        unread = self._unread()
        self.hoped = self._world([*facts, *unread]) if self.unconfirmed or unread else self.sure
        for world, twin in ((self.sure, self.hoped), (self.hoped, self.sure)):
            world.settle(twin)
        first = Explainer(self.program, self.sure)
        same = self.hoped is self.sure
        # A program keeps every rule it was asked about, so a rule's number stays its own.
        self._explained: dict[tuple[int, str, bool], Outcome] = {}
        self._explainers: tuple[Explainer, ...] = (
            first,
            first if same else Explainer(self.program, self.hoped),
        )

    def _unread(self) -> list[Fact]:
        """What rules ask for and nobody can read, as if it were there and nobody could confirm it: that makes their
        answer `cannot_tell` where all depends on it."""
        names = sorted(self.program.unread)
        return [Fact(id=name, what=name, when=self.as_of, confirmed=False) for name in names]

    def _world(self, facts: Iterable[Fact]) -> World:
        world = World(Evidence(facts, self.as_of), self._exceptions, self.program.forward, self._slow)
        _settle(world, self.program)
        return world

    def _slow(self, world: World, node: Node, owner: str) -> int:
        return Explainer(self.program, world, deep=False).explain(node, owner).remaining

    def remaining(self, node: Node, owner: str) -> int:
        """At most how many steps a rule still needs, on confirmed facts; 0 when it is met."""
        count = self._included(node, owner)
        return count(self.sure)

    def status(self, node: Node, owner: str) -> Status:
        """The answer without its explanation; a waived rule counts as met here."""
        count = self._included(node, owner)
        sure = count(self.sure)
        return told(sure, sure if self.hoped is self.sure else count(self.hoped))

    def together(self, rules: Touched) -> tuple[Steps, Steps]:
        """The steps that remain of many rules of the program: on confirmed facts, and with what waits."""
        self._keep_up()
        sure = rules.steps(self.sure)
        return sure, sure if self.hoped is self.sure else rules.steps(self.hoped)

    def holds(self, ref: str) -> bool:
        """Whether a milestone, credential or other thing is held, or follows, on confirmed facts."""
        return ref in self.sure.counted

    def steps(self, leaf: Have | Total) -> int:
        """How many steps a single leaf still needs on confirmed facts (for `remaining.least_way`)."""
        return self.remaining(leaf, "")

    def explain(self, node: Node, owner: str, *, deep: bool = True) -> Outcome:
        """The answer explained; deep: also the rules behind the milestones and credentials it asks for."""
        self._included(node, owner)
        key = (id(node), owner, deep)
        if key not in self._explained:
            self._explained[key] = self._outcome(node, owner, deep)
        return self._explained[key]

    def explained(self, node: Node, owner: str) -> Outcome | None:
        """The answer with the rules behind it, where it was explained already."""
        return self._explained.get((id(node), owner, True))

    def _outcome(self, node: Node, owner: str, deep: bool) -> Outcome:
        readers = self._explainers
        if not deep:
            readers = tuple(Explainer(self.program, world, deep=False) for world in (self.sure, self.hoped))
        outcome = readers[0].explain(node, owner)
        if self.hoped is self.sure:
            return outcome
        return merged(outcome, readers[1].explain(node, owner), self.unconfirmed)

    def touches(self, ref: str) -> bool:
        """Whether anything in the record could count towards a milestone's rule. False is certain; true is a
        maybe."""
        unit = self.program.units.get(ref)
        return unit is not None and not self.program.untouched.by(self.hoped, unit.node)

    def behind(self, ref: str) -> Outcome | None:
        """The rule of a milestone (`milestone:m`) or a stage explained; None where none is published."""
        sure = self._explainers[0].behind(ref)
        if sure is None or self.hoped is self.sure:
            return sure
        hoped = self._explainers[1].behind(ref)
        return sure if hoped is None else merged(sure, hoped, self.unconfirmed)

    def _included(self, node: Node, owner: str) -> Count:
        count = self.program.include(node, owner)
        self._keep_up()
        return count

    def _keep_up(self) -> None:
        """The record read anew where more may follow from it than before."""
        if self.program.size != self._size:
            self._read()


def _settle(world: World, program: Program) -> None:
    """Everything that follows: milestones whose rule is met, and what they and met stages award, until no
    more."""
    waiting: dict[str, Unit] = {}
    for unit in program.by_token.get(EVERY, ()):
        waiting[unit.ref] = unit
    for owner in sorted(world.exceptions.owners):
        for ref, unit in program.units.items():
            if ref == owner or ref.partition("#")[0] == owner or owner.startswith("rule:"):
                waiting[ref] = unit
    for token in [*world.counted, *{f"{what.partition(':')[0]}:" for what in world.evidence.by_what}]:
        _wake(token, world, program, waiting)
    while waiting:
        ref = next(iter(waiting))
        unit = waiting.pop(ref)
        if ref in world.gates or ref in world.derived or unit.count(world) > 0:
            continue
        if ref.startswith("pathway:"):
            world.gates.add(ref)
            _award(unit, world, program, waiting)
        else:
            _derive(ref, world, program, waiting)


def _derive(ref: str, world: World, program: Program, waiting: dict[str, Unit]) -> None:
    world.derived.add(ref)
    world.hold(ref)
    # Also names that counted already: a rule read with one tag only may not have seen them.
    for name in (ref, *program.forward.get(ref, ())):
        _wake(name, world, program, waiting)


def _wake(name: str, world: World, program: Program, waiting: dict[str, Unit]) -> None:
    """Lets every rule that asks for the name be tried; a milestone that counts gives what it awards."""
    for unit in program.by_token.get(name, ()):
        waiting[unit.ref] = unit
    if name in program.units:
        _award(program.units[name], world, program, waiting)


def _award(unit: Unit, world: World, program: Program, waiting: dict[str, Unit]) -> None:
    for credential in unit.awards:
        if credential not in world.derived and credential not in world.held:
            _derive(credential, world, program, waiting)


def told(sure: int, hoped: int) -> Status:
    """The answer from the steps that remain in the two readings: known where they agree."""
    if (sure == 0) != (hoped == 0):
        return "cannot_tell"
    return "not_met" if sure else "met"


def merged(sure: Outcome, hoped: Outcome, unconfirmed: frozenset[str]) -> Outcome:
    """One answer from two readings: known where they agree, `cannot_tell` where they do not."""
    if len(sure.children) == len(hoped.children):
        pairs = zip(sure.children, hoped.children, strict=True)
        inside = isinstance(sure.node, Not)
        children = tuple(merged(b, a, unconfirmed) if inside else merged(a, b, unconfirmed) for a, b in pairs)
        sure = sure._replace(children=children)
    if sure.satisfied == hoped.satisfied:
        return sure
    waiting = tuple(fact for fact in (hoped if hoped.satisfied else sure).facts if fact in unconfirmed)
    return sure._replace(status="cannot_tell", unsettled=waiting)


def stand(record: Record, rules: RuleBook, as_of: date, pathways: Iterable[str] | None = None) -> Standing:
    """A record against a rule book: all pathways of the catalogue, or those named. To ask many records,
    make one `Program` and a `Standing` for each."""
    names = sorted(rules.catalogue.pathways) if pathways is None else pathways
    return Standing(record, Program(rules, names), as_of)


def evaluate(node: Node, record: Record, rules: RuleBook, as_of: date, owner: str = "") -> Outcome:
    """One rule against one record, explained. owner: the reference of the document the rule stands in."""
    return Standing(record, Program(rules), as_of).explain(node, owner)
