"""Rich skill descriptors in and out, trees of skills, and ESCO from its tables."""

import json
from collections import Counter

import pytest

from tests.core.formats.ctdl.shared import PATHWAYS, content, name_of
from tests.rows import ROOT
from throughline.core.formats import esco, skills
from throughline.core.formats.packages import Package, Unreadable
from throughline.core.formats.state_pack import read_pack

SKILLS = PATHWAYS / "skills"


def read(name: str) -> Package:
    (found,) = skills.read(content(SKILLS / name), name=name.removesuffix(".gz"))
    return found


@pytest.mark.parametrize(
    ("name", "count"), [("osmt-rsd-api-v3-collection.json", 24), ("osmt-rsd-api-v3-skills.json.gz", 50)]
)
@pytest.mark.usefixtures("shared_standards")
def test_skills_go_out_as_they_came_in(name: str, count: int) -> None:
    found = read(name)
    assert len(tuple(found.items)) == count
    assert skills.written_back(found) == json.loads(content(SKILLS / name))


@pytest.mark.usefixtures("shared_standards")
def test_a_skill_says_which_occupations_need_it() -> None:
    found = read("osmt-rsd-api-v3-collection.json")
    assert (found.document.title, found.document.status) == ("IT Network", "published")
    first = found.items[0]  # type: ignore[index]  # a tuple here
    needing = [
        each for each in found.associations if each.origin == first.identifier and each.kind == "occupation"
    ]
    assert needing[0].destination_uri == "urn:soc:11-0000"
    assert needing[0].destination_title == "Management Occupations"


@pytest.mark.usefixtures("shared_standards")
def test_the_table_for_imports_gives_skills_with_their_alignment() -> None:
    found = read("osmt-Skills-Import.csv")
    assert [each.code for each in found.items] == [
        "Data and Data Store Access",
        "Large-Scale Web Application Build",
    ]
    aligned = {each.destination_uri for each in found.associations if each.kind == "alignment"}
    assert aligned == {"https://skills.emsidata.com/skills/KS1200B62W5ZF38RJ7TD"}


@pytest.mark.usefixtures("shared_standards")
def test_a_tree_of_skills_keeps_what_stands_under_what() -> None:
    found = read("wef-global-skills-taxonomy.json")
    items = {each.identifier: each for each in found.items}
    assert len(items) == 117
    assert sum(each.parent == "" for each in items.values()) >= 1
    assert all(each.parent in items for each in items.values() if each.parent)


def test_our_competencies_are_skills_that_others_read() -> None:
    state = read_pack(ROOT / "states" / "meridian").catalogue
    some = list(state.competencies.values())[:5]
    out = skills.collection_of(
        some, uri="https://registry.example.gov/rsd", title="Meridian", author="Meridian"
    )
    (found,) = skills.read(json.dumps(out).encode(), name="x.json")
    assert [each.code for each in found.items] == [each.title["en"] for each in some]
    assert skills.written_back(found) == out


def test_what_holds_no_skill_is_refused() -> None:
    with pytest.raises(Unreadable, match="no skill stands in it"):
        skills.read(b'{"a": 1}', name="x.json")
    with pytest.raises(Unreadable, match="line 3: this row has 1 values for 2 columns"):
        skills.read(b"Skill Name,Contextualized Skill Statement\nA,B\nC\n", name="x.csv")


ESCO = PATHWAYS / "esco" / "tabiya-esco-v1.1.1"


@pytest.mark.usefixtures("shared_standards")
def test_occupations_stand_under_their_groups_and_skills_under_theirs() -> None:
    occupations, groups = esco.read({name_of(path): content(path) for path in sorted(ESCO.iterdir())})
    assert Counter(each.kind for each in occupations.items) == {"occupation": 3007, "isco": 619}
    named = {each.identifier: each for each in occupations.items}
    assert [each.code for each in occupations.items if not each.parent] == list("0123456789")
    surveyor = next(each for each in occupations.items if each.statement == "marine surveyor")
    assert (surveyor.code, named[surveyor.parent].code) == ("3115.1.9", "3115.1")
    assert (len(tuple(groups.items)), sum(each.parent == "" for each in groups.items)) == (640, 4)


@pytest.mark.parametrize(
    ("name", "count"),
    [("occupations.csv", 3007), ("ISCOGroups.csv", 619), ("skillGroups.csv", 640), ("occupations_hierarchy.csv", None),
     ("skills_hierarchy.csv", None), ("skill_skill_relations.csv", None)],
)  # fmt: skip
@pytest.mark.usefixtures("shared_standards")
def test_a_table_alone_is_read_or_sent_back_for_the_others(name: str, count: int | None) -> None:
    files = {name: content(ESCO / f"{name}.gz")}
    if count is None:
        with pytest.raises(Unreadable, match="it only says what belongs to what"):
            esco.read(files)
    else:
        (found,) = esco.read(files)
        assert len(tuple(found.items)) == count


def test_relations_join_skills_that_are_given() -> None:
    files = {
        "skills.csv": b"ORIGINURI,ID,PREFERREDLABEL\nhttp://e/skill/1,k1,weld\nhttp://e/skill/2,k2,read plans\n",
        "skill_skill_relations.csv": b"REQUIRINGID,RELATIONTYPE,REQUIREDID\nk1,essential,k2\nk9,optional,k1\n",
    }
    (found,) = esco.read(files)
    (link,) = found.associations
    assert (link.kind, link.origin_uri, link.destination_uri) == (
        "essential",
        "http://e/skill/1",
        "http://e/skill/2",
    )
