"""A record, or a shared part of one, as a signed file: a CLR 2.0 of the credentials in it.

Credentials go in as their issuers signed them. A line that has none (a competency that people attested, a credential
whose place the learner does not name) is stated by the keeper of the record, the state itself, in a credential of its
own. The learner's own word is not signed by anybody and is not in the file. Nothing leads to what is left out: the
record, its subject and its salt are new in each share.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses, contents, signing
from throughline.apps.records.credentials.endorsed import SHOWN
from throughline.apps.records.credentials.following import Ground, grounds_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.credentials.sealing import unseal
from throughline.apps.records.lines import Line, RecordView
from throughline.core import ledger
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone
from throughline.core.catalogue.structure import parts
from throughline.core.credentials.building import associations, clr, open_badge, subjects
from throughline.core.credentials.building.facts import (
    AchievementFacts,
    Association,
    Badge,
    Clr,
    ClrSubject,
    Criteria,
    EvidenceFacts,
    Identity,
    ResultDescription,
    ResultFacts,
    RubricLevel,
    Subject,
)
from throughline.core.credentials.keys import PrivateKey
from throughline.core.credentials.proofs import data_integrity
from throughline.core.requirements.nodes import Text

KINDS = {
    "competency": "Competency", "course": "Course", "assessment": "Assessment", "experience": "Fieldwork",
    "milestone": "ext:Milestone",
}  # fmt: skip
"""What a line is called in Open Badges; anything else is an achievement."""
CREDITS = ("college-credit", "credit")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a file of a record needs besides its lines. issued: the credentials as their issuers signed them, by award;
    ground: how it hangs together; method, private: the key that the state signs with, by its name; stated: what was kept
    of a file before this one, pressed together."""

    issued: Mapping[UUID, dict[str, Any]]
    ground: Ground
    method: str
    private: PrivateKey
    stated: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the keeper of a record stated in a file of it. subject, salt: under which random name, and with which hash, it
    speaks of the learner. held: its statements, by a digest of the line each is about."""

    subject: UUID
    salt: bytes
    held: Mapping[str, dict[str, Any]] = field(default_factory=dict)


# One query, for what is there nearly always: every award signed by the job, with the endorsements shown with it, and the
# state's key.
BESIDE = f"""
WITH own AS MATERIALIZED (SELECT directory_same_person(%(learner)s) AS id)
SELECT ARRAY(
  SELECT json_build_array(award.id, CASE WHEN shown.ids IS NULL THEN award.signed ELSE (
    SELECT copy.signed FROM records_endorsedcopy copy WHERE copy.award_id = award.id AND copy.endorsements = shown.ids
      AND NOT EXISTS(SELECT FROM records_keymark WHERE key_id = copy.signed_with_id AND kind = 'stolen')
    ORDER BY copy.signed_at DESC LIMIT 1
  ) END)::text
  FROM own JOIN records_award award ON award.learner_id = own.id,
    LATERAL (SELECT array_agg(said.id ORDER BY said.said_at, said.id) AS ids FROM {SHOWN}) AS shown
), (
  SELECT json_build_array(footing.pathway, footing.number, footing.began)
  FROM own JOIN records_footing footing ON footing.learner_id = own.id
  ORDER BY footing.learner_id = %(learner)s DESC, footing.pathway DESC, footing.learner_id DESC LIMIT 1
), key.name, secret.sealed, (
  SELECT content FROM records_keptfile WHERE learner_id = %(learner)s AND form = 'stated'
)
FROM (SELECT) AS one LEFT JOIN (
  SELECT id, name FROM records_issuerkey AS held
  WHERE issuer = %(issuer)s AND kind = 'Ed25519' AND EXISTS(SELECT FROM records_issuersecret WHERE key_id = held.id)
    AND NOT EXISTS(SELECT FROM records_keymark WHERE key_id = held.id)
  ORDER BY created_at DESC, name DESC LIMIT 1
) AS key ON true LEFT JOIN records_issuersecret secret ON secret.key_id = key.id
"""


def beside(view: RecordView, learner: UUID) -> Beside | None:
    """What a file of this learner's own whole record needs; None where something of it has to be made first: a credential
    that waits to be signed, the state's key. One query."""
    state = frameworks.home_state()
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"learner": learner, "issuer": state})
        rows, footing, name, sealed, stated = cursor.fetchone()
    held = {UUID(key): signed for key, signed in map(json.loads, rows) if signed}
    if sealed is None or not _awards_in(view) <= held.keys():
        return None
    pathway, number, began = footing or ("", None, None)
    ground = Ground(pathway, number, date.fromisoformat(began) if began else None)
    method = f"{addresses.did_of(state)}#{name}"
    return Beside(held, ground, method, unseal(bytes(sealed)), bytes(stated) if stated else None)


