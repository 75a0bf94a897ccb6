"""Random rules, catalogues and records, small enough for the plain evaluator and dense enough to meet something."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.core.progress.made import catalogue, equivalence, pathway, stage
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Edition, Milestone, Rule
from throughline.core.progress.record import Fact, Record, RuleException, Validator
from throughline.core.requirements.nodes import (
    CapPer,
    Choose,
    Fresh,
    Have,
    Node,
    Not,
    ScoreAtLeast,
    Selector,
    Total,
    Use,
    ValidatedBy,
)

DAY = date(2030, 6, 1)
NAMES = ("competency:a", "competency:b", "competency:c", "course:d", "course:e", "assessment:f")
FOLLOWING = ("milestone:m0", "milestone:m1", "milestone:m2", "credential:k0", "credential:k1")
TAGS = ("lang:fr", "lang:es", "core", "science")
CONTEXTS = ("", "school", "work")
ROLES = ("teacher", "mentor")
people = st.builds(
    Validator, st.sampled_from(["ann", "bo", "cy"]), st.sampled_from(ROLES), st.sampled_from(["", "o1", "o2"])
)
days = st.integers(0, 700).map(lambda n: DAY - timedelta(days=n))
some_tags = st.frozensets(st.sampled_from(TAGS), max_size=2)


@st.composite
def facts(draw: st.DrawFn, name: str, confirmed: st.SearchStrategy[bool], lasting: bool = False) -> Fact:
    return Fact(
        id=name,
        what=draw(st.sampled_from(NAMES + FOLLOWING[:1] + FOLLOWING[3:4])),
        when=draw(st.sampled_from([DAY - timedelta(days=n) for n in (1, 1, 40, 400, 500)])),
        level=draw(st.sampled_from([None, 1, 2, 3])),
        score=draw(st.sampled_from([None, Decimal(50), Decimal(80)])),
        scale="s",
        amounts={"cr": draw(st.sampled_from([Decimal(0), Decimal(1), Decimal("1.5"), Decimal(3)]))},
        tags=draw(some_tags),
        context=draw(st.sampled_from(CONTEXTS)),
        issuer=draw(st.sampled_from(["", "i1"])),
        framework_level=draw(st.sampled_from([None, 2, 4])),
        validators=tuple(draw(st.lists(people, max_size=3))),
        valid_until=None if lasting else draw(st.sampled_from([None, None, DAY, DAY - timedelta(days=1)])),
        revoked=None if lasting else draw(st.sampled_from([None, None, None, DAY, DAY + timedelta(days=1)])),
        confirmed=draw(confirmed),
    )


@st.composite
def records(
    draw: st.DrawFn, most: int = 7, confirmed: bool = False, lasting: bool = False, decisions: bool = True
) -> Record:
    known = st.just(True) if confirmed else st.sampled_from([True, True, True, False])
    count = draw(st.integers(0, most))
    given_facts = tuple(draw(facts(f"f{n}", known, lasting)) for n in range(count))
    given_exceptions = draw(st.lists(exceptions, max_size=2, unique_by=lambda e: e.id)) if decisions else []
    return Record(given_facts, tuple(given_exceptions))


exceptions = st.builds(
    RuleException,
    id=st.sampled_from(["x1", "x2", "x3"]),
    rule=st.sampled_from(["rule:top", "milestone:m0", "milestone:m1", "rule:shared"]),
    node=st.sampled_from([f"n{n}" for n in range(5)]),
    kind=st.sampled_from(["waive", "substitute", "also_accept"]),
    signed_by=st.just("somebody"),
    when=st.just(DAY),
    reason=st.just("a reason"),
    accept=st.lists(st.sampled_from(NAMES + FOLLOWING), max_size=2).map(tuple),
    version=st.sampled_from([0, 0, 1, 2]),
    until=st.sampled_from([None, DAY, DAY - timedelta(days=1)]),
)


@st.composite
def haves(draw: st.DrawFn, ids: list[int], evidence_only: bool = False, steady: bool = False) -> Have:
    what = draw(st.sampled_from(NAMES if evidence_only else NAMES + FOLLOWING))
    plain = draw(st.booleans())
    advisory = draw(st.sampled_from([False] * 9 + [True]))
    if plain:
        return Have(id=_next(ids), what=what, advisory=advisory)
    asked = st.builds(ValidatedBy, st.sampled_from(ROLES), st.integers(1, 2), st.booleans())
    return Have(
        id=_next(ids),
        what=what,
        level=draw(st.sampled_from([None, None, 1, 2, 3])),
        score=draw(st.sampled_from([None, None, ScoreAtLeast(Decimal(60), "s")])),
        times=draw(st.sampled_from([1, 1, 2])),
        attempt="best" if steady else draw(st.sampled_from(["best", "best", "first", "latest"])),
        validated_by=tuple(draw(st.lists(asked, max_size=2))) if draw(st.integers(0, 3)) == 0 else (),
        context=draw(st.sampled_from([(), (), ("work",), ("school", "work")])),
        issuer=draw(st.sampled_from([(), (), ("i1",)])),
        fresh=None
        if steady
        else draw(st.sampled_from([None, None, Fresh(years=1), Fresh(months=2, days=3)])),
        via=draw(st.sampled_from(["certified", "certified", "any", "exact"])),
        advisory=advisory,
    )


@st.composite
def totals(draw: st.DrawFn, ids: list[int]) -> Total:
    measure = draw(st.sampled_from(["credits", "count", "distinct"]))
    selectors = st.sampled_from(
        [
            Selector(kind="course"),
            Selector(kind="competency", proficiency=2),
            Selector(what=("competency:a", "course:d")),
            Selector(what=("competency:b",), proficiency=2),
            Selector(tags=("core",)),
            Selector(any_tags=("lang:fr", "science"), exclude=("course:e",)),
            Selector(context=("work",)),
            Selector(kind="course", level=3),
            Selector(validated_by=(ValidatedBy("teacher"),)),
            Selector(score=ScoreAtLeast(Decimal(60), "s"), exclude=("core",)),
        ]
    )
    caps = st.sampled_from(
        [
            None, None, CapPer("what", Decimal(2)), CapPer("context", Decimal(1)), CapPer("tag", Decimal(2), "core"),
            CapPer("tag", Decimal("1.5"), "lang:"), CapPer("what", Decimal(1), "science"),
        ]
    )  # fmt: skip
    return Total(
        id=_next(ids),
        measure=measure,
        unit="cr" if measure == "credits" else "",
        min=draw(st.sampled_from([Decimal(1), Decimal(2), Decimal(3), Decimal("2.5")])),
        select=draw(selectors),
        cap_per=None if measure == "distinct" else draw(caps),
        advisory=draw(st.sampled_from([False] * 9 + [True])),
    )


@st.composite
def rules(
    draw: st.DrawFn, depth: int = 3, ids: list[int] | None = None, inside: bool = False, steady: bool = False,
    uses: bool = True,
) -> Node:  # fmt: skip
    ids = ids if ids is not None else [0]
    kinds = ["have", "have", "total"] + (["choose"] * 4 if depth else []) + (["use"] if uses else [])
    kind = draw(st.sampled_from(kinds + ([] if steady else ["not"])))
    if kind == "have":
        return draw(haves(ids, steady=steady))
    if kind == "total":
        return draw(totals(ids))
    if kind == "use":
        return Use(id=_next(ids), rule="shared")
    if kind == "not":
        name = _next(ids)
        return Not(id=name, of=draw(rules(max(0, depth - 1), ids, inside, steady, uses)))
    return draw(choices(depth, ids, inside, steady, uses))


@st.composite
def choices(draw: st.DrawFn, depth: int, ids: list[int], inside: bool, steady: bool, uses: bool) -> Choose:
    name = _next(ids)
    exclusive = draw(st.sampled_from([False, False, True]))
    within = "" if inside else draw(st.sampled_from(["", "", "lang"]))
    count = draw(st.integers(1, 3))
    if exclusive:
        leaves = st.one_of(haves(ids, steady=steady), totals(ids))
        children = tuple(draw(leaves) for _ in range(count))
    else:
        children = tuple(
            draw(rules(depth - 1, ids, inside or bool(within), steady, uses and not within))
            for _ in range(count)
        )
    if all(child.advisory for child in children):
        children = (*children, draw(haves(ids, steady=steady).filter(lambda h: not h.advisory)))
    least = draw(st.sampled_from([None, 1, 2]))
    return Choose(
        id=name, of=children, min=None if least is None else min(least, len(children)), exclusive=exclusive,
        within=within, advisory=False,
    )  # fmt: skip


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Three milestones, two of which award; one shared rule; up to four equivalences; one pathway that awards."""
    milestones = [
        Milestone(
            id=f"m{n}", title={"en": f"m{n}"}, summary={}, level=3, competencies=(), criteria=(), ways=(),
            rule=draw(rules(1, [0], steady=True, uses=False)), awards=(f"k{n}",) if n < 2 else (),
        )
        for n in range(3)
    ]  # fmt: skip
    names = st.sampled_from(NAMES + FOLLOWING[:3])
    links = draw(
        st.lists(
            st.tuples(names, names, st.sampled_from([None, 1, 2]), st.booleans(), st.booleans()), max_size=4
        )
    )
    made = [
        equivalence(f"e{n}", a, b, level=level, exact=exact, status="certified" if certified else "claimed")
        for n, (a, b, level, exact, certified) in enumerate(links)
        if a != b
    ]
    shared = Rule(
        "shared",
        {"en": "s"},
        "foundation",
        (Edition("1", draw(rules(1, [0], inside=True, steady=True, uses=False))),),
    )
    return catalogue(
        milestones, [pathway("p", [stage("s", {"choose": ["milestone:m2", "competency:c"]}, ("k1",))])], [shared], made,
        versions={"rule:top": 1, "milestone:m1": 2},
    )  # fmt: skip


def _next(ids: list[int]) -> str:
    ids[0] += 1
    return f"n{ids[0] - 1}"
