"""How many further milestones a move to another pathway may ask for, at worst, over all records one can have.

Portability(a, b, r): the size of the smallest set of milestones to add to record r so that the next gate of b is met.
The bound for a and b is the greatest portability over every record reachable on a's secondary stage.

The model. A record is a set of milestones, and holds what each of its milestones asks for in milestones. What else
gates ask for (hours, scores, courses) is not counted. Reachable on a's secondary stage are the records that meet
a's gates before it and hold only milestones named up to and including it. b's next gate is the first of its
gates, up to its secondary stage, that r does not meet; where r meets them all, the portability is 0.

Why few records suffice. Fix gate j of b. Over the reachable records that meet b's gates before j, the distance to j
never grows when a milestone is added, so its greatest value stands at a minimal such record; should a minimal
one already meet j, its distance is 0, and so is that of every larger one. A milestone that gate j never names
changes no distance: it may be held for free. So only minimal sets over the milestones that gate j names are needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.formula import FALSE, TRUE, AtLeast, Formula, Leaf, holds, mentioned
from throughline.core.reasoning.solver import least_atoms
from throughline.core.reasoning.ways import STEPS, Method, TooMany, minimal_sets, numbers
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use

EARLY = ("foundation", "secondary")


@dataclass(frozen=True, slots=True)
class _Worst:
    """The greatest distance to one gate: how many milestones, which, from which record (as bits)."""

    most: int
    added: int
    record: int
    method: Method
    exact: bool


@dataclass(frozen=True, slots=True)
class Move:
    """The worst case of moving from one pathway to another: how many further milestones, from which record to which
    gate. exact False: the records were too many to enumerate; `most` is then an upper limit of the bound."""

    source: str
    target: str
    most: int
    method: Method = "enumerated"
    exact: bool = True
    record: tuple[str, ...] = ()
    gate: str = ""
    needed: tuple[str, ...] = ()


@dataclass
class Milestones:
    """Rules as formulas over milestones held: numbering, and what each milestone takes to hold."""

    book: RuleBook
    numbers: dict[str, int] = field(default_factory=dict)
    _earned: dict[str, Formula] = field(default_factory=dict)

    def of(self, node: Node, inside: tuple[str, ...] = ()) -> Formula:
        """A rule over milestones; what is not one is taken as met."""
        if isinstance(node, Choose):
            return AtLeast(
                node.needed, tuple(self.of(child, inside) for child in node.of if not child.advisory)
            )
        if isinstance(node, Have) and node.kind == "milestone":
            return self.held(node, inside)
        if isinstance(node, Have) and node.kind == "credential":
            return self._open(node.what, inside)
        if isinstance(node, Use):
            return self._open(f"rule:{node.rule}" + f"@{node.version}" * bool(node.version), inside)
        if isinstance(node, Total) and node.measure in ("count", "distinct") and _of_milestones(node):
            return AtLeast(-int(-node.min // 1), tuple(self.earned(ref, inside) for ref in node.select.what))
        return TRUE

    def held(self, node: Have, inside: tuple[str, ...]) -> Formula:
        """Holding a milestone, or one that counts as it."""
        refs = [step.what for step in self.book.equivalents(node.what, node.via)]
        others = [ref for ref in refs if ref.startswith("milestone:")]
        ways = tuple(self.earned(ref, inside) for ref in (node.what, *others))
        return ways[0] if not others else AtLeast(1, ways)

    def earned(self, ref: str, inside: tuple[str, ...]) -> Formula:
        """Holding one milestone with all that it asks for itself."""
        if ref in inside:
            return Leaf(self.number(ref))
        if ref not in self._earned:
            rule = self.book.expand(ref)
            asked = TRUE if rule is None else self.of(rule, (*inside, ref))
            bare = Leaf(self.number(ref))
            self._earned[ref] = bare if holds(asked, 0) else AtLeast(2, (bare, asked))
        return self._earned[ref]

    def number(self, ref: str) -> int:
        """The milestone's place among the bits."""
        return self.numbers.setdefault(ref, len(self.numbers))

    def _open(self, ref: str, inside: tuple[str, ...]) -> Formula:
        node = self.book.expand(ref)
        return TRUE if node is None or ref in inside else self.of(node, (*inside, ref))


def _of_milestones(node: Total) -> bool:
    return bool(node.select.what) and all(what.startswith("milestone:") for what in node.select.what)


def early_stages(pathway: Pathway) -> tuple[Stage, ...]:
    """The stages up to and including the last secondary one."""
    last = max((i for i, stage in enumerate(pathway.stages) if stage.phase in EARLY), default=-1)
    return pathway.stages[: last + 1]


def before_secondary(pathway: Pathway) -> tuple[Stage, ...]:
    """The stages before the first secondary one."""
    early = early_stages(pathway)
    first = next((i for i, stage in enumerate(early) if stage.phase == "secondary"), len(early))
    return early[:first]


def worst_move(a: Pathway, b: Pathway, book: RuleBook, steps: int = STEPS) -> Move:
    """The most further milestones a move from a's secondary stage to b may ask for before b's next gate."""
    return MovesTo(b, book, steps).worst_from(a)


