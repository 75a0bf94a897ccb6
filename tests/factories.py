"""A small state and its people, for tests of what is kept. Everything is invented."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils import timezone

from throughline.apps.advising import actions as advising
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.records import actions as records
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.nodes import Choose, Have, Node, Use

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)


def words(text: str) -> dict[str, str]:
    """A text in English."""
    return {"en": text}


def competency(name: str) -> d.Competency:
    """A content competency of the small state."""
    return d.Competency(
        id=name, framework="universal", strand="academic", kind="content", title=words(name.title()),
        statement=words(f"Shows {name}."), criteria=(words("Clear"), words("Complete")),
        contexts=("school", "workplace"),
    )  # fmt: skip


def have(what: str, level: int | None = None) -> Have:
    """A `have` node named after what it asks for."""
    return Have(id=what.replace(":", "-"), what=what, level=level)


def every(name: str, nodes: Iterable[Node], least: int | None = None) -> Choose:
    """A `choose` of all, or of the least number given."""
    return Choose(id=name, of=tuple(nodes), min=least)


def milestone(
    name: str, rule: Node, judges: tuple[str, ...] = ("teacher",), cooling_days: int = 0
) -> d.Milestone:
    """A milestone with two ways to show it."""
    ways = tuple(
        d.Way(id=way, title=words(way), kind="project", performance=True, judges=judges)
        for way in ("make", "defend")
    )
    return d.Milestone(
        id=name, title=words(name.replace("-", " ").title()), summary=words(name), level=3,
        competencies=("competency:numbers",), criteria=(words("Clear"),), ways=ways, rule=rule,
        retakes=d.Retakes(cooling_days=cooling_days),
    )  # fmt: skip


def plain(name: str) -> d.Milestone:
    """A milestone that a competency of the same name meets."""
    return milestone(name, have(f"competency:{name}", 2))


def exam(name: str) -> d.Milestone:
    """A milestone with a written and a performance part, each a fact of its own."""
    parts = (have(f"assessment:{name}-written"), have(f"assessment:{name}-performance"))
    return milestone(name, every(f"{name}-parts", parts))


def pathway(
    name: str, gates: dict[str, Node], destinations: tuple[str, ...] = ("worker", "leader")
) -> d.Pathway:
    """A pathway with these stages in order; the first is its foundation."""
    phases = ("foundation", "secondary", "postsecondary", "beyond")
    stages = tuple(
        d.Stage(id=stage, title=words(stage), descriptor=words(stage), phase=phase, level=3, gate=gate)  # type: ignore[arg-type]
        for phase, (stage, gate) in zip(phases, gates.items(), strict=False)
    )
    return d.Pathway(
        id=name, title=words(name.title()), summary=words(name), cluster="making", family="trades",
        field=words(name), letter=name[0].upper(), stages=stages,
        destinations=tuple(d.Destination(id=each, title=words(each)) for each in destinations),
        offered_by=("northside-high",),
    )  # fmt: skip


COMPETENCIES = ("numbers", "reading", "tools", "cells")
EXAMS = ("medical-1", "medical-2", "medical-3", "medical-4")


def learner_states() -> s.LearnerStates:
    """The small state's way to choose, pause, change and come back."""
    arrows = (
        ("look-closer", "exploring", "choosing", "learner"), ("explore-more", "choosing", "exploring", "learner"),
        ("choose", "choosing", "on-pathway", "learner"), ("change", "on-pathway", "choosing", "learner"),
        ("pause", "on-pathway", "paused", "learner"), ("resume", "paused", "on-pathway", "learner"),
        ("rethink", "paused", "choosing", "learner"), ("leave", "on-pathway", "left", "adult_learner"),
        ("return", "left", "choosing", "learner"),
    )  # fmt: skip
    states = ("exploring", "choosing", "on-pathway", "paused", "left")
    return s.LearnerStates(
        states={state: words(state) for state in states}, start="exploring", home="choosing",
        actions=tuple(s.LearnerAction(name, source, target, by) for name, source, target, by in arrows),  # type: ignore[arg-type]
    )  # fmt: skip


