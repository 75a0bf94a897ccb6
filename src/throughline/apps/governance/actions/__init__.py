"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.feedback import answer_feedback, file_feedback
from throughline.apps.governance.actions.members import (
    declare_conflict,
    end_conflict,
    record_duty,
    recuse,
    say_groups,
)
from throughline.apps.governance.actions.operating import answer_operator
from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.seats import (
    ENDING,
    FILLING,
    OFFICE,
    NewTerm,
    announce_vacancy,
    end,
    fill,
    give_office,
    resign,
    said_of,
)
from throughline.apps.governance.actions.strategies import speak, write_strategy

__all__ = [
    "ENDING", "FILLING", "OFFICE", "NewTerm", "announce_vacancy", "answer_feedback", "answer_operator",
    "declare_conflict", "end", "end_conflict", "file_feedback", "fill", "give_office", "record_duty", "recuse",
    "request_pathway", "resign", "said_of", "say_groups", "speak", "write_strategy",
]  # fmt: skip