@transaction.atomic
def made_beside(view: RecordView, learner: UUID, *, now: datetime) -> Beside:
    """The same of a view, whole or a part, with what was not there yet made now. It writes rows that a file is made
    from."""
    key, private = live(frameworks.home_state(), "Ed25519", now)
    issued = signing.signed_all(_awards_in(view), now=now.replace(microsecond=0))
    return Beside(issued, grounds_of([learner]).get(learner, Ground()), method_of(key), private)


def _awards_in(view: RecordView) -> set[UUID]:
    return {award for line in view.lines.values() if (award := award_in_file(line)) is not None}


def signed_record(
    view: RecordView, needed: Beside, told: Told, *, now: datetime, partial: bool
) -> tuple[dict[str, Any], Told]:
    """The signed CLR of a view, and what its keeper stated in it. told: as whom it speaks of the learner, and what was
    stated of lines before under the same documents and key: what is still so is not signed again.

    :raises Refused: nothing in it is signed or attested.
    """
    house = frameworks.catalogue()
    keeper, moment = contents.issuer_profile(house.state.id, house), now.replace(microsecond=0)
    about = (subjects.identity(view.name, told.salt),)
    stated = _Stating(view, house, about, needed, told, moment)
    credentials = [stated.of(line) for line in view.lines.values() if _belongs(line)]
    if not credentials:
        raise Refused("A signed record", "nothing in it is confirmed yet.", "Show something first.")
    around, links = _hanging_together(needed.ground, view, credentials, partial=partial)
    whole = Clr(
        id=f"urn:uuid:{uuid4()}", issuer=keeper, valid_from=moment, partial=partial,
        name=f"{view.name}: {contents.words(house.state.title, house)}",
        subject=ClrSubject(
            tuple(credentials), subjects.pairwise(told.subject), about, around, links
        ),
    )  # fmt: skip
    made = data_integrity.sign(clr.build(whole), key=needed.private, method=needed.method, created=moment)
    return made, replace(told, held=stated.made)


def award_in_file(line: Line) -> UUID | None:
    """The award whose own credential stands in the file for this line; None where there is none."""
    kind, _, key = line.key.partition(":")
    return UUID(key) if kind == "award" and line.place_id and _belongs(line) else None


def _belongs(line: Line) -> bool:
    return line.withdrawn is None and line.assurance in ("issued", "verified")


@dataclass(frozen=True, slots=True)
class _Stating:
    """The keeper of the record stating lines of one view at one moment."""

    view: RecordView
    house: Catalogue
    about: tuple[Identity, ...]
    needed: Beside
    told: Told
    now: datetime
    made: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, line: Line) -> dict[str, Any]:
        """The issuer's own credential, or what the keeper states where there is none or its place is not named."""
        award = award_in_file(line)
        if award is not None:
            return self.needed.issued[award]
        name = ledger.digest(repr([line, *self._works(line)]))
        self.made[name] = self.told.held.get(name) or self._signed(line)
        return self.made[name]

    def _signed(self, line: Line) -> dict[str, Any]:
        unsigned = open_badge.build(self._badge(line))
        key, method = self.needed.private, self.needed.method
        return data_integrity.sign(unsigned, key=key, method=method, created=self.now)

    def _badge(self, line: Line) -> Badge:
        achieved = _achievement(line, self.house)
        level = f"{achieved.id}#level-{line.step}" if line.level else ""
        described = achieved.results[0].id
        results = (ResultFacts(describes=described, status="Completed", level=level),)
        return Badge(
            id=f"urn:uuid:{uuid4()}", issuer=contents.issuer_profile(self.house.state.id, self.house),
            subject=Subject(
                achievement=achieved, id=subjects.pairwise(self.told.subject), identities=self.about, results=results,
                narrative=_confirmed(line, self.house), credits=_credits(line),
            ),
            valid_from=self.now, awarded=_instant(line.on), name=achieved.name,
            valid_until=_instant(line.until) if line.until else None,
            evidence=tuple(self._evidence(line)),
        )  # fmt: skip

    def _evidence(self, line: Line) -> Iterable[EvidenceFacts]:
        if line.words:
            yield EvidenceFacts(id=f"urn:uuid:{uuid4()}", narrative=line.words, genre="note")
        for work in self._works(line):
            yield EvidenceFacts(
                id=f"urn:uuid:{uuid4()}", name=contents.words(work.title, self.house), narrative=work.words,
                genre="work",
            )  # fmt: skip

    def _works(self, line: Line) -> list[Line]:
        """The pieces of work in the view that a line rests on."""
        under = (self.view.lines.get(key) for key in line.under)
        return [work for work in under if work is not None and work.kind == "evidence"]


