"""The learners of the made state by the million, as columns of facts, and rules that use the whole language.

To the made state's pathways come: a credential that must be fresh, a task shown on three days before a mentor, an
exclusive choice of three counts, credits of which one setting may bring so much; sixty equivalences; 6 % of learners
finish, and of one in twenty a fact waits for confirmation. The same seed makes the same learners.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from benchmarks.made_state import DAY
from benchmarks.made_state import catalogue as plain_catalogue
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence, Pathway
from throughline.core.progress.population.facts import NEVER, Facts, starts
from throughline.core.progress.record import Fact, Validator
from throughline.core.requirements.nodes import (
    CapPer,
    Choose,
    Fresh,
    Have,
    Node,
    Selector,
    Total,
    ValidatedBy,
    walk,
)

Numbers = npt.NDArray[np.int64]
HOURS, CREDITS = (20, 40, 120, 480), (3, 6, 15)
SETTINGS = ("school", "work", "community")
MENTOR = (Validator("m", "mentor", "works"),)


def catalogue(pathways: int = 200) -> Catalogue:
    """The made state, with the whole language."""
    state = plain_catalogue(pathways)
    names = sorted(state.milestones)[:60]
    links = {
        f"e{n}": Equivalence(f"e{n}", f"course:stands-in-{n}", f"competency:{name}-d", "certified")
        for n, name in enumerate(names)
    }
    ways = {name: _widened(way, n) for n, (name, way) in enumerate(sorted(state.pathways.items()))}
    return replace(state, pathways=ways, equivalences=links)


def _widened(pathway: Pathway, number: int) -> Pathway:
    stage = pathway.stages[0]
    gate = Choose(id="whole", of=(stage.gate, *_asked(number)))
    return replace(pathway, stages=(replace(stage, gate=gate),))


def _asked(number: int) -> tuple[Node, ...]:
    counts = tuple(
        Total(
            id=f"area-{n}", measure="count", unit="", min=Decimal(2),
            select=Selector(kind="course", tags=(f"area:{(number + n) % 6}",)),
        )
        for n in range(3)
    )  # fmt: skip
    return (
        Have(id="fresh", what="credential:first-aid", fresh=Fresh(years=2)),
        Have(id="three-days", what=f"experience:practice-{number % 8}", times=3, validated_by=(ValidatedBy("mentor"),)),
        Choose(id="areas", of=counts, exclusive=True),
        Total(
            id="settings", measure="credits", unit="cr", min=Decimal(12), select=Selector(kind="course"),
            cap_per=CapPer("context", Decimal(9)),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Shapes:
    """The shapes of all facts of the made state, and where each kind of them begins."""

    every: Sequence[Fact]
    milestones: Sequence[str]
    begin: dict[str, int]
    own: Numbers
    sizes: Numbers

    @staticmethod
    def of(state: Catalogue) -> "Shapes":
        """Of a made state."""
        every: list[Fact] = []
        begin: dict[str, int] = {}
        names = sorted(state.milestones)
        families: dict[str, list[Fact]] = {
            "knows": [_fact(f"competency:{name}-k", level=level) for name in names for level in (1, 2, 3)],
            "does": [_fact(f"competency:{name}-d") for name in names],
            "stands-in": [_fact(f"course:stands-in-{n}") for n in range(60)],
            "hours": [_amount("experience", "h", n, h, f"field:{n}") for n in range(8) for h in HOURS],
            "credits": [
                _amount("course", "cr", n, c, f"subject:{n}", SETTINGS[n % 3]) for n in range(8) for c in CREDITS
            ],
            "assessment": [_fact(f"assessment:{name}") for name in sorted(state.pathways)],
            "first-aid": [_fact("credential:first-aid")],
            "practice": [_fact(f"experience:practice-{n}", validators=MENTOR) for n in range(8)],
            "areas": [_area(n, m) for n in range(6) for m in range(6)],
        }  # fmt: skip
        for name, shapes in families.items():
            begin[name] = len(every)
            every += shapes
        own, sizes = _own(state, names)
        return Shapes(every, names, begin, own, sizes)


def _fact(what: str, level: int | None = None, validators: tuple[Validator, ...] = ()) -> Fact:
    return Fact(id="", what=what, when=date.min, level=level, validators=validators)


def _amount(kind: str, unit: str, number: int, amount: int, tag: str, context: str = "") -> Fact:
    amounts = {unit: Decimal(amount)}
    tags = frozenset({tag})
    return Fact(
        id="", what=f"{kind}:{unit}{number}", when=date.min, amounts=amounts, tags=tags, context=context
    )


def _area(first: int, second: int) -> Fact:
    return Fact(
        id="",
        what=f"course:area-{first}-{second}",
        when=date.min,
        tags=frozenset({f"area:{first}", f"area:{second}"}),
    )


def _own(state: Catalogue, names: Sequence[str]) -> tuple[Numbers, Numbers]:
    """By pathway: the numbers of its milestones, filled up with -1, and how many there are."""
    place = {name: number for number, name in enumerate(names)}
    found = []
    for _, pathway in sorted(state.pathways.items()):
        haves = [node for node in walk(pathway.stages[0].gate) if isinstance(node, Have)]
        found.append([place[n.what.partition(":")[2]] for n in haves if n.kind == "milestone"])
    widest = max(map(len, found))
    own = np.array([each + [-1] * (widest - len(each)) for each in found], np.int64)
    return own, np.array([len(each) for each in found], np.int64)


class Maker:
    """Makes learners part by part."""

    def __init__(self, state: Catalogue, seed: int = 11) -> None:
        self.shapes = Shapes.of(state)
        self.dice = np.random.default_rng(seed)

    def parts(self, learners: int, at_once: int = 65_536) -> Iterator[Facts]:
        """So many learners."""
        for first in range(0, learners, at_once):
            yield self.part(first, min(at_once, learners - first))

    def part(self, first: int, many: int) -> Facts:
        """The facts of some learners."""
        dice = self.dice
        main, second = dice.integers(len(self.shapes.sizes), size=(2, many))
        finished = dice.random(many) < 0.06
        reached = np.where(finished, 1.0, dice.random(many))
        pieces = [
            *self._shown(self._of_pathway(main, reached), finished),
            *self._shown(self._of_pathway(second, dice.random(many) * 0.6), finished),
            *self._shown(self._others(many), finished),
            *self._amounts(finished),
            *self._full(main, finished, reached),
        ]
        learner = np.concatenate([each[0] for each in pieces])
        shape = np.concatenate([each[1] for each in pieces])
        order = np.argsort(learner, kind="stable")
        when = (DAY.toordinal() - dice.integers(1, 1200, size=len(learner))).astype(np.int32)
        recent = shape[order] == self.shapes.begin["first-aid"]
        when[recent & finished[learner[order]]] = DAY.toordinal() - 100
        return self._table(first, many, learner[order], shape[order].astype(np.int32), when)

    def _table(
        self,
        first: int,
        many: int,
        learner: Numbers,
        shape: npt.NDArray[np.int32],
        when: npt.NDArray[np.int32],
    ) -> Facts:
        begin = starts(np.bincount(learner, minlength=many).astype(np.int64))
        confirmed = np.ones(len(learner), bool)
        confirmed[begin[:-1][(self.dice.random(many) < 0.05) & (np.diff(begin) > 0)]] = False
        never = np.full(len(learner), NEVER, np.int32)
        names = [f"{number:08}" for number in range(first, first + many)]
        return Facts(names, begin, shape, when, never, never, confirmed, self.shapes.every)

    def _of_pathway(self, pathway: Numbers, reached: npt.NDArray[np.float64]) -> tuple[Numbers, Numbers]:
        own = self.shapes.own[pathway]
        dice = np.where(own >= 0, self.dice.random(own.shape), 2.0)
        rank = dice.argsort(axis=1).argsort(axis=1)
        wanted = np.rint(self.shapes.sizes[pathway] * reached)
        learner, column = np.nonzero(rank < wanted[:, None])
        return learner, own[learner, column]

    def _others(self, many: int) -> tuple[Numbers, Numbers]:
        counts = self.dice.poisson(30, size=many)
        learner = np.repeat(np.arange(many), counts)
        return learner, self.dice.integers(len(self.shapes.milestones), size=len(learner))

    def _shown(
        self, shown: tuple[Numbers, Numbers], finished: npt.NDArray[np.bool_]
    ) -> list[tuple[Numbers, Numbers]]:
        learner, milestone = shown
        level = np.where(finished[learner], 2, self.dice.choice([0, 1, 1, 2], size=len(learner)))
        begin = self.shapes.begin
        return [
            (learner, begin["knows"] + milestone * 3 + level),
            (learner, begin["does"] + milestone),
        ]

    def _amounts(self, finished: npt.NDArray[np.bool_]) -> list[tuple[Numbers, Numbers]]:
        many, found = len(finished), []
        learner, number = np.repeat(np.arange(many), 8), np.tile(np.arange(8), many)
        for name, choices in (("hours", len(HOURS)), ("credits", len(CREDITS))):
            drawn = self.dice.integers(choices - 1, size=len(learner))
            which = np.where(finished[learner], choices - 1, drawn)
            found.append((learner, self.shapes.begin[name] + number * choices + which))
        return found

    def _full(
        self, main: Numbers, finished: npt.NDArray[np.bool_], reached: npt.NDArray[np.float64]
    ) -> list[tuple[Numbers, Numbers]]:
        dice, begin, everyone = self.dice, self.shapes.begin, np.arange(len(main))
        tested = everyone[reached > 0.8]
        trained = everyone[finished | (dice.random(len(main)) < 0.6)]
        three = np.repeat(everyone, 3)
        practice = np.where(finished[three], main[three] % 8, dice.integers(8, size=len(three)))
        six = np.repeat(everyone, 6)
        area = np.where(finished[six], np.tile(np.arange(6) * 7, len(main)), dice.integers(36, size=len(six)))
        twice = everyone[finished].repeat(6)
        more = np.tile(np.arange(6) * 7, int(finished.sum()))
        stands = dice.integers(60, size=len(main))
        return [
            (tested, begin["assessment"] + main[tested]),
            (trained, np.full(len(trained), begin["first-aid"])),
            (three, begin["practice"] + practice),
            (six, begin["areas"] + area),
            (twice, begin["areas"] + more),
            (everyone, begin["stands-in"] + stands),
        ]
