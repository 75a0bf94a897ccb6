"""Our pathways as CTDL and back: nothing is lost, one pathway stays one, and an edit made outside is shown."""

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema.validators import validator_for

from tests.core.certification.small_state import small_state
from tests.core.formats.ctdl.shared import CTDL, content
from tests.core.formats.written import documents
from tests.core.requirements.strategies import EMPTY
from tests.rows import ROOT
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.formats.ctdl.graph import graph_of
from throughline.core.formats.ctdl.places import Places
from throughline.core.formats.ctdl.reading import read, rules_in, written_back
from throughline.core.formats.ctdl.returning import Returned, returned
from throughline.core.formats.ctdl.turtle import turtle_of
from throughline.core.formats.ctdl.writing import pathway_graph
from throughline.core.formats.state_pack import read_pack
from throughline.core.requirements.nodes import Choose, Have, walk
from throughline.core.requirements.reading import read as read_rule

PLACES = Places("https://registry.example.gov")
Body = dict[str, Any]


@cache
def meridian() -> Catalogue:
    return read_pack(ROOT / "states" / "meridian").catalogue


def out(pathway: Pathway, catalogue: Catalogue) -> Body:
    """A copy as others get it: nothing but JSON."""
    made: Body = json.loads(json.dumps(pathway_graph(pathway, catalogue, PLACES)))
    return made


def back(file: Body) -> Returned:
    found = returned(read(json.dumps(file).encode(), name="pathway.json"))
    assert found is not None
    return found


def of_class(file: Body, *names: str) -> list[Body]:
    return [node for node in file["@graph"] if node["@type"] in {f"ceterms:{name}" for name in names}]


def component(file: Body, ref: str) -> Body:
    found: Body = next(node for node in file["@graph"] if node.get("throughline:of") == ref)
    return found


@pytest.mark.covers("N12")
def test_a_pathway_with_six_destinations_goes_out_as_single_ones_and_comes_back_as_one() -> None:
    state = meridian()
    pathway = state.pathways["medical-sciences"]
    assert len(pathway.destinations) == 6
    file = out(pathway, state)
    (whole,) = of_class(file, "PathwaySet")
    singles = {each["@id"]: each for each in of_class(file, "Pathway")}
    assert whole["ceterms:hasPathway"] == list(singles)
    assert all(isinstance(each["ceterms:hasDestinationComponent"], str) for each in singles.values())
    jobs = {each["@id"] for each in of_class(file, "JobComponent")}
    ends = [each["ceterms:hasDestinationComponent"] for each in singles.values()]
    assert {each for each in ends if each in jobs} == jobs
    assert len(jobs) == 6
    off_ramps = {
        each["@id"] for each in of_class(file, "CredentialComponent") if "throughline:awards" in each
    }
    assert set(ends) == jobs | off_ramps
    parts = [
        set(each["ceterms:hasPart"])
        for each in singles.values()
        if each["ceterms:hasDestinationComponent"] in jobs
    ]
    assert len(set.intersection(*parts)) > 20, "the pathways are linked by the components they share"

    packages = read(json.dumps(file).encode(), name="pathway.json")
    assert written_back(packages) == file, "all components and conditions are kept"
    found = returned(packages)
    assert found is not None
    assert found.pathway == pathway
    assert found.edited == ()
    assert found.notes == ()
    assert all(each == state.milestones[each.id] for each in found.milestones)
    named = {n.what for m in state.milestones.values() for n in walk(m.rule) if isinstance(n, Have)}
    assert {f"milestone:{each.id}" for each in found.milestones} <= named | {
        f"milestone:{m}" for m in state.milestones
    }


@pytest.mark.parametrize("name", sorted(read_pack(ROOT / "states" / "meridian").catalogue.pathways))
def test_each_pathway_of_a_state_comes_back_equal(name: str) -> None:
    pathway = meridian().pathways[name]
    found = back(out(pathway, meridian()))
    assert (found.pathway, found.edited, found.notes) == (pathway, (), ())
    assert all(each == meridian().milestones[each.id] for each in found.milestones)
    assert all(each == meridian().rules[each.id] for each in found.rules)


def test_a_pathway_comes_back_equal_through_turtle() -> None:
    pathway = meridian().pathways["nursing"]
    turtle = turtle_of(graph_of(out(pathway, meridian())["@graph"]))
    found = returned(read(turtle, name="pathway.ttl"))
    assert found is not None
    assert (found.pathway, found.edited, found.notes) == (pathway, (), ())


