"""Writes: pieces of work from the first word typed to what is kept; whom the learner shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.conf import settings as house
from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import pieces
from throughline.apps.records.files import file_types
from throughline.apps.records.files.storage import digest_of, store
from throughline.apps.records.models import (
    AttainmentEvidence,
    Evidence,
    EvidenceFile,
    EvidenceShowing,
    EvidenceVersion,
    StoredFile,
)
from throughline.apps.records.models.evidence import KINDS, SETTINGS, STRENGTHS
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest

MOST_DRAFTS = 200
Pinned = tuple[UUID, int]
"""A piece and the number of one of its versions."""


@transaction.atomic
def begin(
    *, by: Actor, learner: UUID, kind: str, now: datetime, typed: Mapping[str, Any] | None = None,
    phone_key: str = "",
) -> UUID:  # fmt: skip
    """Begin a piece of work about a learner: by themselves, or by somebody they let in. Gives its id.

    phone_key: a name the sender made up; sending the same again gives the same piece.
    """
    require(by, "evidence.add", directory.subject_for(by, learner), what="Adding work")
    if kind not in KINDS:
        raise Refused("Adding work", f"'{kind}' is no kind of it.", nearest(kind, list(KINDS)))
    if (
        Evidence.objects.filter(learner__in=ids_of([learner]), number=0, set_aside_at=None).count()
        >= MOST_DRAFTS
    ):
        raise Refused("Adding work", f"{MOST_DRAFTS} drafts wait already.", "Finish one, or set some aside.")
    draft = pieces.typed_from(typed or {}, {})
    made = Evidence(
        learner_id=learner, kind=kind, draft=draft, begun_by_id=by.me, begun_at=now, touched_at=now,
        phone_key=phone_key[:64],
    )  # fmt: skip
    if phone_key and (
        there := Evidence.objects.filter(learner__in=ids_of([learner]), phone_key=made.phone_key).first()
    ):
        _own(by, there)
        return there.id
    made.save(force_insert=True)
    return made.id


@transaction.atomic
def write(*, by: Actor, evidence: UUID, typed: Mapping[str, Any], now: datetime, kind: str = "") -> None:
    """Write into a draft what was typed; the rest of it stays. kind: changes what it is."""
    found = _draft(by, evidence)
    if kind and kind in KINDS and not found.number:
        found.kind = kind
    found.draft, found.touched_at = pieces.typed_from(typed, found.draft or {}), now
    found.save(update_fields=["draft", "touched_at", "kind"])


@transaction.atomic
def add_file(*, by: Actor, evidence: UUID, data: IO[bytes], name: str, now: datetime, words: str = "") -> str:
    """Put a file into a draft; gives the digest it is stored under. Pictures are drawn anew, without where and when.

    :raises Refused: too large, or none of the kinds that are taken.
    """
    found = _draft(by, evidence)
    check_size(_size(data))
    taken = file_types.take(data, name)
    stored = _stored(taken, now)
    files = [each for each in (found.draft or {}).get("files", []) if each["digest"] != stored.digest]
    if len(files) >= pieces.MOST_FILES:
        raise Refused(
            "Another file", f"a piece has {pieces.MOST_FILES} at most.", "Begin another piece for it."
        )
    clean = " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:180] or "file"
    files.append({"digest": stored.digest, "name": clean, "words": words.strip()[:500]})
    found.draft, found.touched_at = {**(found.draft or {}), "files": files}, now
    found.save(update_fields=["draft", "touched_at"])
    return stored.digest


def check_size(size: int) -> None:
    """Refuse an empty file, and one larger than this house takes."""
    most = house.EVIDENCE_LARGEST
    if size > most:
        raise Refused(
            "This file", f"it has {size / 1e6:.0f} MB, and {most / 1e6:.0f} MB is the most.",
            "Send a shorter or smaller one, or a link to it.",
        )  # fmt: skip
    if size <= 0:
        raise Refused("This file", "it is empty.", "Choose it again.")


def _size(data: IO[bytes]) -> int:
    size = data.seek(0, 2)
    data.seek(0)
    return size


def _stored(taken: file_types.Taken, now: datetime) -> StoredFile:
    preview = _put(taken.preview) if taken.preview else ""
    digest, size = _put(taken.data), _size(taken.data)
    # The same bytes are kept once, whoever brings them.
    StoredFile.objects.bulk_create(
        [StoredFile(digest=digest, size=size, media_type=taken.media_type, preview=preview, stored_at=now)],
        ignore_conflicts=True,
    )
    return StoredFile.objects.get(digest=digest)


def _put(data: IO[bytes]) -> str:
    digest = digest_of(data)
    store().put(digest, data)
    data.seek(0)
    return digest


@transaction.atomic
def drop_file(*, by: Actor, evidence: UUID, digest: str, now: datetime) -> None:
    """Take a file out of a draft. A kept version that holds it still does."""
    found = _draft(by, evidence)
    files = [each for each in (found.draft or {}).get("files", []) if each["digest"] != digest]
    found.draft, found.touched_at = {**(found.draft or {}), "files": files}, now
    found.save(update_fields=["draft", "touched_at"])


@transaction.atomic
def keep(*, by: Actor, evidence: UUID, now: datetime) -> int:
    """Keep a draft as the next version of its piece; gives the version's number. Earlier versions stay as they were."""
    found = _draft(by, evidence)
    decision = _may_add(by, found)
    answers = pieces.answers_of(found.kind, found.draft or {}, timezone.localdate(now), SETTINGS)
    _check_named(answers)
    version = _version(found, answers, by, now)
    found.number, found.draft, found.touched_at = version.number, None, now
    found.save(update_fields=["number", "draft", "touched_at"])
    if not by.is_me(found.learner_id):
        _show([version], by.me, "", "they wrote it down", now)
    trail.record(
        trail.Act(by.person, "kept work", now, found.learner_id, f"evidence:{found.id}", decision.authority,
                  {"title": version.title, "number": version.number})
    )  # fmt: skip
    return version.number


