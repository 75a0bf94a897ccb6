"""No choice of a learner is for good: a model check of the learner's states."""

from dataclasses import replace

import pytest

from throughline.core.catalogue.state_profile import LearnerAction, LearnerStates
from throughline.core.certification.reversible import irreversible

NAMES = ("exploring", "choosing", "on-pathway", "paused")


def act(source: str, target: str, by: str = "learner") -> LearnerAction:
    return LearnerAction(f"{source} to {target}", source, target, by)  # type: ignore[arg-type]


SOUND = LearnerStates(
    states={name: {"en": name} for name in NAMES},
    start="exploring",
    home="choosing",
    actions=(
        act("exploring", "choosing"),
        act("choosing", "exploring"),
        act("choosing", "on-pathway"),
        act("on-pathway", "choosing"),
        act("on-pathway", "paused", "staff"),
        act("paused", "on-pathway"),
    ),
)


def with_state(name: str, *actions: LearnerAction) -> LearnerStates:
    return replace(SOUND, states={**SOUND.states, name: {"en": name}}, actions=SOUND.actions + actions)


@pytest.mark.covers("X05", "S001-G2")
def test_from_every_state_the_learner_alone_finds_the_way_back_to_choosing() -> None:
    assert irreversible(SOUND) == ()


@pytest.mark.covers("X05", "S001-G2")
def test_an_absorbing_state_is_refused() -> None:
    (finding,) = irreversible(with_state("placed", act("on-pathway", "placed", "staff")))
    assert finding.sentence == "The learner's state 'placed' has no way out."
    assert finding.fix == "Add an action by the learner that leads from 'placed' towards 'choosing'."


@pytest.mark.covers("X05", "S001-G2")
@pytest.mark.parametrize("by", ["staff", "guardian"])
def test_a_way_out_that_others_hold_the_key_to_is_no_way_out(by: str) -> None:
    (finding,) = irreversible(
        with_state("placed", act("on-pathway", "placed"), act("placed", "choosing", by))
    )
    assert (
        "leads back only by placed to choosing, which the learner alone cannot take home" in finding.sentence
    )


@pytest.mark.covers("X05", "S001-G2")
def test_two_states_that_lead_only_to_each_other_are_both_traps() -> None:
    ring = with_state("left", act("on-pathway", "left"), act("left", "gone"), act("gone", "left"))
    ring = replace(ring, states={**ring.states, "gone": {"en": "gone"}})
    assert [finding.where for finding in irreversible(ring)] == ["gone", "left"]


@pytest.mark.covers("X05", "S001-G2")
def test_an_end_may_stand_only_where_the_adult_learners_own_act_leads_into_it() -> None:
    assert irreversible(with_state("closed", act("on-pathway", "closed", "adult_learner"))) == ()
    both = with_state(
        "closed", act("on-pathway", "closed", "adult_learner"), act("paused", "closed", "staff")
    )
    assert [finding.where for finding in irreversible(both)] == ["closed"]


def test_an_action_to_a_state_that_is_not_there_is_named() -> None:
    (finding,) = irreversible(replace(SOUND, actions=(*SOUND.actions, act("paused", "chosing"))))
    assert "'chosing' is named by the action 'paused to chosing'" in finding.sentence
