"""Reads: what a learner shares, exactly as the other side sees it, and who looked. Opening a share is an event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.record_files import (
    Told,
    award_in_file,
    made_beside,
    signed_record,
)
from throughline.apps.records.lines import Entry, Line, RecordView, arranged, as_seen_outside
from throughline.apps.records.models import Attainment, Award, Featured, NeutralPlace, Share
from throughline.apps.records.queries.awards import credentials_of
from throughline.apps.records.queries.bundling import contents_of
from throughline.apps.records.queries.consents import SHARING, consent_holds, consents_hold
from throughline.apps.records.queries.log_proofs import log_proofs_of, proofs_of_endorsements
from throughline.apps.records.queries.own_record import (
    lines_of,
    neutral_name,
    view_of,
)
from throughline.apps.records.sections import Rows
from throughline.apps.trail import actions as trail
from throughline.core.credentials.bundle.contents import Contents
from throughline.core.credentials.transcript.legacy import CourseEquivalent, courses_of
from throughline.core.log_proof import LogProof

PICTURES = "photos"
"""The purpose asked about before a picture is shown to anybody outside."""
MOST_LISTED = 200

State = Literal["draft", "open", "waits", "over", "withdrawn"]


class NotShared(Refused):
    """What a link leads to is not shared now, or never was."""


@dataclass(frozen=True, slots=True)
class ShareNow:
    """One share as the learner sees it. state: waits means that a guardian's yes is lacking. looked: who, when."""

    id: UUID
    learner: UUID
    audience: str
    form: str
    to_whom: str
    purpose: str
    organization: str
    items: tuple[str, ...]
    made_at: datetime
    until: datetime
    state: State
    looked: tuple[directory.Look, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedView:
    """What the other side sees, and nothing else: whose, for whom, why, until when, and the record's part."""

    name: str
    audience: str
    form: str
    to_whom: str
    purpose: str
    made_at: datetime
    until: datetime
    record: RecordView


def shares(actor: Actor, learner: UUID, *, now: datetime) -> list[ShareNow]:
    """All that a learner shares or shared, newest first, with who looked. Four queries at most."""
    require(actor, "share.read", directory.subject_for(actor, learner), what="What is shared")
    rows = list(Share.objects.filter(learner__in=ids_of([learner])).order_by("-created_at", "-id"))
    return _with_looks(rows, actor, learner, now) if rows else []


def share(actor: Actor, key: UUID, *, now: datetime) -> ShareNow:
    """One of them."""
    row = _row(key)
    require(actor, "share.read", directory.subject_for(actor, row.learner_id), what="A share")
    return _with_looks([row], actor, row.learner_id, now)[0]


def _with_looks(rows: Iterable[Share], actor: Actor, learner: UUID, now: datetime) -> list[ShareNow]:
    looks: dict[str, list[directory.Look]] = defaultdict(list)
    for look in directory.reads_of(actor, learner, newest=500):
        looks[look.at.partition("/")[0]].append(look)
    agreed = consent_holds(learner, SHARING, now=now, implied=True).holds
    return [replace(_now(row, now, agreed), looked=tuple(looks[f"share:{row.id}"])) for row in rows]


def preview(actor: Actor, key: UUID, *, now: datetime) -> SharedView:
    """What the other side will see, or sees now, for the learner whose record it is. It leaves no event."""
    row = _row(key)
    require(actor, "share.read", directory.subject_for(actor, row.learner_id), what="A share")
    return _view(row, now)


def _rows() -> Any:
    """Shares, each with what the learner put first and the places they do not name."""
    first = Featured.objects.filter(learner=OuterRef("learner")).order_by("position")
    unnamed = NeutralPlace.objects.filter(learner=OuterRef("learner"))
    return Share.objects.select_related("learner").annotate(
        first=ArraySubquery(first.values("item")), unnamed=ArraySubquery(unnamed.values("organization"))
    )


def _row(key: UUID) -> Any:
    row = _rows().filter(id=key).first()
    if row is None:
        raise NotShared("A share", "there is none with this id.", "Look at what you share.")
    return row


def _now(row: Share, now: datetime, agreed: bool) -> ShareNow:
    return ShareNow(
        row.id, row.learner_id, row.audience, row.form, row.to_whom, row.purpose, row.organization,
        tuple(row.items), row.created_at, row.until, _state(row, now, agreed),
    )  # fmt: skip


def state_of(row: Share, now: datetime) -> State:
    """How a share stands at this moment. The guardian's part is asked anew each time. Two queries."""
    return _state(row, now, consent_holds(row.learner_id, SHARING, now=now, implied=True).holds)


def _state(row: Share, now: datetime, agreed: bool) -> State:
    if row.withdrawn_at:
        return "withdrawn"
    if row.until <= now:
        return "over"
    if not agreed:
        return "waits"
    return "open" if row.confirmed_at else "draft"


# -- the other side


def hash_of(secret: str) -> str:
    """What is kept of a link's secret: it is long and random, so a plain SHA-256 cannot be searched."""
    return sha256(secret.encode()).hexdigest()


def opened(secret: str, *, now: datetime, part: str = "") -> SharedView:
    """What a link shows, to whoever has it. part: which form was taken (`file`, `pdf`), where it was not the page.

    Raises `NotShared` where it is over, withdrawn, or never was. The learner sees that it was opened, once a day.
    """
    row = _rows().filter(secret_hash=hash_of(secret)).first()
    if row is None:
        raise NotShared("This link", "nothing is shared by it.", "Ask the person for a new link.")
    subject = Subject(row.learner_id, row.learner.given_name, by_link=True)
    return _opened(row, None, subject, now, part, f"{row.to_whom}, by your link")


def opened_directly(actor: Actor, key: UUID, *, now: datetime, part: str = "") -> SharedView:
    """What was shared with an organization, to somebody who acts for it."""
    row = _row(key)
    subject = Subject(row.learner_id, row.learner.given_name, organization=row.organization)
    return _opened(row, actor, subject, now, part, "")


def opened_by_one_let_in(actor: Actor, key: UUID, places: frozenset[str], *, now: datetime) -> SharedView:
    """What a learner published to be found by, to somebody who acts for one of the organizations that were let in."""
    row = _row(key)
    subject = Subject(row.learner_id, row.learner.given_name, issuers=places)
    return _opened(row, actor, subject, now, "listing", "")


def shown_by(shares: Mapping[str, Share]) -> dict[str, frozenset[str]]:
    """What each share shows and stands: references of facts that are not withdrawn, and of credentials. Two queries."""
    keys = {key.partition(":")[2] for row in shares.values() for key in row.items if ":" in key}
    ids = [UUID(each) for each in keys if len(each) == 36]
    facts = Attainment.objects.filter(id__in=ids, mark=None).values_list("id", "what")
    awards = Award.objects.filter(id__in=ids).values_list("id", "credential")
    names = {str(key): what for key, what in (*facts, *awards)}
    return {
        name: frozenset(names[k] for key in row.items if (k := key.partition(":")[2]) in names)
        for name, row in shares.items()
    }


def _opened(
    row: Any, actor: Actor | None, subject: Subject, now: datetime, part: str, known_as: str
) -> SharedView:
    decision = require(actor or _WITH_LINK, "share.open", subject, what="What was shared")
    if state_of(row, now) != "open":
        raise NotShared(
            "This share",
            "it is no longer shared.",
            "Ask the person whose record it is, if you still need it.",
            {"gone": True},
        )
    read = trail.Act(
        actor.person if actor else None, "read", now, target=f"share:{row.id}{part and '/' + part}",
        authority=decision.authority, data={"as": known_as} if known_as else {},
    )  # fmt: skip
    if actor is None or not actor.is_me(row.learner_id):
        trail.note_reads(read, [row.learner_id])
    return _view(row, now)


_WITH_LINK = Actor(None, "whoever has the link")


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A shared part as it is seen, and the same as a signed CLR."""

    seen: SharedView
    document: Mapping[str, Any]


def opened_file(secret: str, *, now: datetime) -> SharedFile:
    """What a link shows as a signed CLR, to whoever has it. Taking it is a look of its own."""
    seen = opened(secret, now=now, part="file")
    return _file(Share.objects.get(secret_hash=hash_of(secret)), seen, now)


def opened_file_directly(actor: Actor, key: UUID, *, now: datetime) -> SharedFile:
    """The same for somebody who acts for the organization it was shared with."""
    seen = opened_directly(actor, key, now=now, part="file")
    return _file(Share.objects.get(id=key), seen, now)


def _file(row: Share, seen: SharedView, now: datetime) -> SharedFile:
    needed = made_beside(seen.record, row.learner_id, now=now)
    told = Told(row.subject, bytes.fromhex(row.salt))
    made, _ = signed_record(seen.record, needed, told, now=now, partial=True)
    return SharedFile(seen, made)


def opened_proofs(secret: str, *, now: datetime) -> list[LogProof]:
    """What shows that the credentials in what a link shows stand in the public log. Taking it is a look of its own."""
    return _proofs(opened(secret, now=now, part="proof").record, now)


def opened_proofs_directly(actor: Actor, key: UUID, *, now: datetime) -> list[LogProof]:
    """The same for somebody who acts for the organization it was shared with."""
    return _proofs(opened_directly(actor, key, now=now, part="proof").record, now)


def own_proofs(actor: Actor, learner: UUID, *, now: datetime) -> list[LogProof]:
    """The same for the whole record of the learner who asks."""
    require(actor, "record.export", directory.subject_for(actor, learner), what="The record as a file")
    return _proofs(view_of(learner, directory.someone(learner).name, now=now), now)


def _proofs(view: RecordView, now: datetime) -> list[LogProof]:
    keys = [key for line in view.lines.values() if (key := award_in_file(line)) is not None]
    # A credential stands in the log once it is signed.
    handed_out = credentials_of(keys, now=now)
    return [*log_proofs_of(handed_out).values(), *proofs_of_endorsements(keys)]


def everything(
    actor: Actor,
    learner: UUID,
    *,
    clr: Mapping[str, Any] | None,
    transcript: bytes | None,
    now: datetime,
    more: Rows | None = None,
) -> Contents:
    """Everything of the learner who asks, for a bundle. clr, transcript: as made for it, where there is anything.

    more: sections of the same learner that apps above keep.
    """
    require(actor, "record.export", directory.subject_for(actor, learner), what="Everything of mine")
    name = directory.someone(learner).name
    return contents_of(learner, name, clr=clr, transcript=transcript, more=more or {}, now=now)


def courses_of_record(view: RecordView) -> tuple[CourseEquivalent, ...]:
    """The courses that a record holds or corresponds to by certified equivalences alone."""
    held = {e.ref: max(line.step for line in e.lines) or None for e in view.entries.values() if _counts(e)}
    return courses_of(frameworks.structure().book, held)


def _counts(entry: Entry) -> bool:
    return not entry.withdrawn and entry.assurance in ("issued", "verified")


def inbox(actor: Actor, *, now: datetime) -> list[tuple[ShareNow, str]]:
    """What was shared with the organizations one acts for and still stands, newest first, with whose it is. To list is
    not to look: the event comes with opening."""
    require(actor, "inbox.read", what="What was shared with us")
    places = {role.organization for role in actor.roles if role.role != "learner"}
    found = Share.objects.filter(organization__in=places, withdrawn_at=None, until__gt=now)
    newest = found.exclude(confirmed_at=None).select_related("learner").order_by("-confirmed_at", "-id")
    rows = list(newest[:MOST_LISTED])
    agreed = consents_hold([row.learner_id for row in rows], SHARING, now=now, implied=True)
    return [(_now(row, now, True), row.learner.display_name) for row in rows if agreed[row.learner_id].holds]


def _view(row: Any, now: datetime) -> SharedView:
    return SharedView(
        row.learner.display_name, row.audience, row.form, row.to_whom, row.purpose, row.created_at, row.until,
        _part(row, now),
    )  # fmt: skip


def _part(row: Any, now: datetime) -> RecordView:
    """The part of a record that a share's keys name, as a reader outside sees it. Nothing else of the record is in it,
    and no picture where consent to pictures does not hold now."""
    wanted, learner = frozenset(row.items), row.learner_id
    lines = [line for line in lines_of(learner) if line.key in wanted]
    if any(_has_picture(line) for line in lines) and not consent_holds(learner, PICTURES, now=now).holds:
        lines = [line for line in lines if not _has_picture(line)]
    shown, neutral = frozenset(line.key for line in lines), neutral_name()
    seen = [as_seen_outside(line, shown, frozenset(row.unnamed), neutral) for line in lines]
    return arranged(row.learner.display_name, seen, tuple(row.first))


def _has_picture(line: Line) -> bool:
    return line.picture or any(file.picture for file in line.files)
