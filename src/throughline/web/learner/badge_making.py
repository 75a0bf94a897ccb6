"""Badges that a learner and a mentor make together: their list, one while it is written, in review, live."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import badges as actions
from throughline.apps.opportunities.actions.badges import MENTORS, Wording
from throughline.apps.opportunities.queries.badges import Answered, Making
from throughline.web import reading
from throughline.web.learner.evidence_adding import competencies_by_name
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

STATES = {
    "draft": gettext_lazy("Being written"),
    "review": gettext_lazy("In review"),
    "live": gettext_lazy("Live"),
}
SIDES = {"industry": gettext_lazy("an employer or union"), "college": gettext_lazy("a college")}
PARTS = {
    "purpose": gettext_lazy("what it is for"), "outcomes": gettext_lazy("what its holder can do"),
    "criteria": gettext_lazy("what to look for"), "skills": gettext_lazy("its skills"),
}  # fmt: skip
SKILLS, STEPS = 4, (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge in the list of its makers. with_whom: the other one. next_step: what a partner said comes next."""

    badge: Making
    with_whom: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnBadges:
    """The list. partners: with whom one can be begun, each with the value of the form."""

    rows: tuple[BadgeRow, ...]
    partners: tuple[tuple[str, str], ...]
    title: str
    problem: str


@dataclass(frozen=True, slots=True)
class BadgePage:
    """One badge. typed: as it was sent, or as it is kept. answered: each answer with its place and side in words.

    mine, theirs: whether the reader, and the other one, agreed. waits: whose answer is awaited.
    """

    row: BadgeRow
    typed: Mapping[str, str]
    skills: tuple[str, ...]
    named: tuple[str, ...]
    competencies: tuple[tuple[str, str], ...]
    levels: tuple[tuple[int, str], ...]
    steps: tuple[int, ...]
    mine: bool
    theirs: bool
    waits: tuple[str, ...]
    answered: tuple[tuple[Answered, str, str], ...]
    problem: str


@page("badges.own")
def own_badges(request: HttpRequest) -> HttpResponse:
    """The badges that the reader makes, as learner or mentor; another begins with a title and a partner."""
    actor, problem = who(request), ""
    if request.method == "POST":
        try:
            return redirect("own-badge", _begin(actor, request.POST))
        except Refused as refusal:
            problem = str(refusal)
    rows = tuple(_row(actor, each) for each in opportunities.badges.own(actor))
    shown = OwnBadges(rows, _partners(actor), request.POST.get("title", ""), problem)
    return show(request, "throughline/learner/badges.html", shown, status(problem))


def _begin(actor: Actor, sent: QueryDict) -> UUID:
    side, _sign, key = sent.get("with", "").partition(":")
    try:
        other = UUID(key)
    except ValueError:
        raise Refused(_("A badge"), _("nobody is chosen to make it with."), _("Choose somebody.")) from None
    learner, mentor = (actor.me, other) if side == "mentor" else (other, actor.me)
    return actions.begin(
        by=actor, learner=learner, mentor=mentor, title=sent.get("title", ""), now=timezone.now()
    )


def _partners(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Mentors of a learner; learners of a mentor."""
    mine = directory.helpers_of(actor, actor.me) if actor.holds("learner") else []
    guides = {h.helper.id: h.helper.name for h in mine if h.kind in MENTORS}
    guided = {h.learner.id: h.learner.name for h in directory.helped_by(actor, sorted(MENTORS))}
    return (
        *((f"mentor:{key}", name) for key, name in guides.items()),
        *((f"learner:{key}", name) for key, name in guided.items()),
    )


def _row(actor: Actor, badge: Making) -> BadgeRow:
    other = badge.mentor_name if actor.is_me(badge.learner) else badge.learner_name
    return BadgeRow(badge, other, str(STATES[badge.state]))


@page("badge.make")
def badge(request: HttpRequest, key: UUID) -> HttpResponse:
    """One badge, for its two makers: to write while it is a draft; else how it stands."""
    actor = who(request)
    if request.method != "POST":
        return _shown(request, actor, key, "")
    try:
        actions.write(by=actor, plan=key, wording=_wording(request.POST), now=timezone.now())
    except Refused as refusal:
        return _shown(request, actor, key, str(refusal))
    messages.success(request, _("Kept. Both of you agree to these words before it goes to review."))
    return redirect("own-badge", key)


def _wording(sent: QueryDict) -> Wording:
    criteria = tuple(line.strip() for line in sent.get("criteria", "").splitlines() if line.strip())
    step, level = sent.get("step", ""), sent.get("level", "")
    return Wording(
        sent.get("title", ""), sent.get("purpose", ""), sent.get("outcomes", ""), criteria,
        tuple(each for each in sent.getlist("skill") if each), int(step) if step.isdecimal() else 2,
        int(level) if level.isdecimal() else 0,
    )  # fmt: skip


def _shown(request: HttpRequest, actor: Actor, key: UUID, problem: str) -> HttpResponse:
    found, catalogue = opportunities.badges.making(actor, key), reading.catalogue()
    sent = request.POST if problem and "title" in request.POST else None
    kept = {
        "title": found.title, "purpose": found.purpose, "outcomes": found.outcomes,
        "criteria": "\n".join(found.criteria), "step": str(found.step), "level": str(found.level),
    }  # fmt: skip
    typed = {name: sent.get(name, "") if sent else text for name, text in kept.items()}
    skills = tuple(sent.getlist("skill")) if sent else found.skills
    learner = actor.is_me(found.learner)
    mine, theirs = found.agreed if learner else found.agreed[::-1]
    shown = BadgePage(
        _row(actor, found), typed, (*skills, *[""] * SKILLS)[: max(SKILLS, len(skills))],
        tuple(name_of(catalogue, each) for each in found.skills), competencies_by_name(catalogue), _levels(), STEPS,
        mine, theirs, tuple(str(SIDES[each]) for each in found.waits_for),
        tuple((a, name_of(catalogue, f"organization:{a.organization}"), str(SIDES[a.side])) for a in found.answers),
        problem,
    )  # fmt: skip
    return show(request, "throughline/learner/badge.html", shown, status(problem))


def _levels() -> tuple[tuple[int, str], ...]:
    kept = reading.catalogue()
    ladder = kept.qualification_frameworks.get(kept.state.qualification_framework)
    return tuple((each.number, words(each.title)) for each in ladder.levels) if ladder else ()


@page("badge.make")
@require_POST
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader agrees to the words; once both do, it goes to review."""
    actor = who(request)
    try:
        sent = actions.agree(by=actor, plan=key, now=timezone.now())
    except Refused as refusal:
        missing = [str(PARTS[each]) for each in refusal.about.get("missing", ()) if each in PARTS]
        said = _("Before it goes to review, write: {parts}.").format(parts="; ".join(missing))
        return _shown(request, actor, key, said if missing else str(refusal))
    said = _("It is in review now.") if sent else _("You agreed. The other one agrees next.")
    messages.success(request, said)
    return redirect("own-badge", key)


@page("badge.make")
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes it back from review, to write on."""
    actions.take_back(by=who(request), plan=key, now=timezone.now())
    messages.success(request, _("It is yours again. Write on."))
    return redirect("own-badge", key)
