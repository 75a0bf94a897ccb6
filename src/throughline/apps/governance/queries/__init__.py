"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries import certification, tracking
from throughline.apps.governance.queries.bodies import (
    Declared,
    DutyState,
    Notice,
    Said,
    conflicted,
    declared,
    duties,
    feedback,
    groups_said,
    may_say_openly,
    notices,
    own_groups,
    recused,
    vacated,
    waiting_longest,
)
from throughline.apps.governance.queries.brokering import Exchange, Match, Post, board
from throughline.apps.governance.queries.data_requests import DataAsked, data_asked
from throughline.apps.governance.queries.dockets import (
    CommentShown,
    DocketMatter,
    PartShown,
    bodies_in_force,
    matter,
    newest_documents,
    newest_draft,
)
from throughline.apps.governance.queries.items import Item, docket, reminded
from throughline.apps.governance.queries.learner_promises import MadePromise, makes_promise, promises_made
from throughline.apps.governance.queries.meetings import Agenda, Minutes, agenda, meeting_days, minutes
from throughline.apps.governance.queries.profiles import (
    OwnProfile,
    ProfileCheck,
    check_profile,
    holder_of,
    no_longer_held,
    profile_for,
    profile_of,
    profiles,
    state_profile,
)
from throughline.apps.governance.queries.regions import Workspace, keepers, workspace
from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.reviews import (
    Paper,
    RatedArea,
    Review,
    paper,
    public_reviews,
    reviewed,
    reviews_of,
)
from throughline.apps.governance.queries.rights import Behind, Registered, behind_the_log, rights_register
from throughline.apps.governance.queries.seams import seams
from throughline.apps.governance.queries.sittings import (
    bodies_of,
    charter,
    sitting,
    sittings,
    subject_in,
    subject_of,
)
from throughline.apps.governance.queries.strategies import SchoolStrategy, strategies, strategy_of
from throughline.apps.governance.queries.support import (
    Help,
    HelpWaiting,
    Money,
    Supported,
    help_asked,
    help_waiting,
    money_awarded,
    money_said,
    one_help,
    supported,
)
from throughline.apps.governance.queries.visions import (
    Carried,
    SectorAuthors,
    Signing,
    VisionVersion,
    Waiting,
    own_signing,
    responsibilities,
    vision_authors,
    visions_of,
    waiting_authors,
    with_visions,
)
from throughline.apps.governance.queries.votes import (
    Shaping,
    Variation,
    VoteNow,
    authors_of,
    decided_together,
    decisions_counted,
    last_charter,
    log_place,
    one_vote,
    over,
    spread,
    variations,
    votes_held,
)
from throughline.apps.governance.queries.waiting import Mine, Seated, waiting_for
from throughline.apps.governance.queries.waivers import Registered as RegisteredWaiver
from throughline.apps.governance.queries.waivers import one_waiver, waiver_register
from throughline.apps.governance.queries.work import (
    Changed,
    ItemNow,
    LineNow,
    Noted,
    OneItem,
    RollUp,
    Standing,
    rolled_up,
    work,
    work_item,
    work_states,
)

__all__ = [
    "Agenda", "Behind", "Carried", "Changed", "CommentShown", "DataAsked", "Declared", "DocketMatter",
    "DutyState", "Exchange", "Help", "HelpWaiting", "Item", "ItemNow", "LineNow", "MadePromise",
    "Match", "Mine", "Minutes", "Money", "Noted", "Notice", "OneItem", "OwnProfile", "Paper",
    "PartShown", "Post", "ProfileCheck", "RatedArea", "Registered", "RegisteredWaiver", "Request",
    "Review", "RollUp", "Said", "SchoolStrategy", "Seated", "SectorAuthors", "Shaping", "Signing",
    "Standing", "Supported", "Variation", "VisionVersion", "VoteNow", "Waiting", "Workspace", "agenda",
    "authors_of", "behind_the_log", "board", "bodies_in_force", "bodies_of", "certification",
    "charter", "check_profile", "conflicted", "coverage", "data_asked", "decided_together",
    "decisions_counted", "declared", "docket", "duties", "families_covered", "feedback", "groups_said",
    "help_asked", "help_waiting", "holder_of", "keepers", "last_charter", "log_place", "makes_promise",
    "matter", "may_say_openly", "meeting_days", "minutes", "money_awarded", "money_said", "newest_documents",
    "newest_draft", "no_longer_held", "notices", "one_help", "one_vote", "one_waiver", "over",
    "own_groups", "own_signing", "paper", "profile_for", "profile_of", "profiles", "promises_made",
    "public_reviews", "recused", "reminded", "requests", "responsibilities", "reviewed", "reviews_of",
    "rights_register", "rolled_up", "seams", "sitting", "sittings", "spread", "state_profile",
    "strategies", "strategy_of", "subject_in", "subject_of", "supported", "tracking", "vacated", "variations",
    "vision_authors", "visions_of", "votes_held", "waiting_authors", "waiting_for", "waiting_longest",
    "waiver_register", "with_visions", "work", "work_item", "work_states", "workspace",
]  # fmt: skip
