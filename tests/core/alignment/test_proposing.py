"""Matches that there may be: explained, the same every time, and measured against what people matched."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from tests.rows import shared_folder
from throughline.core.alignment.proposing import Matcher, Stated
from throughline.core.formats import asn
from throughline.core.formats.case import reading

FOLDER = shared_folder() / "standards" / "pathways"
LEFT = [
    Stated("fractions", "Fractions"),
    Stated("add", "Adds and subtracts fractions with unlike denominators.", "5.NF.A.1", "05", "en", "fractions"),
    Stated("compare", "Compares two fractions by their size.", "4.NF.A.2", "04", "en", "fractions"),
]  # fmt: skip
RIGHT = [
    Stated("shapes", "Shapes"),
    Stated("area", "Adds the areas of shapes.", "", "05", "en", "shapes"),
    Stated("parts", "Parts of a whole: fractions"),
    Stated("sum", "Adding and subtracting fractions whose denominators are unlike", "", "05", "en", "parts"),
    Stated("twin", "Adding and subtracting fractions whose denominators are unlike", "", "05", "en", "shapes"),
]  # fmt: skip


def test_a_match_says_which_words_are_shared_and_what_only_one_side_says():
    best = Matcher(LEFT, RIGHT).proposals("add")[0]
    assert best.right == "sum"
    assert set(best.words) == {"adds", "subtracts", "fractions", "unlike", "denominators"}
    assert (best.only_left, best.only_right) == ((), ("whose",))
    assert best.above is not None
    assert best.above > 0
    assert best.same_level is True


def test_where_the_words_are_the_same_what_they_stand_under_decides():
    found = [proposal.right for proposal in Matcher(LEFT, RIGHT).proposals("add")]
    assert found.index("sum") < found.index("twin")


def test_what_is_aligned_around_two_items_speaks_for_them_or_against_them():
    matcher = Matcher(LEFT, RIGHT)
    plain = {each.right: each for each in matcher.proposals("add")}
    told = {each.right: each for each in matcher.proposals("add", {"fractions": frozenset({"shapes"})})}
    assert (plain["twin"].near, told["twin"].near, told["sum"].near) == (None, 1.0, 0.0)
    assert told["twin"].strength > plain["twin"].strength
    assert told["sum"].strength < plain["sum"].strength


def test_codes_that_end_alike_are_taken_for_the_same():
    left = [Stated("l", "Represent and solve.", "M.G3.C1OA.TA.3.OA.A.1")]
    right = [
        Stated("r1", "Represent and solve.", "CCSS.Math.Content.3.OA.A.2"),
        Stated("r2", "Represent and solve.", "CCSS.Math.Content.3.OA.A.1"),
    ]
    assert [(each.right, each.same_code) for each in Matcher(left, right).proposals("l")] == [
        ("r2", True),
        ("r1", False),
    ]


def test_a_statement_in_another_language_is_marked_and_markup_is_no_word():
    left = [Stated("l", "<p>Suma fracciones &amp; decimales</p>", language="es-MX")]
    right = [Stated("r", "Adds decimales", language="en"), Stated("s", "Sumar fracciones", language="es")]
    found = {each.right: each for each in Matcher(left, right).proposals("l")}
    assert found["r"].other_language
    assert not found["s"].other_language
    assert set(found["s"].words) == {"suma", "fracciones"}


def test_an_empty_or_wordless_side_proposes_nothing():
    assert Matcher(LEFT, []).proposals("add") == ()
    assert Matcher([Stated("l", "of the and")], RIGHT).proposals("l") == ()
    assert Matcher(LEFT, RIGHT).proposals("unknown") == ()


def test_of_equal_matches_the_one_that_stands_where_the_neighbours_lead_comes_first():
    left = [
        Stated("circuits", "Builds circuits with a battery and a lamp."), Stated("tools", "Uses tools with care.")
    ]  # fmt: skip
    right = [
        Stated("kitchen", "Cooking and baking"), Stated("k1", "Uses tools with care.", parent="kitchen"),
        Stated("k2", "Bakes bread from flour and water.", parent="kitchen"),
        Stated("shop", "Electric work"), Stated("s1", "Uses tools with care.", parent="shop"),
        Stated("s2", "Builds circuits with battery and lamp.", parent="shop"),
    ]  # fmt: skip
    found = Matcher(left, right).proposals("tools")
    assert [(each.right, each.strength, each.company) for each in found[:2]] == [
        ("s1", 1.0, 1.0),
        ("k1", 1.0, 0.0),
    ]
    alone = Matcher(left[1:], right).proposals("tools")
    assert [(each.right, each.company) for each in alone[:2]] == [("k1", None), ("s1", None)], (
        "the right's own order"
    )


def test_a_grade_by_itself_leads_back_to_its_own_grade_though_its_sentences_stand_in_every_one():
    (content,) = package("smarter-balanced/mockMATH.json.gz")
    items = stated(content, False)
    above = {each.id: each.parent for each in items}

    def top(item: str) -> str:
        return top(above[item]) if above.get(item) else item

    said = Counter(each.statement for each in items)
    grades = {top(each.id) for each in items if each.code == ""}
    branches = [[each for each in items if top(each.id) == grade] for grade in sorted(grades)]
    for branch in (each for each in branches if len(each) > 20):
        repeated = {each.id: {each.id} for each in branch if said[each.statement] > 1}
        assert len(repeated) >= 25
        assert recall(Matcher(branch, items), repeated, 1) == 1, "before there was company: 0.42 of 187"


def test_a_claim_of_high_school_is_found_by_words_and_place_alone():
    (content,) = package("smarter-balanced/mockMATH.json.gz")
    held = {each.identifier for each in content.items}
    (given,) = [
        each for name in ("mockELAPackage", "mockMATHClone") for each in package(f"smarter-balanced/{name}.json.gz")
        if each.document.title == "Math High School, Claim 2"
    ]  # fmt: skip
    gold = {
        e.origin: {e.destination}
        for e in given.associations
        if e.kind == "exactMatchOf" and e.destination in held
    }
    assert len(gold) == 5
    assert recall(Matcher(stated(given, False), stated(content, False)), gold, 1) == 1


def test_the_same_frameworks_give_the_same_matches_whatever_was_asked_before():
    one, two = Matcher(LEFT, RIGHT), Matcher(LEFT, RIGHT)
    two.proposals("compare")
    assert dict(one.every()) == dict(two.every())


# What people matched.


def package(name: str):
    file = FOLDER / "case" / "packages" / name
    if not file.exists():
        pytest.skip("the shared files of CASE are not here")
    data = file.read_bytes()
    return reading.read_all(gzip.decompress(data) if file.suffix == ".gz" else data, name=file.name)


def stated(given, codes: bool) -> list[Stated]:
    return [
        Stated(
            i.identifier,
            i.statement,
            i.code if codes else "",
            i.level if codes else "",
            i.language or "en",
            i.parent,
        )
        for i in given.items
    ]


def recall(matcher: Matcher, gold: dict[str, set[str]], most: int) -> float:
    hits = sum(
        bool({each.right for each in matcher.proposals(left, most=most)} & rights)
        for left, rights in gold.items()
    )
    return hits / len(gold)


def common_core():
    (found,) = package("opensalt/ccss-math-cfpackage-703items.json.gz")
    return found


def smarter_balanced_gold(content, core) -> dict[str, set[str]]:
    """Its links to the Common Core name codes; a code is held where the Common Core's package has it."""
    codes = {each.code: each.identifier for each in core.items if each.code}
    gold: dict[str, set[str]] = {}
    for each in content.associations:
        if each.kind == "exactMatchOf" and ":CCSS-M:" in each.destination_uri:
            code = "CCSS.Math.Content." + each.destination_uri.rpartition(":")[2]
            if code in codes:
                gold.setdefault(each.origin, set()).add(codes[code])
    return gold


