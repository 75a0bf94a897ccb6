"""Before choosing: where each milestone counts, what a change keeps and needs, and the proven bound on what it may ask."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    every,
    have,
    learner,
    load,
    pathway,
    show,
    small_state,
    teacher,
    with_rule,
)
from throughline.apps.advising import queries
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.models import Move
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.reasoning.moving import worst_move

pytestmark = pytest.mark.django_db


def counting_as(pack, has, counts_as, status="certified"):
    """The pack with one more equivalence."""
    made = d.Equivalence(
        id=f"{has[-5:]}-as", has=has, counts_as=counts_as, status=status, certified_by="board"
    )
    return replace(pack, equivalences={**pack.equivalences, made.id: made})


def with_choice(pack):
    """The pack with a third pathway that asks for any two of three milestones."""
    names = ("cells", "tools", "numbers")
    gate = every("any-two", [have(f"milestone:{name}") for name in names], least=2)
    return replace(pack, pathways={**pack.pathways, "crafts": pathway("crafts", {"foundation": gate})})


def named_in(body):
    """The milestones and shared rules that a published body names, found without the engine: plain values, walked."""
    if isinstance(body, list):
        return {ref for each in body for ref in named_in(each)}
    if isinstance(body, dict):
        used = body.get("use")
        named = used["rule"] if isinstance(used, dict) else used
        shared = {f"rule:{named.removeprefix('rule:')}"} if named else set()
        return shared | {ref for each in body.values() for ref in named_in(each)}
    return {body} if isinstance(body, str) and body.startswith("milestone:") else set()


def asked(pack, name):
    """The milestones a pathway asks for anywhere, shared rules opened."""
    document = document_to_json("pathway", pack.pathways[name])
    open_, seen = {*named_in(document["stages"]), *named_in(document.get("destinations", []))}, set()
    while open_:
        ref = open_.pop()
        seen.add(ref)
        if ref.startswith("rule:"):
            rule = pack.rules[ref.removeprefix("rule:").partition("@")[0]]
            open_ |= named_in(document_to_json("rule", rule)) - seen
    return {ref.removeprefix("milestone:") for ref in seen if ref.startswith("milestone:")}


def leads_to(pack, name):
    """The milestone, and all that it stands in for by certified links, one after another."""
    reached = {f"milestone:{name}"}
    for _ in pack.equivalences:
        for each in pack.equivalences.values():
            if each.status == "certified":
                reached |= {each.counts_as} if each.has in reached else set()
                reached |= {each.has} if each.exact and each.counts_as in reached else set()
    return {ref.removeprefix("milestone:") for ref in reached}


def assert_view_is_brute_force(pack):
    for mine in pack.pathways:
        view = {
            each.milestone: {p.pathway for p in each.also_in}
            for each in queries.portability(f"pathway:{mine}")
        }
        plain = {
            m: {o for o in pack.pathways if o != mine and leads_to(pack, m) & asked(pack, o)}
            for m in asked(pack, mine)
        }
        assert view == plain


@pytest.mark.covers("S001-J11")
def test_for_every_pair_of_pathways_of_the_demo_state_the_view_is_the_plain_overlap_of_sets(meridian_pack):
    load(meridian_pack.catalogue)
    assert len(meridian_pack.catalogue.pathways) > 10
    assert_view_is_brute_force(meridian_pack.catalogue)


@pytest.mark.covers("S001-J11")
def test_a_milestone_also_counts_where_it_certifiably_stands_in_for_another_and_a_claim_alone_does_not_count():
    certified = counting_as(with_choice(small_state()), "milestone:cells", "milestone:tools")
    pack = load(counting_as(certified, "milestone:medical-1", "milestone:shop", status="claimed"))
    assert_view_is_brute_force(pack)
    view = {each.milestone: each.also_in for each in queries.portability("pathway:medicine")}
    assert [(p.pathway, p.as_milestone) for p in view["cells"]] == [("crafts", "cells"), ("trades", "tools")]
    assert [link.id for link in view["cells"][1].step.chain] == ["cells-as"]
    assert view["medical-1"] == ()


def test_a_change_needs_of_a_choice_only_what_is_still_missing_of_it():
    load(with_choice(small_state()))
    ana = learner()
    assert queries.switch_preview(ana, ana.me, "pathway:crafts", now=NOW).steps == 2
    show(ana, teacher(), "competency:tools")
    one = queries.switch_preview(ana, ana.me, "pathway:crafts", now=NOW)
    assert (one.kept_milestones, one.steps, one.lost) == (("tools",), 1, ())
    show(ana, teacher(), "competency:cells", "competency:numbers")
    all_three = queries.switch_preview(ana, ana.me, "pathway:crafts", now=NOW)
    assert (all_three.needed, all_three.steps) == ((), 0)
    assert {*all_three.kept_milestones, *all_three.also_kept} == {"cells", "tools", "numbers"}


def test_what_stands_in_by_equivalence_is_kept_on_a_change():
    load(counting_as(small_state(), "milestone:cells", "milestone:tools"))
    ana = learner()
    show(ana, teacher(), "competency:cells")
    assert queries.switch_preview(ana, ana.me, "pathway:trades", now=NOW).kept_milestones == ("tools",)


def test_every_door_stands_by_how_little_is_still_needed():
    load(with_choice(small_state()))
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    doors = queries.every_door(ana, ana.me, now=NOW)
    assert [(door.target, door.steps) for door in doors] == [("crafts", 1), ("trades", 3), ("medicine", 6)]


def test_the_bound_is_proven_at_publication_and_looked_up_in_one_query(django_assert_num_queries):
    pack = load()
    book = RuleBook(pack)
    to_trades = worst_move(pack.pathways["medicine"], pack.pathways["trades"], book)
    to_medicine = worst_move(pack.pathways["trades"], pack.pathways["medicine"], book)
    with frameworks.one_reading():
        frameworks.catalogue()
        with django_assert_num_queries(1):
            assert frameworks.reach("medicine").moves == (to_trades,)
        with django_assert_num_queries(0):
            assert frameworks.reach("medicine").most == to_trades.most
    assert frameworks.reach("trades").moves == (to_medicine,)
    # At the start of the secondary stage the shared foundation is held; only tools, or cells, are still to show.
    assert (to_trades.most, to_medicine.most) == (1, 1)


def test_a_small_change_works_out_again_only_the_moves_that_rest_on_it():
    load(with_choice(small_state()))
    assert Move.objects.count() == 6
    load(with_choice(small_state()), now=NOW + timedelta(days=1))
    assert Move.objects.count() == 6
    reworded = with_choice(small_state())
    words = replace(reworded.pathways["trades"], summary={"en": "Build and mend"})
    load(replace(reworded, pathways={**reworded.pathways, "trades": words}))
    assert Move.objects.count() == 6
    harder = every("harder", [have("competency:tools", 2), have("milestone:cells")])
    load(with_rule(with_choice(small_state()), "tools", harder))
    again = Move.objects.order_by("-position").values_list("position", flat=True)
    # Tools stand in trades and in crafts, so no pair is untouched by it.
    assert Move.objects.filter(position=again[0]).count() == 6


def test_a_rule_of_one_pathway_leaves_the_moves_between_the_others_as_they_are():
    load(with_choice(small_state()))
    load(with_rule(with_choice(small_state()), "medical-1", every("more", [have("milestone:tools")])))
    newest = Move.objects.order_by("-position")[0].position
    pairs = set(Move.objects.filter(position=newest).values_list("source", "target"))
    assert pairs == {
        ("medicine", "trades"),
        ("trades", "medicine"),
        ("medicine", "crafts"),
        ("crafts", "medicine"),
    }


def test_the_bound_follows_the_rules_in_force():
    load()
    before = frameworks.reach("trades").most
    asked_first = [have(f"milestone:{name}") for name in ("numbers", "cells", "medical-1", "medical-2")]
    pack = small_state()
    longer = pathway("medicine", {"foundation": every("begin", asked_first)})
    load(replace(pack, pathways={**pack.pathways, "medicine": longer}))
    assert (before, frameworks.reach("trades").most) == (1, 3)


def test_the_last_pathway_left_has_nowhere_to_move_to():
    pack = load()
    actions.publish(by=HOUSE, pack=replace(pack, pathways={"trades": pack.pathways["trades"]}), now=NOW)
    assert frameworks.reach("trades").moves == ()