class MovesTo:
    """All moves to one pathway: what its gates ask for, and how far records are from it, is worked out once for all
    pathways one may come from."""

    def __init__(self, target: Pathway, book: RuleBook, steps: int = STEPS) -> None:
        self.target, self.steps = target, steps
        self.known = Milestones(book)
        self.gates = [_Gate(stage, self.known.of(stage.gate), steps) for stage in early_stages(target)]

    def worst_from(self, source: Pathway) -> Move:
        """The most further milestones a move from the source's secondary stage may ask for before the next gate."""
        began = [self.known.of(stage.gate) for stage in before_secondary(source)]
        within = 0
        for stage in early_stages(source):
            within |= mentioned(self.known.of(stage.gate))
        worst = Move(source.id, self.target.id, 0)
        passed: list[Formula] = []
        for gate in self.gates:
            had = AtLeast(len(began) + len(passed), (*began, *passed))
            found = gate.worst(had, within)
            if found is not None and found.most > worst.most:
                worst = self._described(source, gate.stage, found)
            passed.append(gate.formula)
        return worst

    def _described(self, source: Pathway, stage: Stage, worst: _Worst) -> Move:
        names = {number: ref for ref, number in self.known.numbers.items()}
        record = tuple(sorted(names[i] for i in numbers(worst.record)))
        added = tuple(sorted(names[i] for i in numbers(worst.added)))
        return Move(source.id, self.target.id, worst.most, worst.method, worst.exact, record, stage.id, added)


class _Gate:
    """One gate of a target, and the greatest distance to it from what records have been asked for."""

    def __init__(self, stage: Stage, formula: Formula, steps: int) -> None:
        self.stage, self.formula, self.steps = stage, formula, steps
        self.relevant = mentioned(formula)
        self.possible = holds(formula, self.relevant)
        self._distance: _Distance | None = None
        self._found: dict[tuple[Formula, int], _Worst] = {}

    def worst(self, had: Formula, within: int) -> _Worst | None:
        """The greatest distance over the reachable records that meet `had`; None where there is none, or where
        nothing meets the gate, which is for check C02 to say."""
        if not self.possible or not holds(had, within):
            return None
        simpler = _given(had, true=within & ~self.relevant, false=~within, memo={})
        key = simpler, within & self.relevant
        if key not in self._found:
            self._found[key] = self._greatest(*key)
        return self._found[key]

    def _greatest(self, had: Formula, free: int) -> _Worst:
        try:
            records, exact = minimal_sets(had, _each_alone(free | self.relevant), self.steps), True
        except TooMany:
            records, exact = [_forced(had, free)], False
        distance = self._distance = self._distance or _Distance(self.formula, self.steps)
        added = [(distance.added(record), record) for record in records]
        most, record = max(added, key=lambda each: (each[0].bit_count(), each[1]))
        return _Worst(most.bit_count(), most, record, distance.method if exact else "solver", exact)


def _each_alone(bits: int) -> tuple[int, ...]:
    """No milestone follows from another: what counts as what is in the formula."""
    return tuple(1 << i for i in range(bits.bit_length()))


class _Distance:
    """The least to add to a record to meet one gate."""

    def __init__(self, gate: Formula, steps: int) -> None:
        self.gate = gate
        self.alone = _each_alone(mentioned(gate))
        self.method: Method = "enumerated"
        self.ways: list[int] = []
        try:
            self.ways = minimal_sets(gate, self.alone, steps)
        except TooMany:
            self.method = "solver"

    def added(self, record: int) -> int:
        """The milestones to add, as bits."""
        if self.method == "enumerated":
            found = min(
                (way & ~record for way in self.ways), key=lambda each: (each.bit_count(), each), default=None
            )
        else:
            costs = [0.0 if record & bit else 1.0 for bit in self.alone]
            found = least_atoms(self.gate, self.alone, costs)
        return 0 if found is None else found & ~record


def _given(part: Formula, true: int, false: int, memo: dict[Formula, Formula]) -> Formula:
    """The formula with some atoms known."""
    if isinstance(part, Leaf):
        return TRUE if true >> part.atom & 1 else FALSE if false >> part.atom & 1 else part
    if part not in memo:
        memo[part] = AtLeast(part.k, tuple(_given(each, true, false, memo) for each in part.of))
    return memo[part]


def _forced(formula: Formula, within: int) -> int:
    """What every record that meets the formula holds: from less than any of them, no gate is nearer."""
    return sum(1 << i for i in numbers(within) if not holds(formula, within & ~(1 << i)))


def worst_moves(pathways: Mapping[str, Pathway], book: RuleBook, steps: int = STEPS) -> tuple[Move, ...]:
    """The worst move of every ordered pair of pathways, by where they come from."""
    found = {}
    for b in sorted(pathways):
        moves = MovesTo(pathways[b], book, steps)
        found.update({(a, b): moves.worst_from(pathways[a]) for a in pathways if a != b})
    return tuple(found[pair] for pair in sorted(found))