def _achievement(line: Line, house: Catalogue) -> AchievementFacts:
    kind, _, name = line.what.partition(":")
    credential = house.credentials.get(name) if kind == "credential" else None
    if credential is not None:
        return contents.achievement_of(credential, house.versions.get(line.what, 1), house)
    where = addresses.competency(name) if kind == "competency" else f"{addresses.house()}/{kind}/{name}"
    title = contents.words(line.title, house)
    said = _criteria(line.what, house) or title
    result = ResultDescription(f"{where}#status", "Status", "Status")
    if line.level:
        result = ResultDescription(
            f"{where}#level", "Level", "RubricCriterionLevel", levels=_scale(line, where, house)
        )
    return AchievementFacts(
        id=where, name=title, description=said, criteria=Criteria(said), kind=KINDS.get(kind, "Achievement"),
        results=(result,), language=house.state.languages[0],
    )  # fmt: skip


def _criteria(what: str, house: Catalogue) -> str:
    kind, _, name = what.partition(":")
    found: Text = {}
    if kind == "competency" and name in house.competencies:
        found = house.competencies[name].statement
    elif kind == "milestone" and name in house.milestones:
        found = house.milestones[name].summary
    return contents.words(found, house)


def _scale(line: Line, where: str, house: Catalogue) -> tuple[RubricLevel, ...]:
    competency = house.competencies[line.what.partition(":")[2]]
    steps = house.competency_frameworks[competency.framework].scale
    return tuple(
        RubricLevel(f"{where}#level-{step.number}", contents.words(step.title, house), str(step.number))
        for step in steps
    )


def _confirmed(line: Line, house: Catalogue) -> str:
    roles = (f"{each.role.replace('_', ' ')}, {contents.words(each.place, house)}" for each in line.stood)
    said = "; ".join(dict.fromkeys(roles))
    return f"Confirmed by: {said}." if said else ""


def _credits(line: Line) -> float | None:
    return next((float(amount) for unit, amount in line.amounts if unit in CREDITS), None)


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _hanging_together(
    footing: Ground, view: RecordView, credentials: Iterable[Mapping[str, Any]], *, partial: bool
) -> tuple[tuple[AchievementFacts, ...], tuple[Association, ...]]:
    """The milestones around what is shown, and how all of it hangs together on the learner's pathway.

    Which pathway that is, is told only where a credential of it is shown, or the whole record.
    """
    lines = [line for line in view.lines.values() if _belongs(line)]
    if not footing.pathway or (partial and not any(line.kind == "credential" for line in lines)):
        return (), ()
    book = frameworks.rules_for(footing.pathway, footing.number)
    pathway = book.pathway(footing.pathway)
    pairs = zip(lines, credentials, strict=True)
    held = {line.what: name for line, each in pairs for name in clr.achievement_ids(each)[:1]}
    every = {f"milestone:{m}": _milestone_id(m) for m in parts(pathway, book).milestones} | held
    drawn = associations.of_pathway(pathway, book, every)
    around = {a.target for a in drawn if a.kind == "isChildOf" and a.source in held.values()}
    kept = {what: name for what, name in every.items() if what in held or name in around}
    named = tuple(_milestone(book.milestone(w.partition(":")[2])) for w in kept if w not in held)
    return named, associations.of_pathway(pathway, book, kept)


def _milestone_id(name: str) -> str:
    return f"{addresses.house()}/milestones/{name}/"


def _milestone(found: Milestone) -> AchievementFacts:
    house = frameworks.catalogue()
    said = contents.words(found.summary, house) or contents.words(found.title, house)
    return AchievementFacts(
        id=_milestone_id(found.id), name=contents.words(found.title, house), description=said,
        criteria=Criteria(said), kind=KINDS["milestone"],
    )  # fmt: skip
