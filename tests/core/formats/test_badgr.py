"""Badge pathways in their native form say the same as their translation into CTDL, made by hand."""

import json
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.core.formats.ctdl.shared import CTDL, packages
from throughline.core.formats import badgr
from throughline.core.formats.ctdl.reading import rules_in
from throughline.core.formats.packages import Unreadable
from throughline.core.requirements.nodes import Choose, Have, Node, walk

NATIVE = CTDL / "pathways/badgr/empowering-teaching-excellence-badgr-native.json"


def shape(rules: Iterable[Node]) -> tuple[Counter[tuple[int, int]], int]:
    """How many choices of each kind (how many of how many), and how many things are asked for."""
    nodes = [node for rule in rules for node in walk(rule)]
    return Counter((n.needed, len(n.of)) for n in nodes if isinstance(n, Choose)), sum(
        isinstance(n, Have) for n in nodes
    )


@pytest.mark.usefixtures("shared_standards")
def test_native_and_ctdl_ask_for_the_same() -> None:
    (native,) = badgr.read(NATIVE.read_bytes(), name=NATIVE.name)
    (ctdl,) = packages("pathways/badgr/empowering-teaching-excellence-ctdl.json")
    ours, theirs = badgr.rules_in(native), rules_in(ctdl)
    assert shape(ours.values()) == shape(each.node for each in theirs.values())
    names = {each.identifier: each.statement.strip() for each in native.items}
    others = {each.identifier: each.statement.strip() for each in ctdl.items}
    by_name = {names[key]: shape([node]) for key, node in ours.items()}
    by_other = {others[key]: shape([each.node]) for key, each in theirs.items()}
    by_other["ETE Pathways"] = by_other.pop("Teaching Excellence Pathway")
    assert by_name == by_other


@pytest.mark.usefixtures("shared_standards")
def test_every_all_and_at_least_of_the_source_is_there() -> None:
    """23 requirements that ask for something: 12 for all, 11 for at least so many; one asks for none of nothing."""
    (native,) = badgr.read(NATIVE.read_bytes(), name=NATIVE.name)
    choices = shape(badgr.rules_in(native).values())[0]
    assert sum(n for (least, of), n in choices.items() if least < of) == 9
    assert choices[(10, 31)] == choices[(6, 32)] == choices[(4, 21)] == choices[(1, 4)] == 1
    kinds = Counter(each.kind for each in native.associations)
    assert (kinds["requiredBadge"], kinds["requiredElement"], kinds["hasChild"]) == (211, 7, 14)


def test_a_shortcut_is_another_way() -> None:
    both = {"countRule": {"@type": "all"}, "requiredBadges": [{"badgeUrl": "u:1"}, {"badgeUrl": "u:2"}]}
    asks = {"badgeRequirements": both, "shortcutBadges": [{"badgeUrl": "u:3"}]}
    tree = {"elementId": "e", "name": "E", "requirements": asks, "children": []}
    (found,) = badgr.read(json.dumps(tree).encode(), name="x.json")
    (rule,) = badgr.rules_in(found).values()
    assert isinstance(rule, Choose)
    assert (rule.needed, len(rule.of)) == (1, 2)


def test_what_is_no_pathway_is_refused() -> None:
    with pytest.raises(Unreadable, match="this is no pathway of badges"):
        badgr.read(b"{}", name="x.json")
