"""Reads: what consent is asked for, who said yes, and whether it holds at this moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Consent
from throughline.core.consents import ConsentRule, Standing, Yes, standing, who_may

SHARING = "sharing"
"""The purpose that every share asks about. To share is in itself the learner's yes to it."""


@dataclass(frozen=True, slots=True)
class Given:
    """One yes that stands: whose, since when, until when."""

    by: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentNow:
    """One purpose: its rule, whether consent holds, who said yes, whether the asker's own yes stands or would count."""

    rule: ConsentRule
    standing: Standing
    given: tuple[Given, ...]
    mine: bool
    may_give: bool


def rule_of(purpose: str) -> ConsentRule:
    """The state's rule for a purpose."""
    rules = {rule.id: rule for rule in frameworks.catalogue().state.consents}
    if purpose not in rules:
        raise Refused("A consent", f"nothing here is called '{purpose}'.", f"There are: {', '.join(rules)}.")
    return rules[purpose]


def consent_holds(learner: UUID, purpose: str, *, now: datetime, implied: bool = False) -> Standing:
    """Whether consent to a purpose holds now. Two queries. implied: as for `consents_hold`."""
    return consents_hold([learner], purpose, now=now, implied=implied)[learner]


def consents_hold(
    learners: Iterable[UUID], purpose: str, *, now: datetime, implied: bool = False
) -> dict[UUID, Standing]:
    """The same for many. Who is guardian is asked anew at each use. Two queries.

    implied: the learner's own act asks for it, and is their yes. Where a state does not name a purpose, a learner's
    yes is enough for it.
    """
    return each_consent(learners, [purpose], now=now, implied=implied)[purpose]


def each_consent(
    learners: Iterable[UUID], purposes: Iterable[str], *, now: datetime, implied: bool = False
) -> dict[str, dict[UUID, Standing]]:
    """The same for several purposes, by purpose. Two queries."""
    wanted, known = list(dict.fromkeys(learners)), {r.id: r for r in frameworks.catalogue().state.consents}
    rules = [known.get(purpose, ConsentRule(purpose, {})) for purpose in purposes]
    guardians = directory.guardians_of(wanted, on=timezone.localdate(now))
    # A learner's own act is enough where nobody else is asked.
    guarded = any(guardians.values())
    ask = [rule.id for rule in rules if not implied or (guarded and rule.guardian != "none")]
    rows = list(Consent.objects.filter(learner__in=ids_of(wanted), purpose__in=ask)) if ask else []
    mine = whose(wanted, (row.learner_id for row in rows))
    said: dict[tuple[str, UUID], list[Yes]] = defaultdict(list)
    for row in rows:
        said[row.purpose, mine[row.learner_id]].append(_yes(row, mine[row.learner_id]))
    by_self = {each: [Yes(each, now)] for each in wanted} if implied else {}
    return {
        rule.id: {
            each: standing(
                rule, [*by_self.get(each, ()), *said[rule.id, each]], learner=each, guardians=guardians[each], now=now
            )
            for each in wanted
        }
        for rule in rules
    }  # fmt: skip


def consents(actor: Actor, learner: UUID, *, now: datetime) -> tuple[ConsentNow, ...]:
    """Every purpose of the state, with how it stands for this learner. Two queries."""
    require(actor, "consent.read", directory.subject_for(actor, learner), what="Consents")
    guardians = directory.guardians_of([learner], on=timezone.localdate(now))[learner]
    rows: dict[str, list[Consent]] = defaultdict(list)
    own = Consent.objects.filter(learner__in=ids_of([learner]))
    for row in own.select_related("given_by").order_by("given_at", "id"):
        rows[row.purpose].append(row)
    rules = frameworks.catalogue().state.consents
    return tuple(_now(rule, rows[rule.id], actor, learner, guardians, now) for rule in rules)


def _now(
    rule: ConsentRule, rows: Iterable[Consent], actor: Actor, learner: UUID, guardians: frozenset[UUID], now: datetime
) -> ConsentNow:  # fmt: skip
    counting = who_may(rule, learner=learner, guardians=guardians)
    own = [Yes(learner, now)] if rule.id == SHARING else []
    stand = [row for row in rows if (yes := _yes(row, learner)).stands(now) and yes.by in counting]
    return ConsentNow(
        rule,
        standing(
            rule,
            [*own, *(_yes(row, learner) for row in stand)],
            learner=learner,
            guardians=guardians,
            now=now,
        ),
        tuple(Given(row.given_by.display_name, row.given_at, row.until) for row in stand),
        mine=any(actor.is_me(row.given_by_id) for row in stand),
        may_give=actor.person in counting and (not own or actor.person != learner),
    )


def _yes(row: Consent, learner: UUID) -> Yes:
    # What a learner said under another id of theirs is their own word.
    by = learner if row.given_by_id == row.learner_id else row.given_by_id
    return Yes(by, row.given_at, row.until, row.withdrawn_at)
