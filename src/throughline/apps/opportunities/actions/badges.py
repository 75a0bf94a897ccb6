"""Writes: a badge on its way: made by a learner and a mentor, approved by industry and college, live."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Role, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.badge_documents import documents_of, slug_of
from throughline.apps.opportunities.models import BadgeAnswer, BadgePlan
from throughline.apps.opportunities.sides import SECTORS, side_of
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest

WHAT = "This badge"
MENTORS = frozenset({"mentor", "workplace_mentor", "teacher", "advocate"})
"""Who may make a badge with a learner, by the kind of their tie."""
MOST_SKILLS, MOST_CRITERIA = 6, 8


@dataclass(frozen=True, slots=True)
class Wording:
    """What a badge says. skills: `competency:id`; step: the level of their scale; level: of the state's framework."""

    title: str
    purpose: str = ""
    outcomes: str = ""
    criteria: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    step: int = 2
    level: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A partner's answer. opens: what it opens with them, where they approve; next_step: one thing to do, where it is
    not yet there. internship, hours, about: a place for holders, which an industry partner may offer."""

    approved: bool
    reasons: str
    opens: str = ""
    next_step: str = ""
    internship: str = ""
    hours: int | None = None
    about: str = ""


@transaction.atomic
def begin(*, by: Actor, learner: UUID, mentor: UUID, title: str, now: datetime) -> UUID:
    """A learner and a mentor whom they let in begin a badge; either may. Gives its id."""
    decision = require(by, "badge.make", directory.subject_for(by, learner), what="Making a badge")
    if not by.is_me(learner) and by.person != mentor:
        raise Refused("Making a badge", "it is made with you.", "Begin one in which you are the mentor.")
    tied = directory.tied(learner, mentor, MENTORS, on=timezone.localdate(now))
    if not tied:
        raise Refused(
            "Making a badge", "this person does not guide this learner.", "Choose somebody they let in."
        )
    levels = _levels()
    made = BadgePlan.objects.create(
        learner_id=learner, mentor_id=mentor, title=_title(title), level=levels[1] if len(levels) > 1 else levels[0],
        begun_at=now, touched_at=now,
    )  # fmt: skip
    _note(by, "began a badge", made, decision.authority, now)
    return made.id


@transaction.atomic
def write(*, by: Actor, plan: UUID, wording: Wording, now: datetime) -> None:
    """One of the two writes it anew, as long as it is a draft. What both had agreed to is open again."""
    found = _draft(by, plan)
    _check(wording)
    found.title, found.purpose, found.outcomes = (
        _title(wording.title),
        wording.purpose.strip(),
        wording.outcomes.strip(),
    )
    found.criteria = [text.strip() for text in wording.criteria if text.strip()]
    found.skills = list(dict.fromkeys(wording.skills))
    found.step, found.level = wording.step, wording.level or found.level
    found.learner_agreed_at = found.mentor_agreed_at = None
    found.touched_at = now
    found.save()


@transaction.atomic
def agree(*, by: Actor, plan: UUID, now: datetime) -> bool:
    """One of the two agrees to the words as they are; gives whether it went to review, which is once both have.

    :raises Refused: something is missing (`about["missing"]`), or the words name the learner.
    """
    found = _draft(by, plan)
    _complete(found)
    if by.is_me(found.learner_id):
        found.learner_agreed_at = now
    else:
        found.mentor_agreed_at = now
    both = found.learner_agreed_at is not None and found.mentor_agreed_at is not None
    if both:
        found.state, found.rounds = "review", found.rounds + 1
        found.slug = found.slug or slug_of(found.title, _taken())
    found.save()
    _note(by, "sent a badge to review" if both else "agreed to a badge", found, "you make it", now)
    return both


@transaction.atomic
def take_back(*, by: Actor, plan: UUID, now: datetime) -> None:
    """One of the two takes a badge back from review, to write on."""
    found = _made_by(by, plan)
    if found.state != "review":
        raise Refused(WHAT, "it is not in review.", "You can write on.")
    _to_draft(found, now)
    _note(by, "took a badge back", found, "you make it", now)


@transaction.atomic
def answer(*, by: Actor, plan: UUID, organization: str, verdict: Verdict, now: datetime) -> str:
    """A partner of industry or of a college answers for their organization; gives the badge's state after it.

    Not yet: it is a draft again, with what comes next. Once both sides approved, from different organizations, it is live:
    in the catalogue, in the public log, with the internship that it opens.
    """
    found = BadgePlan.objects.select_for_update().filter(id=plan).first()
    if found is None or found.state != "review":
        raise Refused(WHAT, "it is not in review now.", "Look at your list again.")
    subject = Subject(organization=organization, assessors=frameworks.judging_roles())
    decision = require(by, "badge.validate", subject, what="Answering for a badge")
    side, role = side_of(organization), _role_at(by, organization)
    _may_answer(by, found, side, organization)
    _said(verdict, side)
    BadgeAnswer.objects.create(
        plan=found, round=found.rounds, side=side, organization=organization, role=role.role, person_id=by.me,
        approved=verdict.approved, reasons=verdict.reasons.strip()[:5000], next_step=verdict.next_step.strip()[:2000],
        opens=verdict.opens.strip()[:1000], internship=verdict.internship.strip()[:120],
        hours=verdict.hours if verdict.internship.strip() else None, about=verdict.about.strip()[:2000],
        answered_at=now,
    )  # fmt: skip
    verb = "approved a badge" if verdict.approved else "said what is next for a badge"
    _note(by, verb, found, decision.authority, now)
    if not verdict.approved:
        _to_draft(found, now)
    else:
        _live_where_both(by, found, organization, now)
    return found.state


def _live_where_both(by: Actor, found: BadgePlan, organization: str, now: datetime) -> None:
    answers = list(found.answers.filter(round=found.rounds, approved=True))
    if len({each.side for each in answers}) < len(SECTORS):
        return
    documents: Mapping[str, Any] = documents_of(
        found, answers, frameworks.catalogue(), timezone.localdate(now)
    )
    frameworks_actions.add(by=by, documents=documents, organization=organization, now=now)
    found.state, found.live_at, found.touched_at = "live", now, now
    found.save(update_fields=["state", "live_at", "touched_at"])
    _note(by, "a badge is live", found, "industry and college approved it", now)


def _may_answer(by: Actor, found: BadgePlan, side: str, organization: str) -> None:
    if not side:
        raise Refused(
            "Answering for a badge", "this organization is neither of industry nor a college.",
            "Ask an employer, a union or a college to answer.",
        )  # fmt: skip
    if by.is_me(found.mentor_id) or by.is_me(found.learner_id):
        raise Refused(
            "Answering for a badge", "you made it.", "Somebody else of your organization can answer."
        )
    given = found.answers.filter(round=found.rounds)
    if given.filter(side=side).exists():
        raise Refused("Answering for a badge", f"{side} has answered already.", "The other side comes next.")
    if given.filter(organization=organization).exists():
        raise Refused(
            "Answering for a badge", "your organization has answered already.", "Another one answers for this side."
        )  # fmt: skip


def _said(verdict: Verdict, side: str) -> None:
    if not verdict.reasons.strip():
        raise Refused("Answering for a badge", "the reasons are missing.", "Say what you saw in it.")
    if not verdict.approved and not verdict.next_step.strip():
        raise Refused("Not yet", "what comes next is missing.", "Say one thing they can do next.")
    if verdict.approved and not verdict.opens.strip():
        raise Refused(
            "Approving a badge", "what it opens is missing.", "Say what its holders can do next with you."
        )
    if verdict.internship.strip() and (side != "industry" or not verdict.approved):
        raise Refused("An internship", "an employer who approves offers it.", "Leave it out here.")


def _role_at(by: Actor, organization: str) -> Role:
    judging = ASSESSORS | frameworks.judging_roles()
    return next(role for role in by.roles if role.organization == organization and role.role in judging)


def _made_by(by: Actor, plan: UUID) -> BadgePlan:
    found = BadgePlan.objects.select_for_update().filter(id=plan).first()
    if found is None or not (by.is_me(found.learner_id) or by.is_me(found.mentor_id)):
        raise Refused(WHAT, "there is none at this address that you make.", "Look in your list.")
    require(by, "badge.make", directory.subject_for(by, found.learner_id), what="Making a badge")
    return found


def _draft(by: Actor, plan: UUID) -> BadgePlan:
    found = _made_by(by, plan)
    if found.state == "review":
        raise Refused(WHAT, "it is in review, and stays as it is.", "Take it back to write on.")
    if found.state == "live":
        raise Refused(WHAT, "it is live, and stays as it is.", "Begin another one.")
    return found


def _check(wording: Wording) -> None:
    if len(wording.skills) > MOST_SKILLS or len(wording.criteria) > MOST_CRITERIA:
        raise Refused(
            WHAT, f"it has room for {MOST_SKILLS} skills and {MOST_CRITERIA} things to look for.",
            "Make two badges of it.",
        )  # fmt: skip
    kept = frameworks.catalogue()
    for skill in wording.skills:
        kind, _, name = skill.partition(":")
        if kind != "competency" or name not in kept.competencies:
            raise Refused(
                WHAT, f"'{skill}' is no skill of this state.", nearest(name, list(kept.competencies))
            )
    if wording.level and wording.level not in _levels():
        raise Refused(WHAT, f"there is no level {wording.level}.", "Choose one of the list.")
    if wording.step not in range(1, 6):
        raise Refused(WHAT, f"no skill has a level {wording.step}.", "Choose one of the list.")


def _complete(found: BadgePlan) -> None:
    parts = {
        "purpose": found.purpose,
        "outcomes": found.outcomes,
        "criteria": found.criteria,
        "skills": found.skills,
    }
    if missing := [name for name, given in parts.items() if not given]:
        raise Refused(
            WHAT, f"it still lacks: {', '.join(missing)}.", "Write them, then agree.", {"missing": missing}
        )
    said = " ".join((found.title, found.purpose, found.outcomes, *found.criteria)).casefold()
    names = {found.learner.given_name, found.learner.family_name} - {""}
    if any(re.search(rf"\b{re.escape(name.casefold())}\b", said) for name in names):
        raise Refused(WHAT, "it names the learner, and everybody will read it.", "Say it without the name.")


def _title(title: str) -> str:
    if not title.strip():
        raise Refused(WHAT, "it has no title.", "Give it a short one.")
    return title.strip()[:120]


def _taken() -> set[str]:
    kept = frameworks.catalogue()
    names = {ref.partition(":")[2] for ref in kept.versions}
    return names | set(BadgePlan.objects.exclude(slug="").values_list("slug", flat=True))


def _levels() -> list[int]:
    kept = frameworks.catalogue()
    ladder = kept.qualification_frameworks.get(kept.state.qualification_framework)
    return [each.number for each in ladder.levels] if ladder else [1, 2, 3]


def _to_draft(found: BadgePlan, now: datetime) -> None:
    found.state, found.touched_at = "draft", now
    found.learner_agreed_at = found.mentor_agreed_at = None
    found.save(update_fields=["state", "touched_at", "learner_agreed_at", "mentor_agreed_at"])


def _note(by: Actor, verb: str, found: BadgePlan, authority: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, found.learner_id, f"badge:{found.id}", authority))
