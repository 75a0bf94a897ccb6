"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.comments import answer_comment, open_comment, say
from throughline.apps.governance.actions.dockets import (
    answer_question,
    draft,
    propose,
    send_up,
    sign_part,
    withdraw_proposal,
)
from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.seats import (
    NewTerm,
    announce_vacancy,
    end,
    fill,
    give_office,
    resign,
    said_of,
)
from throughline.apps.governance.actions.strategies import speak, write_strategy
from throughline.apps.governance.actions.votes import decide, open_vote, vote

__all__ = [
    "NewTerm", "announce_vacancy", "answer_comment", "answer_question", "decide", "draft", "end", "fill", "give_office",
    "open_comment", "open_vote", "propose", "request_pathway", "resign", "said_of", "say", "send_up", "sign_part",
    "speak", "vote", "withdraw_proposal", "write_strategy",
]  # fmt: skip
