"""Writes: what the learner decides, plans and explores; what helpers propose."""

from throughline.apps.advising.actions.bringing import bring_record
from throughline.apps.advising.actions.choosing import (
    Choosing,
    Switched,
    choose,
    choose_many,
    leave,
    look_at_portability,
    look_at_portability_many,
    machine,
    move,
    narrow,
    pause,
    resume,
    state_of,
    switch,
    upgrade,
)
from throughline.apps.advising.actions.exploring import note_exploration, take_quiz
from throughline.apps.advising.actions.governing import decide, open_vote, run_checks
from throughline.apps.advising.actions.headline import count_headline
from throughline.apps.advising.actions.planning import (
    add_entry,
    comment,
    drop_goal,
    plan_week,
    reflect,
    remove_entry,
    save_plan,
    set_goal,
    tell_test,
    write_profile,
)
from throughline.apps.advising.actions.promising import make_promise
from throughline.apps.advising.actions.proposing import answer, approve, propose
from throughline.apps.advising.actions.reviewing import invite, write_note
from throughline.apps.advising.actions.shortest import TakenOver, bring_back, take_over
from throughline.apps.advising.actions.tracking import look_for_tracking
from throughline.apps.advising.actions.ways_back import Found, find_ways_back, say_called, say_not_now

__all__ = [
    "Choosing", "Found", "Switched", "TakenOver", "add_entry", "answer", "approve", "bring_back",
    "bring_record", "choose", "choose_many", "comment", "count_headline", "decide", "drop_goal",
    "find_ways_back", "invite", "leave", "look_at_portability", "look_at_portability_many", "look_for_tracking",
    "machine", "make_promise", "move", "narrow", "note_exploration", "open_vote", "pause", "plan_week", "propose",
    "reflect", "remove_entry", "resume", "run_checks", "save_plan", "say_called", "say_not_now",
    "set_goal", "state_of", "switch", "take_over", "take_quiz", "tell_test", "upgrade", "write_note",
    "write_profile",
]  # fmt: skip
