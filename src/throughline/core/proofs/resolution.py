"""A solver for clauses that proves what it says: where they cannot all be true, by resolution steps anyone can repeat.

Conflict-driven clause learning (Marques-Silva and Sakallah, "GRASP", 1999), with two watched literals. Each learned clause
is written down as the chain of clauses it was resolved from, so that a checker needs no search and no unit propagation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Clause = frozenset[int]
Chain = tuple[int, ...]
"""Clauses by number, those given first, then the learned ones: the first resolved with the second, with the third ..."""


class TooHard(Exception):
    """No answer within the given number of conflicts."""


@dataclass(frozen=True, slots=True)
class Refuted:
    """The clauses cannot all be true. chains: what was learned, each used by a later one; the last is the empty clause."""

    chains: tuple[Chain, ...]

    @property
    def used(self) -> frozenset[int]:
        """The clauses, by number, that the refutation rests on."""
        return frozenset(at for chain in self.chains for at in chain)


@dataclass(frozen=True, slots=True)
class Satisfied:
    """The clauses can all be true: with exactly these literals."""

    true: frozenset[int]


def solve(clauses: Sequence[Clause], *, conflicts: int = 200_000) -> Refuted | Satisfied:
    """Whether the clauses can all be true, with what shows it. Raises `TooHard` beyond so many conflicts."""
    search = _Search(clauses)
    while True:
        conflict = search.propagate()
        if conflict is None:
            if not search.decide():
                return Satisfied(frozenset(search.trail))
            continue
        if not search.marks:
            search.chains.append(search.emptied(conflict))
            return Refuted(_trimmed(search.chains, len(clauses)))
        search.learn(conflict)
        if len(search.chains) > conflicts:
            raise TooHard


class _Search:
    """Clauses, what is assigned in order, and why. marks: where each decision stands in the trail."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses: list[list[int]] = []
        self.watching: dict[int, list[int]] = {}
        self.values: dict[int, int] = {}
        self.level: dict[int, int] = {}
        self.reason: dict[int, int] = {}
        self.trail: list[int] = []
        self.marks: list[int] = []
        self.chains: list[Chain] = []
        self.activity = {abs(literal): 0.0 for clause in clauses for literal in clause}
        self.bump = 1.0
        self.broken: int | None = None
        self.ahead = 0
        for clause in clauses:
            self._take(sorted(clause, key=abs))

    def _take(self, clause: list[int]) -> None:
        number = len(self.clauses)
        self.clauses.append(clause)
        for literal in clause[:2]:
            self.watching.setdefault(literal, []).append(number)
        if len(clause) == 1:
            self._unit(clause[0], number)
        if not clause:
            self.broken = number

    def _unit(self, literal: int, number: int) -> None:
        if self.values.get(-literal):
            self.broken = number
        elif not self.values.get(literal):
            self._assign(literal, number)

    def _assign(self, literal: int, why: int | None) -> None:
        self.values[literal] = 1
        self.level[abs(literal)] = len(self.marks)
        if why is not None:
            self.reason[abs(literal)] = why
        self.trail.append(literal)

    def propagate(self) -> int | None:
        """Everything that follows from what is assigned; gives a clause that cannot be true any more, if there is one."""
        if self.broken is not None:
            return self.broken
        while self.ahead < len(self.trail):
            false = -self.trail[self.ahead]
            self.ahead += 1
            conflict = self._visit(false)
            if conflict is not None:
                return conflict
        return None

    def _visit(self, false: int) -> int | None:
        watched = self.watching.get(false, [])
        kept: list[int] = []
        conflict = None
        for at, number in enumerate(watched):
            clause = self.clauses[number]
            if len(clause) > 1 and clause[0] == false:
                clause[0], clause[1] = clause[1], clause[0]
            if self.values.get(clause[0]):
                kept.append(number)
            elif not self._moved(clause, number):
                kept.append(number)
                if self.values.get(-clause[0]):
                    kept += watched[at + 1 :]
                    conflict = number
                    break
                self._assign(clause[0], number)
        self.watching[false] = kept
        return conflict

    def _moved(self, clause: list[int], number: int) -> bool:
        """Whether the clause found another literal to watch in place of its second, which is false now."""
        for at in range(2, len(clause)):
            if not self.values.get(-clause[at]):
                clause[1], clause[at] = clause[at], clause[1]
                self.watching.setdefault(clause[1], []).append(number)
                return True
        return False

    def decide(self) -> bool:
        """Assign the most active free variable, as false: few leaves are held. False where none is free."""
        free = [name for name in self.activity if name not in self.level]
        if not free:
            return False
        self.marks.append(len(self.trail))
        self._assign(-max(free, key=lambda name: (self.activity[name], -name)), None)
        return True

    def emptied(self, conflict: int) -> Chain:
        """The chain from a conflict before any decision to the empty clause."""
        return self._resolved(conflict, 0)[1]

    def learn(self, conflict: int) -> None:
        """Learn the clause of the first unique implication point, and go back to where it says something new."""
        made, chain = self._resolved(conflict, len(self.marks))
        for literal in made:
            self.activity[abs(literal)] += self.bump
        self.bump *= 1.05
        if self.bump > 1e100:
            self.activity = {name: value * 1e-100 for name, value in self.activity.items()}
            self.bump *= 1e-100
        self.chains.append(chain)
        deepest = sorted(made, key=lambda literal: (-self.level[abs(literal)], abs(literal)))
        self._back(self.level[abs(deepest[1])] if len(deepest) > 1 else 0)
        number = len(self.clauses)
        self._take_learned(deepest, number)

    def _take_learned(self, clause: list[int], number: int) -> None:
        self.clauses.append(clause)
        for literal in clause[:2]:
            self.watching.setdefault(literal, []).append(number)
        self._assign(clause[0], number)

    def _resolved(self, conflict: int, level: int) -> tuple[set[int], Chain]:
        """Resolves, newest first, what was assigned at this level down to one, and all that was assigned before any
        decision away."""
        made, chain = set(self.clauses[conflict]), [conflict]
        here = sum(self.level[abs(literal)] == level for literal in made)
        for literal in reversed(self.trail):
            if -literal not in made:
                continue
            depth = self.level[abs(literal)]
            if depth and (depth < level or here <= 1):
                continue
            why = self.reason[abs(literal)]
            chain.append(why)
            fresh = {each for each in self.clauses[why] if each != literal} - made
            made = (made | fresh) - {-literal}
            here += sum(self.level[abs(each)] == level for each in fresh) - (depth == level)
        return made, tuple(chain)

    def _back(self, level: int) -> None:
        while len(self.marks) > level:
            start = self.marks.pop()
            for literal in self.trail[start:]:
                del self.values[literal], self.level[abs(literal)]
                self.reason.pop(abs(literal), None)
            del self.trail[start:]
        self.ahead = min(self.ahead, len(self.trail))


def _trimmed(chains: Sequence[Chain], given: int) -> tuple[Chain, ...]:
    """The chains that the last one rests on, near or far, numbered anew."""
    wanted, waiting = set[int](), [len(chains) - 1]
    while waiting:
        at = waiting.pop()
        if at not in wanted:
            wanted.add(at)
            waiting += [each - given for each in chains[at] if each >= given]
    order = {given + at: given + place for place, at in enumerate(sorted(wanted))}
    return tuple(tuple(order.get(each, each) for each in chains[at]) for at in sorted(wanted))
