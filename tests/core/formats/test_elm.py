"""European learning opportunities, and what a transcript in ELMO says was offered."""

import json
from collections import Counter

import pytest

from tests.core.formats.ctdl.shared import PATHWAYS, content, name_of
from tests.rows import shared_folder
from throughline.core.formats import elm
from throughline.core.formats.ctdl.reading import read as read_ctdl
from throughline.core.formats.packages import Unreadable

ELM = PATHWAYS / "elm"
LOQ = ELM / "loq_withLearningAchievementSpecification.xml.gz"


@pytest.mark.usefixtures("shared_standards")
def test_opportunities_outcomes_and_who_offers_them_are_read() -> None:
    (found,) = elm.read(content(LOQ), name="loq.xml")
    kinds = Counter(each.kind for each in found.items)
    assert (
        kinds["learningOpportunity"],
        kinds["learningAchievementSpecification"],
        kinds["learningOutcome"],
    ) == (2, 2, 2)
    items = {each.uri: each for each in found.items}
    assert items["http://LOP-02"].parent == items["http://LOP-01"].identifier
    links = {(each.origin_uri, each.kind, each.destination_uri) for each in found.associations}
    assert ("http://LOP-01", "providedBy", "http://ORG-01") in links
    assert ("http://LOP-01", "learningAchievementSpecification", "http://LAchievementS-01") in links
    assert items["http://LOP-01"].statement == "Yopx"
    assert "<" in json.loads(items["http://LOP-01"].body)["xml"]


@pytest.mark.parametrize("name", ["eqf.xsd", "credit-points.xsd"])
@pytest.mark.usefixtures("shared_standards")
def test_a_schema_is_refused_as_one(name: str) -> None:
    with pytest.raises(Unreadable, match="this is a schema"):
        elm.read(content(ELM / name), name=name)


@pytest.mark.usefixtures("shared_standards")
def test_constraints_in_turtle_are_read_as_any_turtle() -> None:
    path = ELM / "LOQ-constraints.ttl.gz"
    assert len(read_ctdl(content(path), name=name_of(path))) > 10


@pytest.mark.usefixtures("shared_standards")
def test_elmo_gives_what_was_offered_and_nobody() -> None:
    data = (shared_folder() / "standards/credentials/elmo/example.xml").read_bytes()
    (found,) = elm.read(data, name="elmo.xml")
    items = tuple(found.items)
    assert items[0].statement == "Master of Science in Biology"
    named = {each.identifier for each in items}
    assert {each.parent for each in items} - {""} <= named
    assert sum(each.parent != "" for each in items) >= 2
    kept = b"".join(each.body for each in items) + found.document.body
    for private in (b"givenNames", b"familyName", b"bday", b"resultLabel"):
        assert private not in kept


def test_entities_and_broken_xml_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(Unreadable, match="it declares entities"):
        elm.read(bomb, name="x.xml")
    with pytest.raises(Unreadable, match="line 2"):
        elm.read(b"<Courses>\n<a></b></Courses>", name="x.xml")
