"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.brokering import (
    answer_match,
    post_on_board,
    propose_match,
    take_off_board,
)
from throughline.apps.governance.actions.certification import run_checks
from throughline.apps.governance.actions.comments import answer_comment, open_comment, say
from throughline.apps.governance.actions.data_requests import answer_data_request, ask_for_data
from throughline.apps.governance.actions.deciding import decide
from throughline.apps.governance.actions.dockets import (
    answer_question,
    draft,
    propose,
    send_up,
    sign_part,
    withdraw_proposal,
)
from throughline.apps.governance.actions.feedback import answer_feedback, file_feedback, tell_body
from throughline.apps.governance.actions.learner_promises import SignPromise, make_promise, may_promise
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
from throughline.apps.governance.actions.requests import ask_for_a_way, request_pathway
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
from throughline.apps.governance.actions.support import (
    NewMoney,
    ask_for_help,
    close_help,
    enter_money,
    log_help,
    rate_help,
    take_on_help,
)
from throughline.apps.governance.actions.tracking import (
    Seen,
    answer_finding,
    keep_change,
    open_findings,
    raise_unanswered,
    remind_of_findings,
)
from throughline.apps.governance.actions.visions import (
    NewGoal,
    carry,
    confirm_author,
    end_responsibility,
    publish_vision,
    share_responsibility,
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
from throughline.apps.governance.actions.work import assign_work, link_change, move_work, note_work

__all__ = [
    "ENDING",
    "FILLING",
    "OFFICE",
    "NewEvidence",
    "NewGoal",
    "NewMoney",
    "NewTerm",
    "NewWaiver",
    "Seen",
    "SignPromise",
    "add_partner",
    "announce_vacancy",
    "answer_comment",
    "answer_data_request",
    "answer_feedback",
    "answer_finding",
    "answer_match",
    "answer_operator",
    "answer_question",
    "ask_for_a_way",
    "ask_for_data",
    "ask_for_help",
    "ask_revocation",
    "ask_waiver",
    "assign_work",
    "bring_back_profile",
    "carry",
    "close_commitment",
    "close_help",
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
    "end_responsibility",
    "enter_money",
    "file_feedback",
    "fill",
    "finish_review",
    "give_office",
    "keep_change",
    "keep_meeting",
    "link_change",
    "log_help",
    "make_promise",
    "may_promise",
    "move_work",
    "note_work",
    "open_comment",
    "open_findings",
    "open_vote",
    "post_on_board",
    "propose",
    "propose_match",
    "publish_profile",
    "publish_vision",
    "raise_unanswered",
    "rate_area",
    "rate_help",
    "record_duty",
    "recuse",
    "remind",
    "remind_of_endings",
    "remind_of_findings",
    "request_pathway",
    "resign",
    "run_checks",
    "said_of",
    "say",
    "say_groups",
    "see_condition",
    "send_plan",
    "send_up",
    "share_responsibility",
    "show_review",
    "sign_part",
    "sign_vision",
    "speak",
    "take_off_board",
    "take_on_help",
    "tell_body",
    "unsign_vision",
    "vote",
    "withdraw_proposal",
    "write_strategy",
]  # fmt: skip
