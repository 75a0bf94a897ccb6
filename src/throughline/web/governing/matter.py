"""One matter on the docket: what is asked, the draft part by part with who signed it, comment and answers, the packet's
questions, the vote, and what stands before it; with the forms of those who may act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.advising import tasks
from throughline.apps.advising.queries import governing as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body
from throughline.core.catalogue.documents import Organization
from throughline.core.governing.closing import After
from throughline.core.governing.opening import QUESTIONS, Obstacle
from throughline.web import reading
from throughline.web.governing.docket import KINDS, STAGES, STEPS
from throughline.web.governing.impact_words import ImpactPage, impact_page
from throughline.web.governing.naming import called, in_names
from throughline.web.names import address_of, name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

ASKED: Mapping[str, Any] = {
    "sorting": gettext_lazy("Does this separate and sort learners? How do you know?"),
    "equity": gettext_lazy(
        "Racial equity: how does it put those who have the least first, and where does knowing about race guide it?"
    ),
    "people": gettext_lazy("People first: whom does it serve, and how do they say so?"),
    "infrastructure": gettext_lazy("Community: what does it invest in places and groups where people live?"),
    "economy": gettext_lazy("A fair economy: how does it help everyone to a good living?"),
    "voting": gettext_lazy("A voice for all: how does it protect or widen who has a vote?"),
}
"""The questions of the packet in words: the review, and the five principles of recovery (S001:1380)."""
SECTORS: Mapping[str, Any] = {
    "k12": gettext_lazy("schools"),
    "postsecondary": gettext_lazy("colleges"),
    "workforce": gettext_lazy("employers and unions"),
    "community": gettext_lazy("community"),
    "learners": gettext_lazy("learners"),
    "government": gettext_lazy("government"),
}
WORDS: Mapping[str, Any] = {
    "for": gettext_lazy("for"),
    "against": gettext_lazy("against"),
    "abstain": gettext_lazy("abstains"),
    "recused": gettext_lazy("stands aside"),
}
OUTCOMES: Mapping[str, Any] = {
    "carried": gettext_lazy("carried"),
    "lost": gettext_lazy("not carried"),
    "no_quorum": gettext_lazy("no quorum"),
    "": "",
}
AFTER: Mapping[After, Any] = {
    "again": gettext_lazy(
        "Too few seats took part, so nothing is decided. The clerk may open the vote again on the same draft."
    ),
    "other_draft": gettext_lazy(
        "It was not carried. It may be drafted anew, and then there is another vote."
    ),
    "redraft": gettext_lazy(
        "It was carried, and something keeps it from coming into force. It is drafted anew, and then there is another vote."
    ),
    "in_force": gettext_lazy("It is in force for those who begin from now on."),
    "others": gettext_lazy("It comes into force once every body that decides has carried it."),
    "stands": gettext_lazy("The decision stands."),
}
"""What is next once a vote is decided."""
SPEAKS: Mapping[str, Any] = {
    "learner": gettext_lazy("a learner"),
    "family": gettext_lazy("a family"),
    "teacher": gettext_lazy("a teacher"),
    "employer": gettext_lazy("an employer"),
    "community": gettext_lazy("somebody from the community"),
    "other": gettext_lazy("somebody else"),
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One changed part. value: its name and the digest of what it says, as the form to sign sends them. signed: sectors in
    words with the organizations; missing: sectors in words that must still sign."""

    value: str
    words: str
    gone: bool
    signed: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One seat's vote in words."""

    seat: str
    word: str
    reason: str
    conflict: str


