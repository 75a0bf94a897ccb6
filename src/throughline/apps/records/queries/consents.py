"""Reads: what consent is asked for, who said yes, and whether it holds at this moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Consent
from throughline.core.consents import ConsentRule, Standing, Yes, standing, who_may


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


def consent_holds(learner: UUID, purpose: str, *, now: datetime, besides: Iterable[Yes] = ()) -> Standing:
    """Whether consent to a purpose holds now. Who is guardian is asked anew at each use. Two queries.

    besides: an act of the learner's that is a yes in itself. A purpose the state does not ask about needs no other yes.
    """
    rule = next(
        (r for r in frameworks.catalogue().state.consents if r.id == purpose), ConsentRule(purpose, {})
    )
    guardians = directory.guardians_of(learner, on=now.date())
    said = [_yes(row) for row in Consent.objects.filter(learner=learner, purpose=purpose)]
    return standing(rule, [*said, *besides], learner=learner, guardians=guardians, now=now)


def consents(actor: Actor, learner: UUID, *, now: datetime) -> tuple[ConsentNow, ...]:
    """Every purpose of the state, with how it stands for this learner. Two queries."""
    require(actor, "consent.read", directory.subject_for(actor, learner), what="Consents")
    guardians = directory.guardians_of(learner, on=now.date())
    rows: dict[str, list[Consent]] = defaultdict(list)
    for row in Consent.objects.filter(learner=learner).select_related("given_by").order_by("given_at", "id"):
        rows[row.purpose].append(row)
    rules = frameworks.catalogue().state.consents
    return tuple(_now(rule, rows[rule.id], actor, learner, guardians, now) for rule in rules)


def _now(
    rule: ConsentRule, rows: Iterable[Consent], actor: Actor, learner: UUID, guardians: frozenset[UUID], now: datetime
) -> ConsentNow:  # fmt: skip
    counting = who_may(rule, learner=learner, guardians=guardians)
    stand = [row for row in rows if _yes(row).stands(now) and row.given_by_id in counting]
    return ConsentNow(
        rule,
        standing(rule, map(_yes, stand), learner=learner, guardians=guardians, now=now),
        tuple(Given(row.given_by.display_name, row.given_at, row.until) for row in stand),
        mine=any(row.given_by_id == actor.person for row in stand),
        may_give=actor.person in counting,
    )


def _yes(row: Consent) -> Yes:
    return Yes(row.given_by_id, row.given_at, row.until, row.withdrawn_at)
