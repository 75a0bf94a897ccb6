"""Rules read from plain documents and written back."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.requirements.strategies import rules
from throughline.core.requirements.errors import RuleReadError
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use, walk
from throughline.core.requirements.reading import read, write
from throughline.core.requirements.rule_schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())
PUBLISHED = Path(__file__).parents[3] / "docs/reference/schemas/rule.schema.json"


@given(rules)
def test_every_rule_comes_back_as_it_was_written(rule: Node) -> None:
    assert read(write(rule)) == rule
    assert read(json.loads(json.dumps(write(rule)))) == rule
    assert read(yaml.safe_load(yaml.safe_dump(write(rule)))) == rule


@given(rules)
def test_every_node_of_a_read_rule_has_an_id_of_its_own(rule: Node) -> None:
    ids = [node.id for node in walk(rule)]
    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_short_forms_say_the_same_as_long_ones() -> None:
    short = read(
        {"choose": ["milestone:x", "rule:common", {"have": "course:y"}, {"use": "more"}, {"not": "course:z"}]}
    )
    assert isinstance(short, Choose)
    milestone, common, course, more, no = short.of
    assert milestone == Have(id="milestone-x", what="milestone:x")
    assert common == Use(id="use-common", rule="common")
    assert course == Have(id="course-y", what="course:y")
    assert more == Use(id="use-more", rule="more")
    assert isinstance(no, Not)
    assert no.of == Have(id="course-z", what="course:z")


def test_one_thing_where_a_list_is_wanted_is_a_list_of_one() -> None:
    rule = read({"have": {"what": "competency:x", "validated_by": "teacher", "context": "workplace"}})
    assert rule == read(
        {
            "have": {
                "what": "competency:x",
                "validated_by": [{"role": "teacher", "count": 1}],
                "context": ["workplace"],
            }
        }
    )


@pytest.mark.parametrize(
    ("written", "exact"), [(0.1, "0.1"), ("2.50", "2.5"), (3, "3"), (Decimal("1.005"), "1.005")]
)
def test_numbers_are_exact(written: object, exact: str) -> None:
    rule = read({"total": {"measure": "credits", "unit": "c", "min": written, "from": {"kind": "course"}}})
    assert isinstance(rule, Total)
    assert rule.min == Decimal(exact)


def test_ids_come_from_what_a_leaf_asks_and_where_a_choice_stands() -> None:
    rule = read(
        {"choose": [
            {"have": {"what": "competency:x", "level": 2}},
            {"have": {"what": "competency:x", "level": 3}},
            {"choose": ["course:a", {"have": {"what": "course:b", "id": "competency-x-2"}}]},
            {"total": {"measure": "hours", "min": 5, "from": {"kind": "experience", "tags": "job shadow"}}},
        ]}
    )  # fmt: skip
    assert [node.id for node in walk(rule)] == [
        "top", "competency-x", "competency-x-3", "top-3", "course-a", "competency-x-2",
        "hours-h-experience-job-shadow",
    ]  # fmt: skip


ERRORS: list[tuple[Any, str]] = [
    ({"choose": {"of": ["course:x", "course:y", {"have": {"waht": "x"}}]}},
     "rule.choose.of[2].have: unknown field 'waht'. Did you mean `what`?"),
    ({"chose": {"of": []}}, "rule: unknown node 'chose'. Did you mean `choose`?"),
    ({"choose": {"of": ["corse:x"]}}, "rule.choose.of[0]: unknown kind 'corse' in 'corse:x'. Did you mean `course`?"),
    ({"have": {"what": "course:"}}, "rule.have.what: 'course:' names no course. Write `course:` and its id"),
    ({"have": {"level": 2}}, "rule.have: the field 'what' is missing. Add `what`"),
    ({"have": {"what": "course:x", "level": 0}}, "rule.have.level: 0 is not a whole number from 1 up. Write e.g. `2`"),
    ({"have": {"what": "course:x", "level": True}},
     "rule.have.level: True is not a whole number from 1 up. Write e.g. `2`"),
    ({"have": {"what": "course:x", "via": "certfied"}},
     "rule.have.via: unknown value 'certfied'. Did you mean `certified`?"),
    ({"total": {"measure": "credits", "min": 1, "from": {"kind": "course"}}},
     "rule.total: the field 'unit' is missing. Add `unit`: which credits"),
    ({"total": {"measure": "hours", "min": 1, "from": {}}},
     "rule.total.from: no filter is given. Say which facts count, e.g. `{kind: course}`"),
    ({"total": {"measure": "hours", "min": "many", "from": {"kind": "course"}}},
     "rule.total.min: 'many' is not a number. Write e.g. `2.5`"),
    ({"choose": {"of": ["course:x"], "min": 2}}, "rule.choose: `min` is 2 of 1 children. Give a `min` from 1 to 1"),
    ({"choose": [{"have": {"id": "a", "what": "course:x"}}, {"have": {"id": "a", "what": "course:y"}}]},
     "rule.choose.of[1].have.id: two nodes have the id 'a'. Give each node of a rule its own id"),
    ({"have": "course:x", "use": "y"},
     "rule: 'have', 'use' stand in one node. Make them separate nodes under a `choose`"),
    ({"have": {"what": "course:x", "title": "Course"}},
     "rule.have.title: 'Course' is not a text by language. Write e.g. `{en: Mathematics, es: Matemáticas}`"),
    ({"have": {"what": "competency:x", "validated_by": [{"rol": "teacher"}]}},
     "rule.have.validated_by[0]: unknown field 'rol'. Did you mean `role`?"),
    (None, "rule: None is not a node. Write one of choose, have, total, use, not with its body"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "error"), ERRORS, ids=[error for _, error in ERRORS])
def test_an_error_names_the_place_the_problem_and_the_fix(document: Any, error: str) -> None:
    with pytest.raises(RuleReadError) as raised:
        read(document)
    assert str(raised.value) == error


@pytest.mark.parametrize("document", [document for document, _ in ERRORS], ids=[error for _, error in ERRORS])
def test_the_schema_refuses_what_the_reader_refuses_by_form(document: Any) -> None:
    by_form = "children" not in str(_error(document)) and "own id" not in str(_error(document))
    assert VALIDATOR.is_valid(document) is not by_form


@given(rules)
def test_the_schema_accepts_every_written_rule(rule: Node) -> None:
    VALIDATOR.validate(json.loads(json.dumps(write(rule))))


words = st.sampled_from(
    ["have", "choose", "total", "use", "not", "of", "what", "min", "max", "from", "kind", "tags", "measure", "unit",
     "rule", "version", "level", "cite", "source", "law", "cap_per", "by", "tag", "id", "title", "en", "fresh",
     "years", "validated_by", "role", "advisory", "score", "scale", "via", "context"]
)  # fmt: skip
scalars = st.one_of(
    st.sampled_from(["course:x", "rule:y", "milestone:m", "age", "hours", "credits", "tag", "exact", "course", "", " ",
                     "0.5", "-1", "0", "what", "teacher", "rule:", "course:"]),
    st.integers(-1, 3), st.booleans(), st.none(), st.sampled_from([0.5, -0.5]),
)  # fmt: skip
documents = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(words, below, max_size=3),
    max_leaves=12,
)


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A written rule with one value somewhere replaced by another, removed or added."""
    document = json.loads(json.dumps(write(draw(rules))))
    places: list[tuple[Any, Any]] = []

    def collect(data: Any) -> None:
        pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, value in pairs:
            places.append((data, key))
            collect(value)

    collect(document)
    holder, key = draw(st.sampled_from(places))
    if isinstance(holder, dict) and draw(st.booleans()):
        holder[draw(words)] = draw(documents)
    else:
        holder[key] = draw(documents)
    return document


@settings(max_examples=400, deadline=None)
@given(documents | spoiled())
@example({"use": "rule:"})
@example({"use": {"rule": "rule: "}})
@example({"use": "rule:rule:"})
@example("rule:")
def test_reader_and_schema_agree_on_any_document(document: Any) -> None:
    error = _error(document)
    if error is None:
        assert VALIDATOR.is_valid(document)
    elif not any(
        each in str(error) for each in ("children", "own id", "below `min`", "`exclusive`", "`within`")
    ):
        assert not VALIDATOR.is_valid(document)


def _error(document: Any) -> RuleReadError | None:
    try:
        read(document)
    except RuleReadError as error:
        return error
    return None


def test_the_published_schema_is_the_one_in_the_code() -> None:
    assert json.loads(PUBLISHED.read_text()) == schema()
