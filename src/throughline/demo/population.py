"""A believable population from a seed, through the same actions as real use. A run that was cut off goes on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising import actions as advising
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.promised import sign_all
from throughline.apps.records.facts import NewFact
from throughline.core.formats.state_pack import Pack, read_pack
from throughline.demo import (
    agreeing,
    apprenticing,
    assessing,
    docketing,
    endorsing,
    evidence,
    governing,
    moderation,
    occupations,
    supporting,
    undertaking,
)
from throughline.demo.names import FAMILY, GIVEN
from throughline.demo.people import at_noon, earliest, id_of, places_of, settle
from throughline.demo.recording import record_shown
from throughline.demo.sharing import decide
from throughline.demo.showing import Judges, Showing
from throughline.demo.staff import Staff, hire, schools_of

Say = Callable[[str], None]
SIZE, SEED = 2000, 2026
BLOCK = 100
JUDGED_ONE_IN, MOST_JUDGED = 50, 40
"""So many learners to one whose work two people judged on a rubric; at most so many."""
LONGEST = 1500
"""Days since the first learner who is not one of the named people began."""


@dataclass(frozen=True, slots=True)
class Populated:
    """What a run wrote: named people and further learners; both 0 where everything was there."""

    people: int
    learners: int


@dataclass(frozen=True, slots=True)
class Life:
    """One invented learner before they are written: where they learn, since when, on which pathway, how far."""

    id: UUID
    given: str
    family: str
    language: str
    school: str
    began: date
    pathway: str
    destination: str
    shown: tuple[str, ...]
    then: str


def first_day(pack: Pack, today: date) -> date:
    """The day on which the demo's history begins: nobody in it has a record from before."""
    return earliest(pack.people, today - timedelta(days=LONGEST))


def populate(
    state: Path | Pack, seed: int | None = None, progress: Say = lambda line: None, *, now: datetime | None = None,
    size: int | None = None,
) -> Populated:  # fmt: skip
    """Settle the named people of a state's pack, or of the folder it stands in, and fill the state with learners; the pack
    itself must be loaded before.

    size: how many learners (None: as the pack says). The same seed gives the same people. A run that was cut off is
    taken up where it stopped.
    """
    pack = state if isinstance(state, Pack) else read_pack(state)
    moment = now or timezone.now()
    settings = pack.population
    chosen = int(settings.get("seed", SEED)) if seed is None else seed
    space = uuid5(NAMESPACE_URL, f"throughline:{pack.catalogue.state.id}:{chosen}")
    many, learners = int(settings.get("size", SIZE)) if size is None else size, 0
    with frameworks.one_reading():
        occupations.tell(pack.directory, moment)
        since = first_day(pack, timezone.localdate(moment))
        staff = hire(space, Random(f"{chosen} staff"), places_of(pack.people), since, moment)
        people = settle(pack.people, staff, since, moment)
        supporting.tell(pack.people, id_of, moment)
        evidence.tell(moment)
        # Whoever comes once there are anchors shows that part through the queue alone.
        judged = moderation.judged_by_anchors(pack.people, moment)
        for block in _blocks(_lives(space, chosen, settings, many, timezone.localdate(moment))):
            written = _settle_block(block, staff, chosen, judged, moment)
            learners += written
            if written:
                progress(f"{block[-1][0] + 1:,} of {many:,} learners")
        moderation.tell(pack.people, moment)
        assessing.tell(pack.people, moment)
        decide(pack.people, id_of, moment)
        endorsing.tell(pack.people, id_of, moment)
        governing.govern(pack.people, moment)
        lives = _lives(space, chosen, settings, many, timezone.localdate(moment))
        docketing.tell(pack.dockets, moment)
        undertaking.tell(pack.undertakings, moment)
        agreeing.tell(pack.negotiations, moment)
        apprenticing.tell(pack.people, moment)
        moderation.judge_many(pack.people, _on_their_way(lives, pack.people, many), staff, moment)
        advising.find_missing_support(by=HOUSE, now=moment)
        sign_all(now=moment)
    return Populated(people, learners)


