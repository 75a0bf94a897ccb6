"""The small state with promises: two places to study and one job behind the diploma, credit for everyone."""

from dataclasses import replace
from datetime import date

from tests.awarding import awarding_state
from tests.factories import have, learner, load, put_on, show, teacher, words
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import opening
from throughline.core.catalogue import documents as d
from throughline.core.catalogue import state_profile as s

DIPLOMA = "credential:foundation-diploma"


def promised_state(**changes):
    """The state; changes: fields of the agreement `study` that a test wants otherwise."""
    pack = awarding_state()
    study = agreement("study", "admission", ("college", "northside-high"), capacity=2)
    found = [
        replace(study, **changes),
        agreement("study-far", "admission", ("college",), legal_status="policy"),
        agreement("lab-job", "hiring", ("college", "mercy-bay"), capacity=1),
        agreement("credit", "credit", ("college",), legal_status="pledge"),
    ]
    college = d.Organization("college", words("College"), "college", "postsecondary", region="bay")
    return replace(
        pack,
        regions={"bay": d.Region("bay", words("The Bay")), "hills": d.Region("hills", words("The Hills"))},
        organizations={
            **pack.organizations, "college": college,
            "northside-high": replace(pack.organizations["northside-high"], region="bay"),
            "southside-high": replace(pack.organizations["southside-high"], region="hills"),
        },
        agreements={each.id: each for each in found},
        state=replace(
            pack.state, offers=s.OfferTerms(answer_days=30, reminders=(10, 3), undo_days=3, overseer="board"),
            shortages=(
                s.Shortage("hills-first", words("Hills first"), (s.ShortageTier(words("the Hills"), ("hills",)),)),
            ),
        ),
    )  # fmt: skip


def agreement(name, kind, parties, *, capacity=None, legal_status="contract", trigger=DIPLOMA):
    """An agreement of the small state that opens with the foundation diploma."""
    return d.Agreement(
        name, words(name.replace("-", " ").title()), kind, parties, have(trigger), words(f"You have {name}."),
        legal_status, ("medicine",), capacity, words("Another one within a year."), date(2020, 1, 1),
    )  # fmt: skip


def finishes(name, now, school="northside-high", by=None):
    """A learner who shows all of medicine's foundation, through the one door; gives them."""
    who = learner(name, school)
    put_on(who, "pathway:medicine", now=now)
    with opening(now=now):
        show(who, by or teacher(f"Teacher of {name}", school), "competency:numbers", "competency:reading",
             "competency:cells")  # fmt: skip
    return who


def own(who, now):
    """Somebody's offers, by agreement."""
    return {each.agreement.id: each for each in opportunities.offers.own(who, who.me, now=now)}


__all__ = ["finishes", "load", "own", "promised_state"]
