"""Writes: a district says what its graduates show beside what the state asks of every graduate."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.queries.profiles import (
    OwnProfile,
    ProfileCheck,
    check_profile,
    own_name,
    profile_of,
)
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.catalogue.naming import names_of
from throughline.core.requirements.nodes import Node, Text, Use
from throughline.core.requirements.words import sentence

BEFORE = "0"
"""The label of the text for learners who began before a district's own: the state's."""


@transaction.atomic
def publish_profile(
    *, by: Actor, organization: str, root: Node, why: str, now: datetime, starts: date | None = None
) -> str:
    """A district (or a school that belongs to none) publishes its graduate profile; gives the label of the new text.

    It must hold all that the state's holds. starts: for learners who begin on that day or later; only the first text may
    hold for all. Those who have begun keep the text they began with.
    """
    subject = Subject(organization=organization)
    decision = require(by, "profile.publish", subject, what="This graduate profile")
    own = profile_of(organization)
    if own is None:
        raise Refused(
            "This graduate profile", "it is not theirs to say.", "Its district says it, or the state."
        )
    _refuse_less(check_profile(root, on=timezone.localdate(now)))
    if not why.strip():
        raise Refused("This graduate profile", "the reason is missing.", "Say in a line why it changes.")
    rule = _with_edition(own, root, starts, timezone.localdate(now))
    frameworks_actions.amend(by=by, documents={f"rule:{rule.id}": rule}, organization=organization, now=now)
    label = rule.editions[-1].label
    act = trail.Act(
        by.person, "published a profile", now, None, f"organization:{organization}", decision.authority
    )
    trail.record(replace(act, data={"edition": label, "why": why.strip()[:500]}))
    return label


@transaction.atomic
def bring_back_profile(*, by: Actor, organization: str, label: str, now: datetime) -> str:
    """An earlier text of a profile holds again, as a new one, for learners who begin from today."""
    own = profile_of(organization)
    found = next((each for each in own.editions if each.label == label), None) if own else None
    if found is None:
        raise Refused(
            "Bringing it back", f"there is no text '{label}' of this profile.", "Choose one of its texts."
        )
    return publish_profile(
        by=by, organization=organization, root=found.root, why=f"Text {label} holds again.", now=now,
        starts=timezone.localdate(now),
    )  # fmt: skip


def _refuse_less(found: ProfileCheck) -> None:
    names = names_of(frameworks.catalogue())
    if found.narrowed:
        part = found.narrowed[0].node
        raise Refused(
            "This graduate profile",
            f"it asks for less than the state at '{part.id}': the state asks for “{sentence(part, names, 'en')}”.",
            "Keep the state's part, or ask for more.", {"node": part.id},
        )  # fmt: skip
    if found.shut_out:
        shut = found.shut_out[0]
        kinds = {each.id: each.title for each in frameworks.catalogue().state.demonstrations}
        kind = kinds[shut.kind].get("en", shut.kind)
        raise Refused(
            "This graduate profile", f"'{shut.node.id}' could not be shown by this: {kind}.",
            "Let it be shown in any of the state's kinds.", {"node": shut.node.id},
        )  # fmt: skip


def _with_edition(own: OwnProfile, root: Node, starts: date | None, today: date) -> Rule:
    if own.rule is None:
        return _first(own, root, starts)
    newest = own.rule.editions[-1]
    if newest.root == root:
        raise Refused("This graduate profile", "it says what it said before.", "Change something first.")
    begins = starts or today
    if begins < max(today, newest.starts or today):
        raise Refused(
            "This graduate profile",
            "it would change what those who have begun are asked for.",
            "Let it hold from today or later.",
        )
    label = str(1 + max(int(each.label) for each in own.rule.editions))
    return replace(own.rule, editions=(*own.rule.editions, Edition(label, root, begins)))


def _first(own: OwnProfile, root: Node, starts: date | None) -> Rule:
    editions = [Edition("1", root, starts)]
    if starts is not None:
        editions.insert(0, Edition(BEFORE, Use(id="state", rule=own.state.id)))
    return Rule(
        id=own_name(own.holder.id), title=_title(own.state.title, own.holder.title), purpose="profile",
        editions=tuple(editions), refines=own.state.id, offered_by=(own.holder.id,),
        waivable_by=own.state.waivable_by, summary=own.state.summary,
    )  # fmt: skip


def _title(said: Text, of: Text) -> Text:
    return {
        language: f"{words}: {of.get(language) or of.get('en') or next(iter(of.values()))}"
        for language, words in said.items()
    }
