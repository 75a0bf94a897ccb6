"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.comments import (
    answer_comment,
    open_comment,
    say,
)
from throughline.apps.governance.actions.dockets import (
    answer_question,
    draft,
    propose,
    send_up,
    sign_part,
    withdraw_proposal,
)
from throughline.apps.governance.actions.feedback import (
    answer_feedback,
    file_feedback,
)
from throughline.apps.governance.actions.members import (
    declare_conflict,
    end_conflict,
    record_duty,
    recuse,
    say_groups,
)
from throughline.apps.governance.actions.operating import (
    answer_operator,
)
from throughline.apps.governance.actions.requests import (
    request_pathway,
)
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
from throughline.apps.governance.actions.strategies import (
    speak,
    write_strategy,
)
from throughline.apps.governance.actions.votes import (
    decide,
    open_vote,
    vote,
)

__all__ = [
    "ENDING",
    "FILLING",
    "OFFICE",
    "NewTerm",
    "announce_vacancy",
    "answer_comment",
    "answer_feedback",
    "answer_operator",
    "answer_question",
    "decide",
    "declare_conflict",
    "draft",
    "end",
    "end_conflict",
    "file_feedback",
    "fill",
    "give_office",
    "open_comment",
    "open_vote",
    "propose",
    "record_duty",
    "recuse",
    "request_pathway",
    "resign",
    "said_of",
    "say",
    "say_groups",
    "send_up",
    "sign_part",
    "speak",
    "vote",
    "withdraw_proposal",
    "write_strategy",
]  # fmt: skip
