"""What lies before the demo's bodies when it begins: proposed, drafted, signed, commented and voted through the same actions
as real use, on the days the pack tells."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from throughline.apps.advising import actions as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.governance import actions, queries
from throughline.core.governing.ballots import WORDS
from throughline.demo.people import id_of

Told = Mapping[str, Any]


def tell(told: Sequence[Told], now: datetime) -> int:
    """Bring every matter that is told as far as it is told; gives how many. Nothing where the docket is not empty."""
    if any(each.kind != "request" for each in queries.docket(on=timezone.localdate(now))):
        return 0
    for each in told:
        _matter(each, now)
    return len(told)


def _matter(told: Told, now: datetime) -> None:
    begun = _ago(now, told)
    docket = _waiver(told, now) if "waiver" in told else _proposal(told, begun)
    _signed(told, docket, begun + timedelta(hours=2))
    _answered(told, docket, begun + timedelta(hours=3))
    if days := told.get("comment_days_ago"):
        opened = now - timedelta(days=int(days))
        actions.open_comment(by=_actor(told["clerk"], opened), docket=docket, now=opened)
    for said in told.get("comments", ()):
        _commented(said, docket, _ago(now, said))
    if voted := told.get("vote"):
        _voted(told, voted, docket, _ago(now, voted))


def _proposal(told: Told, begun: datetime) -> int:
    docket = actions.propose(
        by=_actor(told["by"], begun), kind=str(told["kind"]), title=str(told["title"]), reason=str(told["reason"]),
        bodies=list(told["bodies"]), made_for=str(told.get("made_for", "")), now=begun,
    )  # fmt: skip
    actions.draft(
        by=_actor(told["by"], begun), docket=docket, documents=_documents(told), text=str(told.get("text", "")),
        now=begun + timedelta(hours=1),
    )  # fmt: skip
    return docket


def _waiver(told: Told, now: datetime) -> int:
    begun, said = _ago(now, told), told["waiver"]
    ends = said.get("ends_days_ago")
    asked = actions.NewWaiver(
        str(said["holder"]), tuple(said["schools"]), tuple(said["rules"]), str(told["title"]), str(told["reason"]),
        timezone.localdate(now - timedelta(days=int(said["starts_days_ago"]))),
        None if ends is None else timezone.localdate(now - timedelta(days=int(ends))),
    )  # fmt: skip
    return actions.ask_waiver(by=_actor(told["by"], begun), asked=asked, now=begun)


def _ago(now: datetime, told: Told) -> datetime:
    return now - timedelta(days=int(told["days_ago"]))


def _actor(person: object, when: datetime) -> Actor:
    return directory.actor_of(id_of(str(person)), on=timezone.localdate(when))


def _documents(told: Told) -> dict[str, Any]:
    """The documents as told, and the pathway whose stage asks for a new milestone besides."""
    found = {ref: {"id": ref.partition(":")[2], **body} for ref, body in told.get("documents", {}).items()}
    if into := told.get("stage"):
        reference, asked = f"pathway:{into['pathway']}", f"milestone:{into['asks']}"
        pathway = queries.bodies_in_force([reference])[reference]
        for stage in pathway["stages"]:
            if stage["id"] == into["stage"]:
                stage["gate"]["choose"]["of"].append({"have": {"id": asked.replace(":", "-"), "what": asked}})
        found[reference] = pathway
    return found


def _signed(told: Told, docket: int, when: datetime) -> None:
    for each in told.get("signs", ()):
        actor = _actor(each["by"], when)
        parts = [
            part.part.name
            for part in queries.matter(actor, docket, on=timezone.localdate(when), now=when).parts
        ]
        for part in each.get("only", parts):
            actions.sign_part(by=actor, docket=docket, part=part, organization=str(each["for"]), now=when)


def _answered(told: Told, docket: int, when: datetime) -> None:
    for question, text in told.get("answers", {}).items():
        by = _actor(told["answered_by"], when)
        actions.answer_question(by=by, docket=docket, question=question, text=text, now=when)


def _commented(said: Told, docket: int, when: datetime) -> None:
    comment = actions.say(
        by=_actor(said["by"], when),
        docket=docket,
        text=str(said["text"]),
        speaks_as=str(said["as"]),
        now=when,
    )
    if text := said.get("answer"):
        later = when + timedelta(days=2)
        actions.answer_comment(
            by=_actor(said["answered_by"], later), comment=comment, text=str(text), now=later
        )


def _bodies(docket: int, when: datetime) -> list[str]:
    return [
        body for body, _, _ in queries.matter(PUBLIC, docket, on=timezone.localdate(when), now=when).hearings
    ]


def _voted(told: Told, voted: Told, docket: int, when: datetime) -> None:
    """Everyone with a vote votes for it, but those who are told otherwise; the clerk closes it on the next day."""
    clerk = _actor(told["clerk"], when)
    words, why = voted.get("words", {}), voted.get("why", {})
    named = {id_of(person): person for person in (*words, *why)}
    for body in _bodies(docket, when):
        advising.open_vote(by=clerk, docket=docket, body=body, now=when)
        sitting = queries.sitting(body, timezone.localdate(when))
        kinds = {each.id for each in sitting.body.seats if each.voting}
        for member in sitting.members:
            if member.seat in kinds:
                key = named.get(member.person, "")
                word = next(each for each in WORDS if each == words.get(key, "for"))
                by = directory.actor_of(member.person, on=timezone.localdate(when))
                actions.vote(
                    by=by, docket=docket, body=body, word=word, reason=str(why.get(key, "")), now=when
                )
        later = when + timedelta(days=1)
        advising.decide(by=clerk, docket=docket, body=body, reasons=str(voted["reasons"]), now=later)
