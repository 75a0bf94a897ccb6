"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.brokering import (
    answer_match,
    post_on_board,
    propose_match,
    take_off_board,
)
from throughline.apps.governance.actions.certification import run_checks
from throughline.apps.governance.actions.comments import answer_comment, open_comment, say
from throughline.apps.governance.actions.deciding import decide
from throughline.apps.governance.actions.dockets import (
    answer_question,
    draft,
    propose,
    send_up,
    sign_part,
    withdraw_proposal,
)
from throughline.apps.governance.actions.feedback import answer_feedback, file_feedback
from throughline.apps.governance.actions.members import (
    declare_conflict,
    end_conflict,
    record_duty,
    recuse,
    say_groups,
)
from throughline.apps.governance.actions.operating import answer_operator
from throughline.apps.governance.actions.profiles import bring_back_profile, publish_profile
from throughline.apps.governance.actions.regions import (
    add_partner,
    close_commitment,
    commit,
    decide_plan,
    end_partnership,
    keep_meeting,
    see_condition,
    send_plan,
)
from throughline.apps.governance.actions.reminding import remind
from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.reviews import (
    NewEvidence,
    drop_rating_evidence,
    finish_review,
    rate_area,
    show_review,
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
from throughline.apps.governance.actions.strategies import speak, write_strategy
from throughline.apps.governance.actions.visions import (
    NewGoal,
    confirm_author,
    publish_vision,
    sign_vision,
    unsign_vision,
)
from throughline.apps.governance.actions.votes import open_vote, vote
from throughline.apps.governance.actions.waivers import (
    NewWaiver,
    ask_revocation,
    ask_waiver,
    remind_of_endings,
)

__all__ = [
    "ENDING",
    "FILLING",
    "OFFICE",
    "NewEvidence",
    "NewGoal",
    "NewTerm",
    "NewWaiver",
    "add_partner",
    "announce_vacancy",
    "answer_comment",
    "answer_feedback",
    "answer_match",
    "answer_operator",
    "answer_question",
    "ask_revocation",
    "ask_waiver",
    "bring_back_profile",
    "close_commitment",
    "commit",
    "confirm_author",
    "decide",
    "decide_plan",
    "declare_conflict",
    "draft",
    "drop_rating_evidence",
    "end",
    "end_conflict",
    "end_partnership",
    "file_feedback",
    "fill",
    "finish_review",
    "give_office",
    "keep_meeting",
    "open_comment",
    "open_vote",
    "post_on_board",
    "propose",
    "propose_match",
    "publish_profile",
    "publish_vision",
    "rate_area",
    "record_duty",
    "recuse",
    "remind",
    "remind_of_endings",
    "request_pathway",
    "resign",
    "run_checks",
    "said_of",
    "say",
    "say_groups",
    "see_condition",
    "send_plan",
    "send_up",
    "show_review",
    "sign_part",
    "sign_vision",
    "speak",
    "take_off_board",
    "unsign_vision",
    "vote",
    "withdraw_proposal",
    "write_strategy",
]  # fmt: skip