def _version(found: Evidence, answers: pieces.Answers, by: Actor, now: datetime) -> EvidenceVersion:
    made = EvidenceVersion.objects.create(
        evidence=found, number=found.number + 1, title=answers.title, words=answers.words, link=answers.link,
        hours=answers.hours, setting=answers.setting, organization=answers.organization, place=answers.place,
        happened_on=answers.happened_on, until=answers.until, people=answers.people, shows=answers.shows,
        strengths=answers.strengths, content=answers.content(found.kind), kept_by_id=by.me, kept_at=now,
    )  # fmt: skip
    EvidenceFile.objects.bulk_create(
        EvidenceFile(version=made, stored_id=f["digest"], name=f["name"], words=f["words"], position=nth)
        for nth, f in enumerate(answers.files)
    )
    return made


def _check_named(answers: pieces.Answers) -> None:
    catalogue = frameworks.catalogue()
    if answers.organization and answers.organization not in catalogue.organizations:
        raise Refused(
            "The place", f"no organization is called '{answers.organization}'.", "Write its name as the place instead."
        )  # fmt: skip
    known = {f"competency:{name}" for name in catalogue.competencies}
    for what in answers.shows:
        if what not in known:
            raise Refused("What it may show", f"'{what}' is not published.", nearest(what, sorted(known)))
    for strength in answers.strengths:
        if strength not in STRENGTHS:
            raise Refused(
                "A strength", f"'{strength}' is none of the six.", nearest(strength, list(STRENGTHS))
            )


@transaction.atomic
def revise(*, by: Actor, evidence: UUID, now: datetime) -> None:
    """Open a kept piece again: a draft that begins with what its latest version says."""
    found = _open(by, evidence)
    if found.draft is not None:
        return
    last = found.versions.order_by("-number")[0]
    found.draft = {
        "title": last.title, "words": last.words, "link": last.link, "setting": last.setting, "place": last.place,
        "hours": "" if last.hours is None else str(last.hours), "organization": last.organization,
        "happened_on": str(last.happened_on), "until": str(last.until or ""), "people": last.people,
        "shows": last.shows, "strengths": last.strengths,
        "files": [{"digest": f.stored_id, "name": f.name, "words": f.words} for f in last.files.order_by("position")],
    }  # fmt: skip
    found.touched_at = now
    found.save(update_fields=["draft", "touched_at"])


@transaction.atomic
def drop_changes(*, by: Actor, evidence: UUID, now: datetime) -> None:
    """Let go of what was typed since the last kept version."""
    found = _draft(by, evidence)
    if not found.number:
        raise Refused("Letting go of changes", "nothing of it is kept yet.", "Set the draft aside instead.")
    found.draft, found.touched_at = None, now
    found.save(update_fields=["draft", "touched_at"])


@transaction.atomic
def set_aside(*, by: Actor, evidence: UUID, now: datetime) -> None:
    """Put a piece out of sight. Nothing is lost; `bring_back` undoes it. Who was shown it no longer sees it."""
    _aside(by, evidence, now, "set work aside", now)


@transaction.atomic
def bring_back(*, by: Actor, evidence: UUID, now: datetime) -> None:
    """Bring back a piece that was set aside."""
    _aside(by, evidence, None, "brought work back", now)


