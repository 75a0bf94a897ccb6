"""What counts elsewhere in the demo state: what the pages show against a plain count over every record there can be.

Nothing here uses the house's own formulas or solver: rules are opened by plain recursion into sets of milestones, and
every record that a learner can have during a secondary stage is looked at.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from statistics import median

import pytest
from django.test import Client

from throughline.apps.advising import queries as advising
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import Pack
from throughline.core.reasoning.moving import worst_move
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use

EARLY = ("foundation", "secondary")
TRADES = ("ironworking", "electrical-trades", "manufacturing")


@dataclass
class Plain:
    """A state read the plain way: each milestone is a bit, each gate the sets of milestones that meet it."""

    state: Catalogue

    def __post_init__(self) -> None:
        self.bit = {name: 1 << n for n, name in enumerate(sorted(self.state.milestones))}
        self.ways_of = cache(self._ways_of)
        self.names = {bit: name for name, bit in self.bit.items()}

    def ways(self, node: Node) -> frozenset[int]:
        """Every set of milestones, as bits, that meets a rule; what no milestone stands for counts as met."""
        if isinstance(node, Choose):
            below = [self.ways(child) for child in node.of if not child.advisory]
            met = {
                self._together(chosen)
                for some in combinations(below, node.needed)
                for chosen in product(*some)
            }
            return frozenset(met)
        if isinstance(node, Use):
            return self.ways(self.state.rules[node.rule].editions[-1].root)
        if isinstance(node, Total):
            assert not any(w.startswith("milestone") for w in (node.select.kind, *node.select.what))
            return frozenset({0})
        assert isinstance(node, Have)
        if node.kind == "milestone":
            return self.ways_of(node.what.partition(":")[2])
        if node.kind == "credential":
            assert not any(node.what in m.awards for m in self.state.milestones.values())
        return frozenset({0})

    def _ways_of(self, name: str) -> frozenset[int]:
        """Holding a milestone: it and one way to hold what it asks for; nothing counts as a milestone but itself."""
        links = [e for e in self.state.equivalences.values() if e.status == "certified"]
        assert not any(e.has.startswith("milestone:") for e in links)
        return frozenset(self.bit[name] | way for way in self.ways(self.state.milestones[name].rule))

    @staticmethod
    def _together(ways: tuple[int, ...]) -> int:
        bits = 0
        for way in ways:
            bits |= way
        return bits

    def named(self, stages: list[Stage]) -> int:
        """All milestones that the gates of stages speak of, at any depth."""
        return self._together(tuple(way for stage in stages for way in self.ways(stage.gate)))

    def met(self, stage: Stage, record: int) -> bool:
        """Whether a record meets a gate."""
        return any(way & ~record == 0 for way in self.ways(stage.gate))

    def missing(self, stage: Stage, record: int) -> int:
        """How many milestones it lacks at least."""
        return min((way & ~record).bit_count() for way in self.ways(stage.gate))

    def records(self, pathway: Pathway) -> list[int]:
        """Every record reachable on the secondary stage: past the gates before it, and of its milestones any."""
        stages = early(pathway)
        before = [stage for stage in stages if stage.phase == "foundation"]
        names = [bit for bit in self.names if bit & self.named(stages)]
        everything = self._together(tuple(names))
        # What no way does without is held by all of them; of the rest, every set is tried.
        must = [b for b in names if not all(self.met(stage, everything & ~b) for stage in before)]
        found = [self._together(tuple(must))]
        for bit in names:
            if bit not in must:
                found += [record | bit for record in found]
        return [r for r in found if all(self.met(s, r) for s in before) and self.possible(r)]

    def possible(self, record: int) -> bool:
        """Whether each milestone held has what it asks for."""
        held = [name for name, bit in self.bit.items() if bit & record]
        return all(any(way & ~record == 0 for way in self.ways_of(name)) for name in held)

    def portability(self, target: Pathway, record: int) -> int:
        """The least to add before the next gate of a pathway, up to the end of its secondary stage."""
        following = next((stage for stage in early(target) if not self.met(stage, record)), None)
        return 0 if following is None else self.missing(following, record)

    def bound(self, records: list[int], target: Pathway) -> int:
        """The greatest portability over all these records; those alike in all that matters there are tried once."""
        matters = self.named(early(target))
        return max(self.portability(target, record) for record in {r & matters for r in records})


def early(pathway: Pathway) -> list[Stage]:
    """Foundation and secondary stages."""
    return [stage for stage in pathway.stages if stage.phase in EARLY]


@pytest.fixture(scope="module")
def plain(meridian_pack: Pack) -> Plain:
    """The demo state, read the plain way."""
    return Plain(meridian_pack.catalogue)


@pytest.fixture(scope="module")
def bounds(plain: Plain) -> dict[tuple[str, str], int]:
    """By pair of pathways: the worst case of a move, over every reachable record."""
    pathways = plain.state.pathways
    records = {name: plain.records(each) for name, each in pathways.items()}
    return {(a, b): plain.bound(records[a], pathways[b]) for a in pathways for b in pathways if a != b}


@pytest.mark.covers("X03", "S001-G2.3")
def test_the_worst_move_between_any_two_pathways_is_the_worst_over_every_record_there_can_be(
    plain: Plain, bounds: dict[tuple[str, str], int]
) -> None:
    book = RuleBook(plain.state)
    pathways = plain.state.pathways
    found = {(a, b): worst_move(pathways[a], pathways[b], book) for a, b in bounds}
    assert {pair: move.most for pair, move in found.items()} == bounds
    assert all(move.exact for move in found.values())


@pytest.mark.covers("S001-G2.3", "X03")
def test_from_any_point_of_a_secondary_stage_every_family_is_within_the_bound_the_state_published(
    plain: Plain, bounds: dict[tuple[str, str], int]
) -> None:
    promised = plain.state.state.portability_bound
    assert promised is not None
    for a in plain.state.pathways:
        nearest: dict[str, int] = {}
        for b, other in plain.state.pathways.items():
            if a != b:
                nearest[other.family] = min(nearest.get(other.family, 99), bounds[a, b])
                assert bounds[a, b] <= promised
        own = plain.state.pathways[a].family
        assert set(nearest) | {own} == set(plain.state.state.families)
    assert max(bounds.values()) == promised  # what is published is what is true, and no looser


@pytest.mark.django_db
@pytest.mark.covers("X03")
def test_the_page_before_choosing_shows_that_bound_and_how_many_fields_it_holds_for(
    meridian: Pack, bounds: dict[tuple[str, str], int]
) -> None:
    pathways = meridian.catalogue.pathways
    for name in ("medical-sciences", "ironworking", "software", "hospitality-culinary"):
        most = max(m for (a, _), m in bounds.items() if a == name)
        families = {other.family for other in pathways.values() if other.id != name}
        said = _text(f"/pathways/{name}/elsewhere/")
        assert f"you can move to any of {len(families)} fields with at most {most} more milestones" in said
        assert "the most you could lose is nothing" in said
        moves = Client().get(f"/api/v1/pathways/{name}/moves").json()
        assert {each["pathway"]: each["most"] for each in moves["moves"]} == {
            b: m for (a, b), m in bounds.items() if a == name
        }


@pytest.mark.django_db
@pytest.mark.covers("X03")
def test_one_table_shows_from_every_pathway_the_nearest_of_every_field_and_a_file_has_each_pair(
    meridian: Pack, bounds: dict[tuple[str, str], int]
) -> None:
    pathways, families = meridian.catalogue.pathways, meridian.catalogue.state.families
    said = _text("/pathways/moving/")
    assert f"asks for at most {max(bounds.values())} more milestones" in said
    used = sorted({p.family for p in pathways.values()}, key=lambda f: families[f]["en"].casefold())
    for name, each in pathways.items():
        into = [
            [(m, b) for (a, b), m in bounds.items() if a == name and pathways[b].family == f] for f in used
        ]
        cells = [
            f"{min(found)[0]} {pathways[min(found)[1]].title['en']}" if found else "here" for found in into
        ]
        assert f"{each.title['en']} {' '.join(cells)}" in said, name
    rows = list(csv.DictReader(io.StringIO(Client().get("/pathways/moving.csv").content.decode())))
    assert {(row["from"], row["to"]): int(row["most further milestones"]) for row in rows} == bounds


def _text(path: str) -> str:
    page = Client().get(path).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.django_db
@pytest.mark.covers("S001-M6")
def test_from_the_end_of_a_trades_foundation_as_many_pathways_as_the_page_says_ask_for_no_more_foundation(
    meridian: Pack, plain: Plain
) -> None:
    pathways = plain.state.pathways
    for name in TRADES:
        done = pathways[name].stages[0]
        counted = {
            other.id
            for other in pathways.values()
            if other.id != name and all(plain.met(other.stages[0], way) for way in plain.ways(done.gate))
        }
        said = _text(f"/pathways/{name}/elsewhere/")
        stated = re.search(r"you can go on in (\d+) others?, and no foundation milestone is missing", said)
        assert stated is not None
        assert int(stated[1]) == len(counted) >= 3
        assert set(frameworks.reach(name).at_once) == counted
        assert counted - set(TRADES), "only other trades are open"


@pytest.mark.covers("S001-M5", "X11")
def test_the_trades_foundation_holds_the_common_one_and_no_less_mathematics_and_science_than_most(
    plain: Plain,
) -> None:
    common = plain.ways(Use(id="common", rule="common-foundation"))
    counts = {
        name: min(_mathematics_and_science(plain, way) for way in plain.ways(each.stages[0].gate))
        for name, each in plain.state.pathways.items()
    }
    for name in TRADES:
        gate = plain.state.pathways[name].stages[0].gate
        assert all(any(shared & ~way == 0 for shared in common) for way in plain.ways(gate))
        assert counts[name] >= median(counts.values())


def _mathematics_and_science(plain: Plain, way: int) -> int:
    """How many competencies of the two subjects a way through a foundation certifies."""
    held = {
        c for name, bit in plain.bit.items() if bit & way for c in plain.state.milestones[name].competencies
    }
    every = plain.state.competencies
    return sum(every[c.partition(":")[2]].subject in ("mathematics", "science") for c in held)


@pytest.mark.django_db
@pytest.mark.covers("S001-J12")
def test_the_page_lists_by_name_what_medicine_shares_with_other_sciences_with_therapy_and_with_social_work(
    meridian: Pack, plain: Plain
) -> None:
    state = plain.state
    foundation = plain.named([state.pathways["medical-sciences"].stages[0]])
    page = Client().get("/pathways/medical-sciences/elsewhere/").content.decode()
    rows = dict(re.findall(r'href="/milestones/([^/]+)/"(.*?)(?=<li><div>|$)', page, re.DOTALL))
    for other in ("environmental-energy", "therapy-rehabilitation", "social-work"):
        every = plain.named(list(state.pathways[other].stages))
        named = [name for name, bit in plain.bit.items() if bit & foundation & every]
        assert named, other
        for name in named:
            assert state.milestones[name].title["en"] in page
            assert f'href="/pathways/{other}/"' in rows[name], (other, name)


@pytest.mark.covers("S001-J11")
def test_where_each_milestone_also_counts_is_the_same_as_looking_into_every_pathway(
    meridian: Pack, plain: Plain, db: None
) -> None:
    asked = {
        name: plain.named([*each.stages, *(_as_stage(each, d.adds) for d in each.destinations if d.adds)])
        for name, each in plain.state.pathways.items()
    }
    for name, own in asked.items():
        counted = {
            milestone: tuple(
                sorted(other for other, theirs in asked.items() if other != name and theirs & bit)
            )
            for milestone, bit in plain.bit.items()
            if own & bit
        }
        view = advising.portability(f"pathway:{name}")
        assert {each.milestone: tuple(sorted(p.pathway for p in each.also_in)) for each in view} == counted


def _as_stage(pathway: Pathway, gate: Node) -> Stage:
    return replace(pathway.stages[0], gate=gate)


@pytest.mark.covers("S001-D2.5")
def test_each_foundation_milestone_is_asked_for_by_two_pathways_or_more(plain: Plain) -> None:
    pathways = plain.state.pathways.values()
    for each in pathways:
        for bit in plain.names:
            if bit & plain.named([s for s in each.stages if s.phase == "foundation"]):
                users = [other.id for other in pathways if plain.named(list(other.stages)) & bit]
                assert len(users) >= 2, plain.names[bit]


@pytest.mark.covers("S001-D2.6")
def test_from_stage_to_stage_milestones_are_shared_by_no_more_pathways_than_before(plain: Plain) -> None:
    pathways = plain.state.pathways.values()
    users = {bit: sum(bool(plain.named(list(each.stages)) & bit) for each in pathways) for bit in plain.names}
    for each in pathways:
        degrees, before = [], 0
        for stage in each.stages:
            own = [bit for bit in plain.names if bit & plain.named([stage]) & ~before]
            degrees.append(sum(users[bit] for bit in own) / len(own))
            before |= plain.named([stage])
        assert degrees == sorted(degrees, reverse=True), each.id
        assert degrees[0] > degrees[-1], each.id
