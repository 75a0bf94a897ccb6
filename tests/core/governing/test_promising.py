"""The learner promise: what it must say before it is made, and what a version changed, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughline.core.governing.promising import (
    LearnerPromise,
    PromisePart,
    as_json,
    changes,
    from_json,
    lacks,
    words_changed,
)


def both(text: str) -> dict[str, str]:
    return {"en": text, "es": f"{text} (es)"}


ONE = PromisePart(both("A way for everyone"), both("Near your home"), "reach")
TWO = PromisePart(both("You are heard"), both("With a vote"))
MADE = LearnerPromise(both("To every learner"), (ONE, TWO))


@pytest.mark.parametrize(
    ("changed", "part", "why"),
    [
        (replace(MADE, opening={"en": "To all"}), 0, "the opening is empty in the language 'es'"),
        (replace(MADE, parts=()), 1, "it has no part"),
        (replace(MADE, parts=(ONE, replace(TWO, title={}))), 2, "the title of part 2 is empty in the language 'en'"),
        (replace(MADE, parts=(replace(ONE, means={"en": "x", "es": " "}),)), 1, "what part 1 means is empty"),
        (replace(MADE, parts=(replace(ONE, shows="luck"),)), 1, "nothing is called 'luck'"),
    ],
)  # fmt: skip
def test_a_promise_says_everything_in_every_language_the_state_speaks_to_all_in(
    changed: LearnerPromise, part: int, why: str
) -> None:
    first = lacks(changed, ("en", "es"))[0]
    assert first.part == part
    assert why in first.why


def test_a_whole_promise_lacks_nothing_and_is_read_back_as_it_was_kept() -> None:
    assert lacks(MADE, ("en", "es")) == ()
    assert from_json(as_json(MADE)) == MADE


def test_what_a_version_changed_is_told_part_by_part_and_word_by_word() -> None:
    nearer = replace(ONE, means=both("Within an hour of your home"))
    third = PromisePart(both("Nobody pays to learn"), both("Not for books either"))
    found = changes(MADE, LearnerPromise(both("To every learner"), (nearer, TWO, third)), "en")
    assert [(each.part, each.kind) for each in found] == [(1, "changed"), (3, "new")]
    assert found[0].title == (("same", "A way for everyone"),)
    assert found[0].means == (("out", "Near"), ("in", "Within an hour of"), ("same", "your home"))
    assert found[1].title == (("in", "Nobody pays to learn"),)
    gone = changes(MADE, replace(MADE, opening=both("To you"), parts=(TWO,)), "en")
    assert [(each.part, each.kind) for each in gone] == [(0, "changed"), (1, "gone")]
    assert gone[1].means == (("out", "Near your home"),)
    assert changes(MADE, MADE, "en") == ()


def test_in_another_language_only_what_changed_there_is_told() -> None:
    spanish = replace(ONE, means={**ONE.means, "es": "Cerca"})
    after = replace(MADE, parts=(spanish, TWO))
    assert changes(MADE, after, "en") == ()
    assert [each.kind for each in changes(MADE, after, "es")] == ["changed"]


def test_nothing_is_lost_between_two_texts() -> None:
    old, new = "we pay for the way to work", "the state pays for the whole way to school"
    marks = words_changed(old, new)
    assert " ".join(text for mark, text in marks if mark != "in") == old
    assert " ".join(text for mark, text in marks if mark != "out") == new