def test_the_order_of_members_and_nodes_is_no_edit() -> None:
    pathway = meridian().pathways["nursing"]
    file = out(pathway, meridian())
    file["@graph"] = [dict(sorted(node.items())) for node in reversed(file["@graph"])]
    assert back(file).edited == ()


def test_a_pathway_with_one_destination_and_no_award_on_the_way_goes_out_alone() -> None:
    pathway = meridian().pathways["nursing"]
    simple = replace(
        pathway,
        destinations=pathway.destinations[:1],
        stages=tuple(replace(each, awards=(), gate=read_rule("competency:x")) for each in pathway.stages),
    )
    file = out(simple, meridian())
    assert of_class(file, "PathwaySet") == []
    assert len(of_class(file, "Pathway")) == 1
    assert back(file).pathway == simple


def with_gate(rule: Any) -> tuple[Pathway, Catalogue]:
    """A pathway of a small state whose first gate is this rule."""
    state = small_state()
    pathway = next(iter(state.pathways.values()))
    first = replace(pathway.stages[0], gate=read_rule(rule))
    return replace(pathway, stages=(first, *pathway.stages[1:])), state


def gate_of(file: Body, pathway: Pathway) -> Body:
    return component(file, f"pathway:{pathway.id}/stage/{pathway.stages[0].id}")


def derived(file: Body, node: Mapping[str, Any]) -> Any:
    """What a reader who knows only CTDL makes of a component."""
    plain = {
        **file,
        "@graph": [{k: v for k, v in n.items() if not k.startswith("throughline:")} for n in file["@graph"]],
    }
    for package in read(json.dumps(plain).encode(), name="p.json"):
        found = rules_in(package)
        if (name := node["ceterms:ctid"].removeprefix("ce-")) in found:
            return found[name].node
    return None


TWO_OF_THREE = {"choose": {"min": 2, "of": ["course:a", "course:b", "course:c"]}}


def test_another_reader_sees_two_of_three() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    (condition,) = gate_of(file, pathway)["ceterms:hasCondition"]
    assert condition["ceterms:requiredNumber"] == 2
    assert len(condition["ceterms:targetComponent"]) == 3
    rule = derived(file, gate_of(file, pathway))
    assert isinstance(rule, Choose)
    assert (rule.needed, [each.kind for each in rule.of if isinstance(each, Have)]) == (2, ["course"] * 3)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            ["competency:a", {"have": {"what": "competency:b", "level": 3}}],
            [("competency", None), ("competency", 3)],
        ),
        (
            {"total": {"measure": "hours", "min": 100, "from": {"kind": "experience"}}},
            "100 hours of experiences",
        ),
        (
            {
                "total": {
                    "measure": "credits",
                    "unit": "college",
                    "min": 12,
                    "from": {"what": ["course:a", "course:b"]},
                }
            },
            "12 college of course",
        ),
    ],
)
def test_another_reader_derives_levels_hours_and_credits(rule: Any, said: Any) -> None:
    pathway, state = with_gate({"choose": rule} if isinstance(rule, list) else rule)
    found = derived(out(pathway, state), gate_of(out(pathway, state), pathway))
    if isinstance(said, list):
        assert [(n.kind, n.level) for n in walk(found) if isinstance(n, Have)] == said
    else:
        assert (found.measure, int(found.min)) == (
            said.split()[1].replace("college", "credits"),
            int(said.split()[0]),
        )


def test_what_ctdl_has_no_term_for_stands_in_the_words() -> None:
    rule = {"have": {"what": "course:a", "times": 3, "validated_by": ["teacher"]}}
    pathway, state = with_gate(rule)
    (condition,) = gate_of(out(pathway, state), pathway)["ceterms:hasCondition"]
    assert condition["ceterms:description"]["en"] == "A, on 3 different days, judged by a teacher"


def test_a_number_changed_outside_is_shown_beside_the_exact_rule() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    gate_of(file, pathway)["ceterms:hasCondition"][0]["ceterms:requiredNumber"] = 3
    found = back(file)
    assert found.pathway == pathway, "nothing is taken over silently"
    (edited,) = found.edited
    assert edited.node == f"pathway:{pathway.id}/stage/{pathway.stages[0].id}"
    assert edited.exact == pathway.stages[0].gate
    assert isinstance(edited.derived, Choose)
    assert edited.derived.needed == 3
    assert [each.kind for each in edited.difference] == ["tightened"]
    assert edited.difference[0].sentence == "now asks for 3 of 3 instead of 2 of 3"