def _aside(by: Actor, evidence: UUID, since: datetime | None, verb: str, now: datetime) -> None:
    found = Evidence.objects.select_for_update().filter(id=evidence).first()
    if found is None:
        raise _unknown()
    subject = directory.subject_for(by, found.learner_id)
    decision = (
        _may_add(by, found) if not found.number else require(by, "evidence.keep", subject, what="Setting work aside")
    )  # fmt: skip
    found.set_aside_at = since
    found.save(update_fields=["set_aside_at"])
    trail.record(
        trail.Act(by.person, verb, now, found.learner_id, f"evidence:{evidence}", decision.authority)
    )


@transaction.atomic
def show(
    *, by: Actor, pieces: Iterable[Pinned], why: str, now: datetime, person: UUID | None = None, organization: str = ""
) -> None:  # fmt: skip
    """The learner shows versions of pieces to one person, or to those who assess at an organization.

    why: in words, or what it is for (`recognition:ID`, `submission:ID`); `stop_showing` takes the same.
    """
    versions = versions_of(pieces)
    for learner in {each.evidence.learner_id for each in versions}:
        subject = directory.subject_for(by, learner)
        require(by, "evidence.keep", subject, what="Showing work")
    _show(versions, person, organization, why, now)
    for each in versions:
        trail.record(
            trail.Act(by.person, "showed work", now, each.evidence.learner_id, f"evidence:{each.evidence_id}",
                      data={"to": organization or str(person), "why": why})
        )  # fmt: skip


def show_for(versions: Iterable[EvidenceVersion], organization: str, why: str, now: datetime) -> None:
    """The same within another action of this app that has asked the policy and records its own event."""
    _show(versions, None, organization, why, now)


def _show(
    versions: Iterable[EvidenceVersion], person: UUID | None, organization: str, why: str, now: datetime
) -> None:
    EvidenceShowing.objects.bulk_create(
        EvidenceShowing(
            evidence_id=each.evidence_id, number=each.number, person_id=person, organization=organization,
            why=why[:200], opened_at=now,
        )
        for each in versions
    )  # fmt: skip


@transaction.atomic
def stop_showing(*, by: Actor, evidence: UUID, now: datetime, why: str = "") -> None:
    """The learner ends every showing of a piece (why empty), or those for one reason. It works at once."""
    found = Evidence.objects.filter(id=evidence).first()
    if found is None:
        raise _unknown()
    decision = require(
        by, "evidence.keep", directory.subject_for(by, found.learner_id), what="Ending a showing"
    )
    open_ = EvidenceShowing.objects.filter(evidence=found, closed_at=None)
    (open_.filter(why=why) if why else open_).update(closed_at=now)
    trail.record(
        trail.Act(by.person, "stopped showing work", now, found.learner_id, f"evidence:{evidence}", decision.authority)
    )  # fmt: skip


def rest_on(attainments: Iterable[UUID], pieces: Iterable[Pinned]) -> None:
    """Write that attainments rest on these versions; for actions that judge, in their own transaction."""
    versions = versions_of(pieces)
    AttainmentEvidence.objects.bulk_create(
        [AttainmentEvidence(attainment_id=a, version=v) for a in attainments for v in versions],
        ignore_conflicts=True,
    )


def versions_of(pieces: Iterable[Pinned]) -> list[EvidenceVersion]:
    """Kept versions by piece and number, in the order given; refuses one that is not there."""
    wanted = list(dict.fromkeys(pieces))
    rows = EvidenceVersion.objects.filter(evidence__in=[key for key, _ in wanted]).select_related("evidence")
    found = {(row.evidence_id, row.number): row for row in rows}
    if any(each not in found for each in wanted):
        raise _unknown()
    return [found[each] for each in wanted]


def _open(by: Actor, evidence: UUID) -> Evidence:
    found = Evidence.objects.select_for_update().filter(id=evidence).first()
    if found is None:
        raise _unknown()
    _own(by, found)
    if found.set_aside_at:
        raise Refused("This piece of work", "it is set aside.", "Bring it back first.")
    return found


def _draft(by: Actor, evidence: UUID) -> Evidence:
    found = _open(by, evidence)
    if found.draft is None:
        raise Refused("This piece of work", "it is kept, and kept versions stay.", "Open it to change it.")
    return found


def _own(by: Actor, found: Evidence) -> None:
    """A draft is written by the learner, or by whoever began it, as long as they are let in."""
    _may_add(by, found)
    if not (by.is_me(found.learner_id) or by.is_me(found.begun_by_id)):
        raise Refused("This piece of work", "somebody else began it.", "Ask them, or begin one of your own.")


def _may_add(by: Actor, found: Evidence) -> Decision:
    subject = replace(directory.subject_for(by, found.learner_id))
    return require(by, "evidence.add", subject, what="Adding work")


def _unknown() -> Refused:
    return Refused("This piece of work", "there is none of that id that you may see.", "Check the address.")