@pytest.mark.parametrize("codes", [True, False])
def test_what_smarter_balanced_matched_with_the_common_core_is_found_with_and_without_codes(codes):
    core = common_core()
    (content,) = package("smarter-balanced/mockMATH.json.gz")
    gold = smarter_balanced_gold(content, core)
    assert len(gold) == 213
    matcher = Matcher(stated(content, codes), stated(core, codes))
    assert recall(matcher, gold, 1) >= 0.99
    assert recall(matcher, gold, 5) == 1


def test_the_common_core_as_asn_and_as_case_is_matched_item_by_item():
    core = common_core()
    file = FOLDER / "asn" / "ccss_math_D10003FB.json.gz"
    same = asn.read(gzip.decompress(file.read_bytes()), name=file.name)[0]
    gold = {each.identifier: {each.identifier} for each in same.items}
    assert len(gold) == 703
    assert recall(Matcher(stated(same, True), stated(core, True)), gold, 1) >= 0.99


def test_item_specifications_are_led_to_their_targets_by_their_words_alone():
    (content,) = package("smarter-balanced/mockMATH.json.gz")
    held = {each.identifier for each in content.items}
    for given in [
        *package("smarter-balanced/mockELAPackage.json.gz"),
        *package("smarter-balanced/mockMATHClone.json.gz"),
    ]:
        gold: dict[str, set[str]] = {}
        for each in given.associations:
            if each.kind == "exactMatchOf" and each.destination in held:
                gold.setdefault(each.origin, set()).add(each.destination)
        if gold:
            assert recall(Matcher(stated(given, True), stated(content, True)), gold, 1) == 1, (
                given.document.title
            )


def test_the_clusters_of_2002_lead_to_those_of_2024_as_far_as_their_names_go():
    folder = FOLDER / "frameworks"
    if not folder.exists():
        pytest.skip("the shared lists of clusters are not here")
    new = {row["cluster"] for row in _rows(folder / "career-clusters-2024.csv")}
    gold = {
        row["cluster"]: set(row["goes_to_2024"].split(" | ")) & new
        for row in _rows(folder / "career-clusters-2002.csv")
    }
    gold = {old: goes_to for old, goes_to in gold.items() if goes_to}
    matcher = Matcher([Stated(each, each) for each in gold], [Stated(each, each) for each in sorted(new)])
    assert 0.8 <= recall(matcher, gold, 5) < 1, "a name that changed whole is for people to see"


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open() as lines:
        return list(csv.DictReader(lines))
