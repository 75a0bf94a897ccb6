"""Rules made into cells: the whole language, for all rules of a state together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from throughline.core.progress.leaves import is_plain
from throughline.core.progress.pool import leaves, wanted_of
from throughline.core.progress.population.asked import Question, of_have, of_total, said, stand_ins
from throughline.core.progress.population.cells import Cells
from throughline.core.progress.population.decided import Asking, Decided
from throughline.core.progress.population.following import (
    Circles,
    asked_names,
    below_of,
    circles,
    definition,
    names_for,
    opened,
)
from throughline.core.progress.population.pools import pool_most
from throughline.core.progress.program import Program
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use

MOST_TAKEN = 6
MOST_ROUNDS = 64


class NotCompiled(ValueError):
    """A rule that cannot be worked out for everyone at once: where, why, and what to do."""

    def __init__(self, where: str, why: str, fix: str) -> None:
        super().__init__(f"{where}: {why}. {fix}.")
        self.where, self.why, self.fix = where, why, fix


@dataclass(frozen=True, slots=True)
class Root:
    """A rule to answer for everyone. ref: what it is called in the results; owner: the document it stands in."""

    ref: str
    owner: str
    node: Node


@dataclass(frozen=True, slots=True)
class _At:
    """Where a node is read: by which reading (0: this one, 1: the other), with which tags, in which round of a
    circle, in which rule (where decisions may be about it)."""

    side: int = 0
    tags: tuple[str, ...] = ()
    circle: int = -1
    round: int = 0
    owner: str = ""


class Compiler:
    """Compiles rules of a rule book. families: by family of tags (`lang`), the tags that facts may carry of it. decided:
    what signed decisions may say."""

    def __init__(
        self, program: Program, families: Mapping[str, Sequence[str]], decided: Sequence[Decided] = ()
    ) -> None:
        self.program, self.families = program, families
        self.cells = Cells()
        self.questions: list[Question] = []
        self._numbers: dict[str, int] = {}
        self._nodes: dict[tuple[int, _At], tuple[Node, int]] = {}
        self._follows: dict[tuple[str, _At], int] = {}
        self._circles = Circles({}, ())
        self._open: list[str] = []
        self.asking = Asking(decided)
        for each in decided:
            # Also where no rule asks it: columns say of whom it is decided.
            self._number(_decision(each))

    def roots(self, roots: Sequence[Root]) -> list[int]:
        """The cell of each rule."""
        asked = {name for root in roots for name in asked_names(root.node, self.program)}
        order, self._circles = circles(asked, lambda name: below_of(name, self.program))
        self._check(order)
        for name in order:
            self.follows(name, _At())
        return [self._rule(root.owner, root.node, _At()) for root in roots]

    def _check(self, names: Sequence[str]) -> None:
        largest = max(self._circles.sizes, default=0)
        if largest > MOST_ROUNDS:
            inside = sorted(name for name, n in self._circles.of.items() if self._circles.sizes[n] == largest)
            raise NotCompiled(
                inside[0], f"{largest} milestones and credentials rest on each other in a circle",
                f"Break it; {MOST_ROUNDS} at most can be followed round",
            )  # fmt: skip
        for name in names:
            for _, rule in definition(name, self.program.rules):
                if any(isinstance(node, Not) for node in opened(rule, self.program)):
                    raise NotCompiled(
                        name, "its rule holds a `not`", "A milestone never takes anything away: take it out"
                    )

    # -- what follows

    def follows(self, name: str, at: _At) -> int:
        """1 unless a milestone or credential follows from the record."""
        at = replace(at, tags=(), owner="")
        circle = self._circles.of.get(name)
        if circle is None:
            at = _At(at.side)
        elif at.circle != circle:
            at = _At(at.side, (), circle, self._circles.sizes[circle])
        if (name, at) not in self._follows:
            self._follows[name, at] = self._followed(name, at)
        return self._follows[name, at]

    def _followed(self, name: str, at: _At) -> int:
        if at.circle >= 0 and at.round == 0:
            return self.cells.sure(1)
        inner = replace(at, round=at.round - 1) if at.circle >= 0 else at
        rules = definition(name, self.program.rules)
        ways = [self.cells.open(self._rule(owner, rule, inner)) for owner, rule in rules]
        return self.cells.any(ways) if ways else self.cells.sure(1)

    # -- decisions

    def _rule(self, owner: str, rule: Node, at: _At) -> int:
        return self.cell(rule, replace(at, owner=self.asking.owner(owner)))

    def _decided(self, node: Node, at: _At, plain: int) -> int:
        """The node for whoever signed decisions may be about: none of it remains where one waives it, or where what one
        accepts is held."""
        for each in self.asking.about(at.owner, node):
            asked = [self._asked(_decision(each), at)]
            if each.kind != "waive":
                held = [self._asked(of_have(Have(id="", what=name), (), at.tags), at) for name in each.accept]
                asked.append(self.cells.any(held) if held else self.cells.sure(1))
            plain = self.cells.pick(self.cells.all(asked), self.cells.sure(0), plain)
        return plain

    # -- nodes

    def cell(self, node: Node, at: _At) -> int:
        """The cell of a node."""
        key = (id(node), at)
        if key not in self._nodes:
            # Kept with its node, so that the node's number is not given to another.
            self._nodes[key] = (node, self._decided(node, at, self._cell(node, at)))
        return self._nodes[key][1]

    def _cell(self, node: Node, at: _At) -> int:
        if isinstance(node, Have):
            return self._have(node, at)
        if isinstance(node, Total):
            names = (f"{what}@{step and step.level}" for what, step in self.program.total_steps(node).items())
            return self._asked(of_total(node, names, at.tags), at)
        if isinstance(node, Choose):
            return self._choose(node, at)
        if isinstance(node, Use):
            return self._use(node, at)
        return self.cells.none(self.cell(node.of, replace(at, side=1 - at.side)))

    def _have(self, node: Have, at: _At) -> int:
        steps = self.program.steps(node.what, node.via)
        shown = self._asked(of_have(node, steps, at.tags), at)
        if not is_plain(node):
            return shown
        return self.cells.any([shown, *(self.follows(name, at) for name in names_for(node, self.program))])

    def _use(self, node: Use, at: _At) -> int:
        if node.rule in self._open:
            raise NotCompiled(node.rule, "the rule rests on itself", "Break the circle of `use`")
        self._open.append(node.rule)
        found = self._rule(f"rule:{node.rule.removeprefix('rule:')}", self.program.rule(node), at)
        self._open.pop()
        return found

    def _choose(self, node: Choose, at: _At) -> int:
        if not node.within:
            return self._chosen(node, at)
        tags = [f"{node.within}:", *self.families.get(node.within, ())]
        return self.cells.any([self._chosen(node, replace(at, tags=(*at.tags, tag))) for tag in tags])

    def _chosen(self, node: Choose, at: _At) -> int:
        if node.exclusive:
            return self._pool(node, at)
        counted = [child for child in node.of if not child.advisory]
        return self.cells.some(wanted_of(node, counted), [self.cell(child, at) for child in counted])

    # -- exclusive choices

    def _pool(self, node: Choose, at: _At) -> int:
        for leaf in leaves(node):
            self.asking.refuse(at.owner, leaf)
        following = self._taken_names(node, at)
        if len(following) > MOST_TAKEN:
            raise NotCompiled(
                node.id, f"an exclusive choice rests on {len(following)} milestones or credentials",
                f"Split it: at most {MOST_TAKEN} can share one pool",
            )  # fmt: skip
        return self._picked(node, at, following, ())

    def _picked(self, node: Choose, at: _At, rest: Sequence[str], taken: tuple[str, ...]) -> int:
        """The pool by whether each name follows: a question of its own for each combination."""
        if not rest:
            return self._asked(self._pool_question(node, at, taken), at)
        name, *others = rest
        return self.cells.pick(
            self.follows(name, at),
            self._picked(node, at, others, (*taken, name)),
            self._picked(node, at, others, taken),
        )

    def _taken_names(self, node: Choose, at: _At) -> list[str]:
        plain = [
            leaf for leaf in leaves(node)
            if isinstance(leaf, Have) and is_plain(leaf) and not leaf.advisory
        ]  # fmt: skip
        names = {name for leaf in plain for name in names_for(leaf, self.program)}
        return sorted(name for name in names if definition(name, self.program.rules))

    def _pool_question(self, node: Choose, at: _At, taken: tuple[str, ...]) -> Question:
        closed = [
            stand_ins(self.program.steps(leaf.what, leaf.via)) if isinstance(leaf, Have)
            else sorted(f"{what}@{step and step.level}" for what, step in self.program.total_steps(leaf).items())
            for leaf in sorted(leaves(node), key=said)
        ]  # fmt: skip
        key = f"pool {at.tags} {taken} {said(node)} {closed}"
        return Question("pool", key, node, pool_most(node, taken, self.program), at.tags, taken=taken)

    def _asked(self, question: Question, at: _At) -> int:
        number = self._number(question)
        return self.cells.asked(number, at.side, self.questions[number].most)

    def _number(self, question: Question) -> int:
        number = self._numbers.setdefault(question.key, len(self.questions))
        if number == len(self.questions):
            self.questions.append(question)
        return number


def _decision(decided: Decided) -> Question:
    return Question("decided", decided.key, None, 1)
