"""A record, or a shared part of one, as a signed file: a CLR 2.0 of the credentials in it.

Credentials go in as their issuers signed them. A line that has none (a competency that people attested, a credential
whose place the learner does not name) is stated by the keeper of the record, the state itself, in a credential of its
own. The learner's own word is not signed by anybody and is not in the file. Nothing leads to what is left out: the
record, its subject and its salt are new in each share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses, contents, signing
from throughline.apps.records.credentials.following import Ground, grounds_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.lines import Line, RecordView
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


@transaction.atomic
def signed_record(
    view: RecordView, *, learner: UUID, subject: UUID, salt: bytes, now: datetime, partial: bool
) -> dict[str, Any]:
    """The signed CLR of a view. subject, salt: under which random name, and with which hash, it speaks of the learner.

    :raises Refused: nothing in it is signed or attested.
    """
    house = frameworks.catalogue()
    keeper, moment = contents.issuer_profile(house.state.id, house), now.replace(microsecond=0)
    key, private = live(house.state.id, "Ed25519", now)
    about = (subjects.identity(view.name, salt),)
    lines = [line for line in view.lines.values() if _belongs(line)]
    awards = (award_in_file(line) for line in lines)
    issued = signing.signed_all((each for each in awards if each is not None), now=moment)
    stated = _Stating(view, house, subject, about, private, method_of(key), moment, issued)
    credentials = [stated.of(line) for line in lines]
    if not credentials:
        raise Refused("A signed record", "nothing in it is confirmed yet.", "Show something first.")
    around, links = _hanging_together(learner, view, credentials, partial=partial)
    whole = Clr(
        id=f"urn:uuid:{uuid4()}", issuer=keeper, valid_from=moment, partial=partial,
        name=f"{view.name}: {contents.words(house.state.title, house)}",
        subject=ClrSubject(
            tuple(credentials), subjects.pairwise(subject), about, around, links
        ),
    )  # fmt: skip
    return data_integrity.sign(clr.build(whole), key=private, method=method_of(key), created=moment)


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
    subject: UUID
    about: tuple[Identity, ...]
    private: PrivateKey
    method: str
    now: datetime
    issued: Mapping[UUID, dict[str, Any]]

    def of(self, line: Line) -> dict[str, Any]:
        """The issuer's own credential, or what the keeper states where there is none or its place is not named."""
        award = award_in_file(line)
        if award is not None:
            return self.issued[award]
        unsigned = open_badge.build(self._badge(line))
        return data_integrity.sign(unsigned, key=self.private, method=self.method, created=self.now)

    def _badge(self, line: Line) -> Badge:
        achieved = _achievement(line, self.house)
        level = f"{achieved.id}#level-{line.step}" if line.level else ""
        described = achieved.results[0].id
        results = (ResultFacts(describes=described, status="Completed", level=level),)
        return Badge(
            id=f"urn:uuid:{uuid4()}", issuer=contents.issuer_profile(self.house.state.id, self.house),
            subject=Subject(
                achievement=achieved, id=subjects.pairwise(self.subject), identities=self.about, results=results,
                narrative=_confirmed(line, self.house), credits=_credits(line),
            ),
            valid_from=self.now, awarded=_instant(line.on), name=achieved.name,
            valid_until=_instant(line.until) if line.until else None,
            evidence=tuple(self._evidence(line)),
        )  # fmt: skip

    def _evidence(self, line: Line) -> Iterable[EvidenceFacts]:
        if line.words:
            yield EvidenceFacts(id=f"urn:uuid:{uuid4()}", narrative=line.words, genre="note")
        for under in line.under:
            work = self.view.lines.get(under)
            if work is not None and work.kind == "evidence":
                yield EvidenceFacts(
                    id=f"urn:uuid:{uuid4()}", name=contents.words(work.title, self.house), narrative=work.words,
                    genre="work",
                )  # fmt: skip


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
    learner: UUID, view: RecordView, credentials: Iterable[Mapping[str, Any]], *, partial: bool
) -> tuple[tuple[AchievementFacts, ...], tuple[Association, ...]]:
    """The milestones around what is shown, and how all of it hangs together on the learner's pathway.

    Which pathway that is, is told only where a credential of it is shown, or the whole record.
    """
    footing = grounds_of([learner]).get(learner, Ground())
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
