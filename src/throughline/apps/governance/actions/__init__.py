"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.brokering import (
    answer_match,
    post_on_board,
    propose_match,
    take_off_board,
)
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
from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.reviews import (
    NewEvidence,
    drop_rating_evidence,
    finish_review,
    rate_area,
    show_review,
)
from throughline.apps.governance.actions.strategies import speak, write_strategy
from throughline.apps.governance.actions.visions import (
    NewGoal,
    confirm_author,
    publish_vision,
    sign_vision,
    unsign_vision,
)

__all__ = [
    "NewEvidence", "NewGoal", "add_partner", "answer_match", "bring_back_profile", "close_commitment", "commit",
    "confirm_author", "decide_plan", "drop_rating_evidence", "end_partnership", "finish_review", "keep_meeting",
    "post_on_board", "propose_match", "publish_profile", "publish_vision", "rate_area", "request_pathway",
    "see_condition", "send_plan", "show_review", "sign_vision", "speak", "take_off_board", "unsign_vision",
    "write_strategy",
]  # fmt: skip
