"""Alignments: claimed, reviewed, certified by two persons; what is certified counts in the state's rules, chain and all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories import (
    NOW,
    competency,
    fresh,
    have,
    learner,
    load,
    person,
    small_state,
    teacher,
    with_rule,
)
from tests.packages import guid, item, key, link, package
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions as records
from throughline.apps.records import queries as record_queries
from throughline.apps.records.facts import NewFact
from throughline.apps.registry import actions, alignments, looking, own
from throughline.apps.registry.alignments import Pair
from throughline.apps.registry.models import AlignmentDecision
from throughline.apps.registry.queries import alignments as reading
from throughline.apps.registry.queries import bench, coverage, tracing
from throughline.apps.registry.settling import reference_of
from throughline.apps.trail.models import Event
from throughline.apps.trail.queries import entries_of_kind
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing as Stand

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def house():
    load()
    actions.take_in(by=HOUSE, now=NOW, package=package("a", [
        item("root", 0, statement="Numbers and quantities"),
        item("counts", 1, "root", "Counts, compares and orders whole numbers.", "A.1", 0),
        item("sums", 2, "root", "Adds and subtracts whole numbers.", "A.2", 1),
    ]))  # fmt: skip
    actions.take_in(by=HOUSE, now=NOW, package=package("b", [
        item("top", 0, statement="Number sense"),
        item("compares", 1, "top", "Compares and orders whole numbers, and counts them.", "B.1", 0),
        item("adds", 2, "top", "Subtracts and adds whole numbers.", "B.2", 1),
    ], [link("exactMatchOf", "adds", "sums", 0)]))  # fmt: skip
    own.follow(now=NOW)


@pytest.fixture
def expert():
    return teacher()


@pytest.fixture
def member():
    return person("Rosa", ("board_member", "board"))


def between(left="counts", right="compares", one="a", two="b", **more):
    return Pair(key(one), guid(left), key(two), guid(right), **more)


def own_item(name):
    """The document and the item of a competency of the state in its own registry."""
    places = own.places()
    return actions.key_of(places.uuid("competency_framework:universal")), places.uuid(f"competency:{name}")


def to_own(left="counts", one="a", name="numbers", **more):
    document, identifier = own_item(name)
    return Pair(key(one), guid(left), document, identifier, **more)


def certified(pair, expert, member, **more):
    found = alignments.review(by=expert, pair=pair, reason="Same words.", now=NOW)
    return found, alignments.certify(by=member, alignment=found, reason="Checked.", now=LATER, **more)


def test_reviewing_and_certifying_take_two_persons_and_the_second_sits_on_the_body(house, expert, member):
    with pytest.raises(Refused, match="Only these may"):
        alignments.review(by=learner(), pair=between(), reason="Same.", now=NOW)
    found = alignments.review(by=member, pair=between(), reason="Same.", now=NOW)
    with pytest.raises(Refused, match="it takes two persons"):
        alignments.certify(by=member, alignment=found, reason="Same.", now=NOW)
    with pytest.raises(Refused, match="Only these may"):
        alignments.certify(by=expert, alignment=found, reason="Same.", now=NOW)
    other = person("Uma", ("board_member", "board"))
    alignments.certify(by=other, alignment=found, reason="Checked.", now=LATER)
    stands, steps = reading.alignment(found)
    assert (stands.status, stands.body, stands.since) == ("certified", "board", LATER)
    assert [step.status for step in steps] == ["certified", "reviewed"]


def test_a_decision_says_why_names_items_that_are_there_and_follows_what_stands(house, expert, member):
    with pytest.raises(Refused, match="gives no reason"):
        alignments.review(by=expert, pair=between(), reason=" ", now=NOW)
    with pytest.raises(Refused, match="no item"):
        alignments.review(by=expert, pair=between("nowhere"), reason="Same.", now=NOW)
    claimed = alignments.claim(
        by=person("Ed", ("employer", "mercy-bay")), pair=between(), reason="Ours.", now=NOW
    )
    with pytest.raises(Refused, match="it is not reviewed"):
        alignments.certify(by=member, alignment=claimed, reason="Checked.", now=NOW)
    assert alignments.review(by=expert, pair=between(), reason="Same.", now=NOW) == claimed
    alignments.decline(by=member, pair=between(), reason="Not the same.", now=NOW)
    with pytest.raises(Refused, match="declined already"):
        alignments.decline(by=member, pair=between(), reason="No.", now=NOW)
    assert [s.status for s in reading.alignment(claimed)[1]] == ["declined", "reviewed", "claimed"]


def test_two_that_mean_the_same_are_one_alignment_whichever_is_named_first(house, expert):
    found = alignments.review(by=expert, pair=between(), reason="Same.", now=NOW)
    with pytest.raises(Refused, match="reviewed already"):
        alignments.review(by=expert, pair=between("compares", "counts", "b", "a"), reason="Same.", now=NOW)
    part = between(kind="isPartOf")
    assert alignments.review(by=expert, pair=part, reason="Part.", now=NOW) != found
    turned = between("compares", "counts", "b", "a", kind="isPartOf")
    assert alignments.review(by=expert, pair=turned, reason="Part.", now=NOW) not in (found, None)
    assert len(AlignmentDecision.objects.values("alignment").distinct()) == 3


def test_decisions_only_grow_each_is_an_event_and_certified_ones_stand_in_the_public_log(
    house, expert, member
):
    found, _ = certified(between(), expert, member)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_alignmentdecision SET status = 'declined'")
    verbs = Event.objects.filter(target=f"alignment:{found}").order_by("sequence").values_list("verb", "who")
    assert list(verbs) == [("alignment reviewed", expert.me), ("alignment certified", member.me)]
    alignments.withdraw(by=member, alignment=found, reason="Out of date.", now=LATER)
    logged = entries_of_kind("small", "alignment")
    assert [(each.act, each.reference, each.number) for each in logged] == [
        ("certified", f"alignment:{found}", 2), ("withdrawn", f"alignment:{found}", 3),
    ]  # fmt: skip


def standing_of(who):
    """How the learner stands on a milestone, with the reasons."""
    record: Record = record_queries.records_of([who.me])[who.me]
    return Stand(record, frameworks.program_for(), timezone.localdate(NOW))


def outcome(who, node):
    return standing_of(who).explain(node, "milestone:numbers")


def has(who, expert, left="counts"):
    fact = NewFact(who.me, reference_of(guid(left)), timezone.localdate(NOW))
    records.attest_many(by=expert, facts=[fact], now=NOW)


def test_what_was_shown_in_another_framework_counts_only_once_the_alignment_is_certified(
    house, expert, member
):
    ana = learner()
    has(ana, expert)
    rule = have("competency:numbers")
    assert outcome(ana, rule).status == "not_met"
    found = alignments.review(by=expert, pair=to_own(), reason="Same words.", now=NOW)
    assert outcome(ana, rule).status == "not_met"
    written = alignments.certify(by=member, alignment=found, reason="Checked.", now=LATER)
    assert written == (f"equivalence:alignment-{found}",)
    after = outcome(ana, rule)
    assert after.status == "met"
    (step,) = after.equivalences
    assert [(each.id, each.certified_by) for each in step.chain] == [(f"alignment-{found}", "board")]
    assert step.chain[0].has_title == {"en": "A.1: Counts, compares and orders whole numbers."}
    assert step.passes == (f"item:{guid('counts')}",)
    assert outcome(ana, replace(rule, via="exact")).status == "not_met"
    alignments.withdraw(by=member, alignment=found, reason="Wrong after all.", now=LATER)
    assert outcome(ana, rule).status == "not_met"
    versions = frameworks.versions_of(f"equivalence:alignment-{found}")
    assert [(each.number, each.act) for each in versions] == [(2, "retired"), (1, "published")]


def test_a_chain_over_another_framework_counts_once_each_of_its_links_is_certified(house, expert, member):
    ana = learner()
    has(ana, expert)
    first, written = certified(between(), expert, member)
    assert written == (), "it leads to nothing of the state's own yet"
    assert outcome(ana, have("competency:numbers")).status == "not_met"
    second, written = certified(to_own("compares", "b"), expert, member)
    assert set(written) == {f"equivalence:alignment-{first}", f"equivalence:alignment-{second}"}
    (step,) = outcome(ana, have("competency:numbers")).equivalences
    assert step.passes == (f"item:{guid('counts')}", f"item:{guid('compares')}")
    retired = alignments.withdraw(by=member, alignment=second, reason="Wrong.", now=LATER)
    assert set(retired) == set(written), "neither leads to anything of the state's own any more"


@pytest.mark.parametrize(
    ("kind", "turned", "more", "met"),
    [
        ("isPartOf", False, {}, False), ("isPartOf", True, {}, True), ("isRelatedTo", False, {}, False),
        ("replacedBy", False, {}, False), ("replacedBy", False, {"carries_over": True}, True),
        ("isTranslationOf", False, {}, True),
    ],
)  # fmt: skip
def test_what_counts_for_what_follows_the_kind_of_alignment(house, expert, member, kind, turned, more, met):
    ana = learner()
    has(ana, expert)
    pair = to_own(kind=kind)
    if turned:
        pair = Pair(pair.right_document, pair.right, pair.left_document, pair.left, kind)
    certified(pair, expert, member, **more)
    assert (outcome(ana, have("competency:numbers")).status == "met") is met


def test_it_counts_for_no_more_than_the_level_it_was_certified_for(house, expert, member):
    ana = learner()
    has(ana, expert)
    certified(to_own(), expert, member, level=2)
    assert outcome(ana, have("competency:numbers", 2)).status == "met"
    assert outcome(ana, have("competency:numbers", 3)).status == "not_met"


def test_publishing_the_states_pack_again_leaves_what_was_decided_in_force(house, expert, member):
    found, _ = certified(to_own(), expert, member)
    pack = small_state()
    summary = frameworks_actions.publish(by=HOUSE, pack=pack, now=LATER)
    assert summary.wrote == 0
    more = replace(pack, competencies={**pack.competencies, "maps": competency("maps")})
    assert frameworks_actions.publish(by=HOUSE, pack=more, now=LATER).retired == ()
    assert f"alignment-{found}" in frameworks.catalogue().equivalences


def test_what_a_publisher_claims_is_a_claim_until_somebody_here_decides(house, expert, member):
    of, by = key("a"), key("b")
    claims = reading.claims_of(guid("sums"))
    assert [(each.status, each.by, each.kind) for each in claims] == [
        ("claimed", "Standards Board", "exactMatchOf")
    ]
    rows = {row.item: row.verdict for row in coverage.covering(of, by).coverage.rows}
    assert rows == {guid("root"): "not", guid("counts"): "not", guid("sums"): "cannot_tell"}
    found = alignments.review(
        by=expert, pair=between("sums", "adds"), reason="As they say.", now=NOW, basis="imported"
    )
    assert coverage.covering(of, by).coverage.counts["cannot_tell"] == 1
    alignments.certify(by=member, alignment=found, reason="Checked.", now=LATER)
    covered = coverage.covering(of, by)
    assert {row.item: row.verdict for row in covered.coverage.rows} == {
        guid("root"): "partly", guid("counts"): "not", guid("sums"): "covered",
    }  # fmt: skip
    (row,) = [row for row in covered.coverage.rows if row.verdict == "covered"]
    assert [(link.by, link.status) for link in row.ways[0].links] == [("board", "certified")]
    alignments.withdraw(by=member, alignment=found, reason="Wrong.", now=LATER)
    alignments.decline(by=expert, pair=between("sums", "adds"), reason="Not the same.", now=LATER)
    assert coverage.covering(of, by).coverage.counts["not"] == 3, (
        "what was declined here is no claim any more"
    )


def test_the_bench_proposes_goes_on_where_one_stopped_and_counts_what_was_looked_at(house, expert):
    seen = bench.bench(expert, key("a"), key("b"))
    assert (seen.item.id, seen.place, seen.total, seen.looked) == (guid("root"), 1, 3, 0)
    looking.look(by=expert, left=key("a"), right=key("b"), item=guid("root"), outcome="nothing_fits", now=NOW)
    seen = bench.bench(expert, key("a"), key("b"))
    assert (seen.item.id, seen.looked, [each.id for each in seen.above]) == (
        guid("counts"),
        1,
        [guid("root")],
    )
    assert seen.suggestions[0].item.id == guid("compares")
    assert "orders" in seen.suggestions[0].proposal.words
    alignments.review(by=expert, pair=between(), reason="Same.", now=NOW + timedelta(minutes=1))
    seen = bench.bench(expert, key("a"), key("b"))
    assert (seen.item.id, seen.looked, seen.undoable) == (guid("sums"), 2, True)
    assert [(each.kind, each.by) for each in seen.suggestions[0].claimed] == [
        ("exactMatchOf", "Standards Board")
    ]
    assert seen.suggestions[0].proposal.near == 0.7, "a neighbour is aligned with a neighbour"
    looking.look(
        by=expert,
        left=key("a"),
        right=key("b"),
        item=guid("sums"),
        outcome="skipped",
        now=NOW + timedelta(minutes=2),
    )
    seen = bench.bench(expert, key("a"), key("b"))
    assert (seen.item, seen.looked) == (None, 3)
    assert bench.bench(teacher("Olga"), key("a"), key("b"), guid("sums")).outcome == "skipped"
    with pytest.raises(Refused):
        bench.bench(PUBLIC, key("a"), key("b"))


def test_the_last_decision_can_be_taken_back_once_and_the_item_is_open_again(house, expert, member):
    alignments.claim(by=person("Ed", ("employer", "mercy-bay")), pair=between(), reason="Ours.", now=NOW)
    found = alignments.review(by=expert, pair=between(), reason="Same.", now=NOW)
    assert alignments.undo(by=expert, left=key("a"), right=key("b"), now=LATER) == guid("counts")
    assert reading.alignment(found)[0].status == "claimed"
    with pytest.raises(Refused, match="none of yours"):
        alignments.undo(by=expert, left=key("a"), right=key("b"), now=LATER)
    other = alignments.decline(by=expert, pair=between("sums", "adds"), reason="No.", now=LATER)
    alignments.undo(by=expert, left=key("a"), right=key("b"), now=LATER)
    assert reading.alignment(other)[0].status == "withdrawn"
    assert bench.bench(expert, key("a"), key("b"), guid("sums")).decided == ()
    third = alignments.review(by=expert, pair=between("sums", "adds"), reason="Yes.", now=LATER)
    alignments.certify(by=member, alignment=third, reason="Checked.", now=LATER)
    with pytest.raises(Refused, match="none of yours"):
        alignments.undo(by=expert, left=key("a"), right=key("b"), now=LATER)


def test_the_bench_needs_few_queries_however_much_was_decided(house, expert, django_assert_max_num_queries):
    bench.bench(expert, key("a"), key("b"))
    alignments.review(by=expert, pair=between(), reason="Same.", now=NOW)
    with django_assert_max_num_queries(5):
        bench.bench(expert, key("a"), key("b"), guid("counts"))
    with django_assert_max_num_queries(6):
        coverage.covering(key("a"), key("b"))


def test_the_list_counts_by_standing_and_finds_those_with_one_document(house, expert, member):
    certified(to_own(), expert, member)
    alignments.review(by=expert, pair=between(), reason="Same.", now=NOW)
    every = reading.alignments()
    assert (every.counts, every.total) == ({"certified": 1, "reviewed": 1}, 1)
    assert every.alignments[0].left.code == "A.1"
    assert reading.alignments(document=key("b")).total == 0
    assert reading.alignments(status="reviewed", document=key("b")).total == 1


def test_the_states_rule_itself_is_met_by_the_aligned_competency(house, expert, member):
    load(with_rule(small_state(), "numbers", have("competency:numbers")), now=LATER)
    ana = learner()
    has(ana, expert)
    certified(to_own(), expert, member)
    met = outcome(fresh(ana), have("milestone:numbers"))
    assert met.status == "met"
    assert met.relied_on[0].what == f"item:{guid('counts')}"


def test_a_level_of_a_ladder_covers_every_lower_one(house, expert, member):
    steps = [item(f"step {n}", n, code=str(n), statement=f"Works at step {n}.") for n in (1, 2, 3)]
    actions.take_in(by=HOUSE, package=package("ladder", steps, kind="qualification_framework"), now=NOW)
    certified(Pair(key("ladder"), guid("step 2"), key("a"), guid("counts")), expert, member)
    rows = {row.item: row for row in coverage.covering(key("ladder"), key("a")).coverage.rows}
    assert {name: rows[guid(name)].verdict for name in ("step 1", "step 2", "step 3")} == {
        "step 1": "covered", "step 2": "covered", "step 3": "not",
    }  # fmt: skip
    assert len(rows[guid("step 1")].ways[0].links) == 2


def test_a_certified_alignment_is_a_way_from_a_standard_to_a_credential(house, expert, member):
    pack = small_state()
    awarding = replace(pack.milestones["numbers"], awards=("credential:shop-card",))
    load(replace(pack, milestones={**pack.milestones, "numbers": awarding}), now=LATER)
    own.follow(now=LATER)
    found = alignments.review(by=expert, pair=to_own(), reason="Same words.", now=NOW)
    assert tracing.traces(standard=guid("counts")) == ()
    alignments.certify(by=member, alignment=found, reason="Checked.", now=LATER)
    (way,) = tracing.traces(standard=guid("counts"))
    assert (way.competency_code, way.milestone_code, way.code) == ("numbers", "numbers", "A.1")
    assert way in tracing.traces(credential=own.places().uuid("credential:shop-card"))
    alignments.withdraw(by=member, alignment=found, reason="Wrong.", now=LATER)
    assert tracing.traces(standard=guid("counts")) == ()