def _on_their_way(
    lives: Iterable[Life], told: Sequence[Mapping[str, Any]], many: int
) -> list[moderation.Learner]:
    """Learners whose way leads over the assessment that has anchors, and who have not shown it yet."""
    milestone, parts = moderation.milestone_with_anchors(told), frameworks.structure().parts
    fit = (
        moderation.Learner(each.id, each.school)
        for each in lives
        if milestone in parts[each.pathway].milestones
        and milestone not in each.shown
        and each.then == "goes on"
    )
    return list(islice(fit, min(many // JUDGED_ONE_IN, MOST_JUDGED)))


def _blocks(lives: Iterable[Life]) -> Iterator[list[tuple[int, Life]]]:
    block: list[tuple[int, Life]] = []
    for each in enumerate(lives):
        block.append(each)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


# -- imagining


def _lives(space: UUID, seed: int, settings: Mapping[str, Any], size: int, today: date) -> Iterator[Life]:
    drawn = frameworks.structure()
    schools = schools_of(drawn.catalogue)
    for nth in range(size):
        random = Random(f"{seed} {nth}")
        school = schools[nth * len(schools) // size]
        yield _life(uuid5(space, f"learner {nth}"), random, school, settings, today)


def _life(key: UUID, random: Random, school: str, settings: Mapping[str, Any], today: date) -> Life:
    drawn = frameworks.structure()
    began = today - timedelta(days=random.randint(60, LONGEST))
    pathway = _pathway(random, drawn.pathways_at.get(school, ()), list(drawn.parts), settings)
    milestones = drawn.parts[pathway].milestones
    share = min(1.0, random.betavariate(1.6, 2.4) * (today - began).days / 1000)
    shown = milestones[: round(share * len(milestones))]
    destinations = [d.id for d in drawn.catalogue.pathways[pathway].destinations]
    return Life(
        key, random.choice(GIVEN), random.choice(FAMILY), random.choices(("en", "es", "pt", "ht"), (70, 20, 5, 5))[0],
        school, began, pathway, random.choice(destinations) if random.random() < 0.4 else "", shown,
        random.choices(("goes on", "explores", "pauses", "switches"), (84, 12, 2, 2))[0],
    )  # fmt: skip


def _pathway(random: Random, here: Sequence[str], every: Sequence[str], settings: Mapping[str, Any]) -> str:
    weights = settings.get("pathways", {})
    near = [name for name in here if name in every] if random.random() < 0.7 else []
    choice = near or sorted(every)
    return random.choices(choice, [float(weights.get(name, 1)) for name in choice])[0]


# -- writing


@transaction.atomic
def _settle_block(
    block: Sequence[tuple[int, Life]], staff: Staff, seed: int, judged: frozenset[str], now: datetime
) -> int:
    """Write one block of learners, all of it or nothing; gives how many were new."""
    there = directory_queries.people(life.id for _, life in block)
    lives = [(nth, life) for nth, life in block if life.id not in there]
    if not lives:
        return 0
    people = [
        NewPerson(x.id, x.given, x.family, language=x.language, roles=(("learner", x.school),))
        for _, x in lives
    ]
    directory.add_people(by=HOUSE, people=people, starts=min(life.began for _, life in lives), now=now)
    for adviser, learners in _by_adviser(lives).items():
        scopes = ("plan", "progress")
        directory.assign_many(
            by=HOUSE, helper=adviser, learners=learners, kind="adviser", scopes=scopes, now=now
        )
    _choose([life for _, life in lives])
    _show(lives, staff, seed, judged, now)
    _change([life for _, life in lives], now)
    return len(lives)


def _by_adviser(lives: Iterable[tuple[int, Life]]) -> dict[UUID, list[UUID]]:
    """Learners in turn to all who advise at their school, the pack's own people among them."""
    found: dict[UUID, list[UUID]] = {}
    advisers: dict[str, list[UUID]] = {}
    for nth, life in lives:
        if life.school not in advisers:
            advisers[life.school] = directory_queries.members(life.school, "adviser")
        here = advisers[life.school]
        found.setdefault(here[nth % len(here)], []).append(life.id)
    return found


def _actor(life: Life) -> Actor:
    return Actor(life.id, life.given, life.language)


def _choose(lives: Sequence[Life]) -> None:
    """Each who is not exploring chooses, in the sittings of their year."""
    by_year: dict[int, list[Life]] = {}
    for life in lives:
        if life.then != "explores":
            by_year.setdefault(life.began.year, []).append(life)
    for sitting in by_year.values():
        when = at_noon(max(life.began for life in sitting))
        ref = "pathway:{}".format
        advising.look_at_portability_many(looks=[(_actor(x), ref(x.pathway)) for x in sitting], now=when)
        advising.choose_many(
            choosings=[advising.Choosing(_actor(x), ref(x.pathway), x.destination) for x in sitting], now=when
        )


def _show(
    lives: Sequence[tuple[int, Life]], staff: Staff, seed: int, judged: frozenset[str], now: datetime
) -> None:
    judges, found = staff.judges(), dict[str, list[NewFact]]()
    for nth, life in lives:
        facts = _facts(life, judges, staff, Random(f"{seed} {nth} facts"), now)
        found.setdefault(life.school, []).extend(each for each in facts if each.what not in judged)
    for school, facts in found.items():
        record_shown(facts, staff, school, now)


def _facts(life: Life, judges: Judges, staff: Staff, random: Random, now: datetime) -> list[NewFact]:
    first = staff.witness("teacher", life.school)
    showing = Showing(
        life.id, frameworks.rules_for(), judges, first, random, life.began, timezone.localdate(now)
    )
    for milestone in life.shown:
        showing.milestone(milestone)
    return showing.facts


def _change(lives: Sequence[Life], now: datetime) -> None:
    """A few change their pathway, a few pause."""
    names = sorted(frameworks.structure().parts)
    for life in lives:
        if life.then == "pauses":
            advising.pause(by=_actor(life), now=now)
        elif life.then == "switches":
            other = names[(names.index(life.pathway) + 1) % len(names)]
            advising.look_at_portability(by=_actor(life), pathway=f"pathway:{other}", now=now)
            advising.switch(by=_actor(life), pathway=f"pathway:{other}", now=now)