def test_a_target_taken_out_outside_is_named() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    gate_of(file, pathway)["ceterms:hasCondition"][0]["ceterms:targetComponent"].pop()
    (edited,) = back(file).edited
    assert [each.kind for each in edited.difference] == ["removed"]


def test_a_rule_deleted_outside_is_shown_as_asking_for_nothing() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    del gate_of(file, pathway)["ceterms:hasCondition"]
    (edited,) = back(file).edited
    assert (edited.exact, edited.derived) == (pathway.stages[0].gate, None)


def test_an_exact_rule_exchanged_for_another_is_noticed() -> None:
    """The hash covers what everyone sees; the document covers the exact rule."""
    pathway, state = meridian().pathways["nursing"], meridian()
    file = out(pathway, state)
    ref, node = next(
        (n["throughline:of"], n)
        for n in file["@graph"]
        if str(n.get("throughline:of")).startswith("milestone:")
    )
    node["throughline:rule"]["@value"] = {"have": {"id": "easy", "what": "course:easy"}}
    (edited,) = back(file).edited
    assert edited.node == ref
    assert edited.exact == state.milestones[ref.removeprefix("milestone:")].rule
    assert isinstance(edited.derived, Have)
    assert edited.derived.what == "course:easy"


def test_a_new_name_and_a_lost_stage_are_told() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    component(file, "course:a")["ceterms:name"] = {"en": "Another"}
    last = f"pathway:{pathway.id}/stage/{pathway.stages[-1].id}"
    file["@graph"] = [node for node in file["@graph"] if node.get("throughline:of") != last]
    found = {note.where: note.what for note in back(file).notes}
    assert found == {"course:a": "it was changed outside", last: "it was taken out of the file"}


def test_a_pathway_of_others_is_none_of_ours() -> None:
    node = {"@type": "ceterms:Pathway", "@id": "https://x.org/p", "ceterms:name": {"en": "Theirs"}}
    assert returned(read(json.dumps(node).encode(), name="p.json")) is None


def test_a_broken_exact_document_is_not_taken() -> None:
    pathway, state = with_gate(TWO_OF_THREE)
    file = out(pathway, state)
    for node in file["@graph"]:
        if "throughline:document" in node:
            node["throughline:document"]["@value"]["body"] = {"id": 7}
    assert returned(read(json.dumps(file).encode(), name="p.json")) is None


def schema(name: str) -> Any:
    """A schema of the registry. It points to definitions that it does not have; these allow anything."""
    made = json.loads(content(CTDL / "json-schema" / name))
    named = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(made)))
    made["definitions"] |= {each: {} for each in named - set(made["definitions"])}
    return validator_for(made)(made)


@pytest.mark.usefixtures("shared_standards")
def test_the_registrys_schemas_accept_what_is_written() -> None:
    file = out(meridian().pathways["medical-sciences"], meridian())
    pathways, components = schema("pathway.json"), schema("pathway_component.json")
    faults = []
    for node in file["@graph"]:
        kind = node["@type"].removeprefix("ceterms:")
        if kind != "PathwaySet":
            check = pathways if kind == "Pathway" else components
            faults += [(node["ceterms:name"], error.message) for error in check.iter_errors(node)]
    assert faults == []


@pytest.mark.usefixtures("shared_standards")
def test_the_schemas_can_refuse() -> None:
    file = out(meridian().pathways["nursing"], meridian())
    node = copy.deepcopy(of_class(file, "JobComponent")[0])
    del node["ceterms:ctid"]
    assert list(schema("pathway_component.json").iter_errors(node))


@settings(
    max_examples=60,
    deadline=None,
    phases=[each for each in Phase if each is not Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(documents(Pathway), st.lists(documents(Milestone), max_size=3))
def test_any_pathway_comes_back_as_it_was(pathway: Pathway, milestones: list[Milestone]) -> None:
    unique = replace(
        pathway,
        stages=tuple({each.id: each for each in pathway.stages}.values()),
        destinations=tuple({each.id: each for each in pathway.destinations}.values()),
    )
    state = replace(EMPTY, milestones={each.id: each for each in milestones})
    file = out(unique, state)
    found = back(file)
    assert (found.pathway, found.edited, found.notes) == (unique, (), ())
    assert all(each == state.milestones[each.id] for each in found.milestones)