@dataclass(frozen=True, slots=True)
class VoteShown:
    """A vote with its words. mine: the reader has a vote in it and has not cast it. after: what is next, once it is
    decided. published: what it brought into force, by name, with its page and version."""

    vote: governance.VoteNow
    body: Body
    outcome: str
    ballots: tuple[BallotRow, ...]
    counts: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    mine: bool
    after: str
    published: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Before which body it lies, whether that only recommends, and what stands before its vote."""

    body: Body
    recommends: bool
    sent_by: str
    obstacles: tuple[Obstacle, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class MatterPage:
    """All that the page shows. organizations: for which the reader may sign. impact: what the draft does to everyone."""

    matter: governance.DocketMatter
    kind: str
    stage: str
    made_for: str
    parts: tuple[PartRow, ...]
    questions: tuple[tuple[str, str, str], ...]
    standings: tuple[Standing, ...]
    votes: tuple[VoteShown, ...]
    due: tuple[tuple[str, Any, int], ...]
    comments: tuple[tuple[governance.CommentShown, str], ...]
    speaks: tuple[tuple[str, str], ...]
    organizations: tuple[Organization, ...]
    impact: ImpactPage
    signed_in: bool
    send_up: str
    problem: str
    may_sign: bool


@page("docket.read")
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """One matter."""
    return matter_page(request, number)


def matter_page(request: HttpRequest, number: int, problem: str = "") -> HttpResponse:
    """The page of a matter, with what is wrong with what was sent, if anything is."""
    shown = read_matter(who(request), number, timezone.now(), problem)
    if shown.impact.waits:
        tasks.have_tried(number, shown.matter.draft)
    return show(request, "throughline/governing/matter.html", shown, status(problem))


def read_matter(actor: Actor, number: int, now: datetime, problem: str = "") -> MatterPage:
    """All that the page shows."""
    found = governance.matter(actor, number, on=timezone.localdate(now), now=now)
    kept = reading.catalogue()
    organizations = tuple(
        kept.organizations[each] for each in sorted(actor.organizations()) if each in kept.organizations
    )
    tried = (
        advising.impact_of_draft(number, found.draft, on=timezone.localdate(now)) if found.documents else None
    )
    open_stage = found.stage in ("asked", "drafting", "comment", "answering", "decided")
    return MatterPage(
        found,
        str(KINDS[found.kind]),
        str(STAGES[found.stage]),
        place_name(kept.organizations.get(found.made_for), found.made_for),
        tuple(map(_part, found.parts)),
        tuple((name, str(ASKED[name]), found.answers.get(name, "")) for name in QUESTIONS),
        tuple(_standing(found, body, sent_by) for body, sent_by, _since in found.hearings),
        tuple(_vote(found, each, timezone.localdate(now)) for each in found.votes),
        tuple(
            (str(STEPS[each.step]), each.due, each.days_left(timezone.localdate(now)))
            for each in found.due
            if not each.done
        ),
        tuple((each, str(SPEAKS[each.speaks_as])) for each in found.comments),
        tuple((key, str(words)) for key, words in SPEAKS.items()),
        organizations,
        impact_page(tried),
        actor.person is not None,
        _sendable(found),
        problem,
        bool(organizations) and bool(found.parts) and open_stage,
    )


def _part(each: governance.PartShown) -> PartRow:
    kept = reading.catalogue()
    signed = tuple(
        (str(SECTORS.get(sector, sector)), place_name(kept.organizations.get(place), place))
        for sector, place in each.organizations
    )
    missing = tuple(str(SECTORS[sector]) for sector in each.missing)
    reference = each.part.reference
    name = called(reference, each.part.after or each.part.before or {}, each.part.stage)
    return PartRow(f"{each.part.name}@{each.part.digest}", name, each.part.after is None, signed, missing)


def place_name(found: Organization | None, otherwise: str) -> str:
    """What an organization is called in the reader's language."""
    return words(found.title) if found else otherwise


def _standing(found: governance.DocketMatter, body: str, sent_by: str) -> Standing:
    charter = governance.last_charter(body)
    power = charter.power_over(found.kind)
    return Standing(
        charter,
        power is not None and power.function == "informs",
        sent_by,
        tuple(map(in_names, found.obstacles.get(body, ()))),
        body in found.obstacles,
    )


def _vote(found: governance.DocketMatter, vote: governance.VoteNow, on: date) -> VoteShown:
    return vote_shown(vote, mine=vote.open and vote.body in found.may.vote and on <= vote.closes)


def vote_shown(vote: governance.VoteNow, *, mine: bool = False) -> VoteShown:
    """A vote with the words of its seats."""
    body = vote.charter

    def seat(kind: str, place: int) -> str:
        held = body.seat(kind)
        title = words(held.title) if held else kind
        return f"{title} {place}" if held and held.count > 1 else title

    return VoteShown(
        vote,
        body,
        str(OUTCOMES[vote.outcome]),
        tuple(
            BallotRow(seat(b.seat, b.place), str(WORDS[b.word]), b.reason, b.conflict) for b in vote.ballots
        ),
        tuple((str(WORDS[word]), n) for word, n in vote.came.counts.items()),
        tuple(seat(*each) for each in vote.silent),
        mine,
        str(AFTER[vote.after]) if vote.after else "",
        tuple((name_of(reading.catalogue(), ref), address_of(ref), number) for ref, number in vote.published),
    )


def _sendable(found: governance.DocketMatter) -> str:
    """The regional body that may send it up now; empty where none may."""
    there = {body for body, _, _ in found.hearings}
    for vote in found.votes:
        parent = vote.charter.parent
        if vote.recommends and vote.outcome == "carried" and parent and parent not in there:
            return vote.body
    return ""


def tried(request: HttpRequest, number: int, act: Callable[[], object]) -> HttpResponse | None:
    """Do what a form asks for; where it is refused, the page with why, else None."""
    try:
        act()
    except Refused as refusal:
        more = [str(in_names(each)) for each in refusal.about.get("obstacles", ())]
        return matter_page(request, number, " ".join(more) or str(refusal) or _("It was refused."))
    return None