def small_state() -> Catalogue:
    """Two pathways, medicine and trades, on one shared foundation; four exams behind medicine's second gate."""
    milestones = [
        *map(plain, COMPETENCIES),
        *map(exam, EXAMS),
        milestone("shop", have("credential:shop-card")),
    ]
    shared = Use(id="shared", rule="foundation")
    rule = d.Rule(
        id="foundation", title=words("Foundation"), purpose="foundation",
        editions=(d.Edition("1", every("both", [have("milestone:numbers"), have("milestone:reading")])),),
    )  # fmt: skip
    medicine = pathway(
        "medicine",
        {
            "foundation": every("begin", [shared, have("milestone:cells")]),
            "secondary": every("exams", [have(f"milestone:{name}") for name in EXAMS]),
        },
        ("doctor", "nurse", "pharmacist"),
    )
    trades = pathway(
        "trades",
        {
            "foundation": every("begin", [shared, have("milestone:tools")]),
            "secondary": have("milestone:shop"),
        },
    )
    return Catalogue(
        state=s.StateProfile(
            id="small", title=words("Small State"), languages=("en",), complete_languages=("en",),
            families={name: words(name) for name in ("sciences", "trades", "arts", "land")},
        ),
        learner_states=learner_states(),
        competency_frameworks={
            "universal": d.CompetencyFramework(
                "universal", words("Universal"), tuple(d.ProficiencyLevel(n, words(str(n))) for n in (1, 2, 3))
            )
        },
        competencies={name: competency(name) for name in COMPETENCIES},
        clusters={"making": d.Cluster("making", words("Making"))},
        organizations={
            name: d.Organization(name, words(name.title()), kind, sector)  # type: ignore[arg-type]
            for name, kind, sector in (
                ("northside-high", "school", "k12"), ("southside-high", "school", "k12"),
                ("mercy-bay", "employer", "workforce"), ("trades-association", "association", "workforce"),
                ("board", "board", "government"),
            )
        },
        credentials={
            "shop-card": d.Credential("shop-card", words("Shop card"), "certificate", 3, ("trades-association",))
        },
        milestones={each.id: each for each in milestones},
        rules={"foundation": rule},
        pathways={"medicine": medicine, "trades": trades},
        opportunities={
            "numbers-lab": _module("numbers-lab", ("competency:numbers",)),
            "cells-lab": _module("cells-lab", ("competency:cells",), needs=("competency:numbers",)),
            "tools-shop": _module("tools-shop", ("competency:tools",)),
            "chess-club": _module("chess-club", ("experience:chess",)),
        },
    )  # fmt: skip


def _module(name: str, gives: tuple[str, ...], needs: tuple[str, ...] = ()) -> d.Opportunity:
    return d.Opportunity(
        id=name, title=words(name), kind="module", provider="northside-high", sector="k12", gives=gives, needs=needs,
        amounts={"h": Decimal(20)},
    )  # fmt: skip


def load(pack: Catalogue | None = None, now: datetime = NOW) -> Catalogue:
    """Publish a pack, the small state where none is given."""
    chosen = pack or small_state()
    frameworks.publish(by=HOUSE, pack=chosen, now=now)
    return chosen


def with_rule(pack: Catalogue, name: str, rule: Node) -> Catalogue:
    """The pack with another rule for one milestone."""
    return replace(pack, milestones={**pack.milestones, name: replace(pack.milestones[name], rule=rule)})


def person(name: str, *roles: tuple[str, str], starts: date = date(2020, 1, 1), now: datetime = NOW) -> Actor:
    """A new person with these (role, organization), as an actor today."""
    key = uuid4()
    directory.add_people(by=HOUSE, people=[NewPerson(key, name, "Reed", roles=roles)], starts=starts, now=now)
    return fresh(key)


def learner(name: str = "Ana", school: str = "northside-high") -> Actor:
    """A learner at a school."""
    return person(name, ("learner", school))


def teacher(name: str = "Marta", school: str = "northside-high") -> Actor:
    """A teacher, who assesses, at a school."""
    return person(name, ("teacher", school))


def fresh(who: Actor | UUID) -> Actor:
    """The actor as they are now, after ties or roles have changed."""
    key = who.me if isinstance(who, Actor) else who
    return directory_queries.actor_of(key, on=TODAY)


def helps(helper: Actor, learner_: Actor, kind: str, *scopes: str) -> Actor:
    """Tie a helper to a learner (by the house, as a school does); the helper as an actor after it."""
    directory.assign(by=HOUSE, learner=learner_.me, helper=helper.me, kind=kind, scopes=scopes, now=NOW)
    return fresh(helper)


def show(who: Actor, by: Actor, *whats: str, on: date = TODAY, level: int | None = 2) -> None:
    """An assessor records these facts about a learner."""
    facts = [
        NewFact(who.me, what, on, level=level if what.startswith("competency:") else None) for what in whats
    ]
    records.attest_many(by=by, facts=facts, now=NOW)


def put_on(who: Actor, pathway_: str, destination: str = "", now: datetime = NOW) -> None:
    """The learner looks at portability and chooses."""
    advising.look_at_portability(by=who, pathway=pathway_, now=now)
    advising.choose(by=who, pathway=pathway_, destination=destination, now=now)
