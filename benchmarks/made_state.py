"""A made state of any size: milestones in domains, pathways of about forty, and learners on their way.

50 domains of 100 milestones; a pathway draws on two domains and for a fifth on a core of 60. Its one gate asks for
6 to 10 milestones, two or three times n of 4 to 7, twice one or a few others, one to two of three branches, an
assessment, hours, and most often credits. A milestone is met by two competencies. A learner has a main pathway at
uniform progress (6 % finished), a second up to 60 %, and about 30 other things. The same seed makes the same state.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway, Stage
from throughline.core.catalogue.state_profile import StateProfile
from throughline.core.progress.record import Fact, Record
from throughline.core.requirements.nodes import Choose, Have, Node, Selector, Total, walk

DAY = date(2030, 6, 1)
DOMAINS, EACH, CORE = 50, 100, 60
TITLE = {"en": "made"}


def catalogue(pathways: int = 200, seed: int = 7) -> Catalogue:
    """The made state."""
    dice = Random(seed)
    names = [f"core-{n}" for n in range(CORE)] + [f"d{d}-{n}" for d in range(DOMAINS) for n in range(EACH)]
    ways = [_pathway(f"p{n:03}", dice) for n in range(pathways)]
    return Catalogue(
        state=StateProfile(id="made", title=TITLE, languages=("en",), complete_languages=("en",)),
        milestones={name: _milestone(name) for name in names},
        pathways={way.id: way for way in ways},
    )


def _milestone(name: str) -> Milestone:
    knows = Have(id="knows", what=f"competency:{name}-k", level=2)
    does = Have(id="does", what=f"competency:{name}-d")
    return Milestone(
        id=name, title=TITLE, summary=TITLE, level=3, competencies=(knows.what, does.what), criteria=(), ways=(),
        rule=Choose(id="top", of=(knows, does)),
    )  # fmt: skip


class _Drawer:
    """Draws the leaves of one pathway, each milestone once."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.domains, self.count = dice, dice.sample(range(DOMAINS), 2), 0
        self.used: set[str] = set()

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count}"

    def leaf(self) -> Node:
        while True:
            core = self.dice.random() < 0.2
            of_domain = f"d{self.dice.choice(self.domains)}-{self.dice.randrange(EACH)}"
            what = f"core-{self.dice.randrange(CORE)}" if core else of_domain
            if what not in self.used:
                self.used.add(what)
                return Have(id=self.name("have"), what=f"milestone:{what}")

    def leaves(self, count: int) -> tuple[Node, ...]:
        return tuple(self.leaf() for _ in range(count))

    def some(self, count: int, least: int) -> Node:
        return Choose(id=self.name("some"), of=self.leaves(count), min=least)

    def total(self, measure: str, unit: str, least: int, tag: str) -> Node:
        select = Selector(kind="experience" if unit == "h" else "course", tags=(tag,))
        return Total(id=self.name("total"), measure=measure, unit=unit, min=Decimal(least), select=select)  # type: ignore[arg-type]


def _pathway(name: str, dice: Random) -> Pathway:
    draw = _Drawer(dice)
    parts: list[Node] = list(draw.leaves(dice.randint(6, 10)))
    for _ in range(dice.randint(2, 3)):
        count = dice.randint(4, 7)
        parts.append(draw.some(count, dice.randint(2, count - 1)))
    for _ in range(2):
        either = (draw.leaf(), Choose(id=draw.name("all"), of=draw.leaves(dice.randint(2, 4))))
        parts.append(Choose(id=draw.name("any"), of=either, min=1))
    branches = tuple(Choose(id=draw.name("all"), of=draw.leaves(2)) for _ in range(3))
    parts.append(Choose(id=draw.name("branches"), of=branches, min=dice.randint(1, 2)))
    parts.append(Have(id=draw.name("have"), what=f"assessment:{name}"))
    parts.append(draw.total("hours", "h", dice.choice([40, 80, 120, 240, 480]), f"field:{dice.randrange(8)}"))
    if dice.random() < 0.7:
        parts.append(
            draw.total("credits", "cr", dice.choice([3, 6, 9, 12, 15]), f"subject:{dice.randrange(8)}")
        )
    gate = Choose(id="gate", of=tuple(parts))
    stage = Stage(id="s", title=TITLE, descriptor=TITLE, phase="secondary", level=3, gate=gate)
    return Pathway(
        id=name, title=TITLE, summary=TITLE, cluster="c", family="f", field=TITLE, letter="A", stages=(stage,),
        destinations=(),
    )  # fmt: skip


def learners(state: Catalogue, count: int, seed: int = 11) -> Iterator[Record]:
    """So many learners of the made state."""
    dice = Random(seed)
    for _ in range(count):
        yield _learner(state, dice)


def _learner(state: Catalogue, dice: Random) -> Record:
    first, second = dice.sample(sorted(state.pathways), 2)
    reached = 1.0 if dice.random() < 0.06 else dice.random()
    shown = set(
        _milestones(state, first, reached, dice) + _milestones(state, second, dice.random() * 0.6, dice)
    )
    shown.update(dice.sample(sorted(state.milestones), max(0, round(dice.gauss(30, 5)))))
    facts = [fact for name in sorted(shown) for fact in _competencies(name, dice)]
    if reached == 1.0:
        facts = [replace(fact, level=3) for fact in facts]
    finished = reached == 1.0
    for number in range(8):
        hours, credits = (480, 15) if finished else (dice.choice([20, 40, 120]), dice.choice([3, 6]))
        facts.append(_amount(f"experience:x{number}", "h", hours, f"field:{number}", dice))
        facts.append(_amount(f"course:c{number}", "cr", credits, f"subject:{number}", dice))
    if reached > 0.8:
        facts.append(Fact(id="exam", what=f"assessment:{first}", when=_day(dice)))
    dice.shuffle(facts)
    return Record(tuple(facts))


def _milestones(state: Catalogue, pathway: str, reached: float, dice: Random) -> list[str]:
    nodes = walk(state.pathways[pathway].stages[0].gate)
    names = [n.what.partition(":")[2] for n in nodes if isinstance(n, Have) and n.kind == "milestone"]
    return dice.sample(names, round(len(names) * reached))


def _competencies(name: str, dice: Random) -> tuple[Fact, Fact]:
    knows = Fact(
        id=f"{name}-k", what=f"competency:{name}-k", when=_day(dice), level=dice.choice([1, 2, 2, 3])
    )
    return knows, Fact(id=f"{name}-d", what=f"competency:{name}-d", when=_day(dice))


def _amount(what: str, unit: str, amount: int, tag: str, dice: Random) -> Fact:
    return Fact(id=what, what=what, when=_day(dice), amounts={unit: Decimal(amount)}, tags=frozenset({tag}))


def _day(dice: Random) -> date:
    return DAY - timedelta(days=dice.randrange(1, 1200))
