"""A learner's pieces of work as lines of their record: the latest of each, and those that facts rest on."""

from datetime import date
from decimal import Decimal
from typing import Any

from throughline.apps.records.lines import FileShown, Line, Vouched
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import title_of
from throughline.core.requirements.nodes import Text

WORKS = """
  SELECT json_build_array(
    version.evidence_id, version.number, evidence.kind, version.title, version.happened_on, version.place,
    version.organization, version.setting, version.hours::text, version.words, version.link,
    ARRAY(
      SELECT rests.attainment_id FROM records_attainmentevidence rests
        JOIN records_attainment fact ON fact.id = rests.attainment_id
      WHERE rests.version_id = version.id AND fact.learner_id IN (SELECT id FROM own) ORDER BY rests.id
    ),
    ARRAY(
      SELECT json_build_array(said.tie, said.words, said.assurance, said.organization)
      FROM records_attestation said JOIN records_evidenceversion earlier ON earlier.id = said.version_id
      WHERE earlier.evidence_id = version.evidence_id AND earlier.number <= version.number
      ORDER BY said.said_at DESC
    ),
    ARRAY(
      SELECT json_build_array(stored.digest, file.name, file.words, stored.media_type, stored.size)
      FROM records_evidencefile file JOIN records_storedfile stored ON stored.digest = file.stored_id
      WHERE file.version_id = version.id ORDER BY file.position
    )
  )::text
  FROM own JOIN records_evidence evidence ON evidence.learner_id = own.id
    JOIN records_evidenceversion version ON version.evidence_id = evidence.id
  WHERE (version.number = evidence.number AND evidence.set_aside_at IS NULL) OR EXISTS(
    SELECT FROM records_attainmentevidence rests JOIN records_attainment fact ON fact.id = rests.attainment_id
    WHERE rests.version_id = version.id AND fact.learner_id IN (SELECT id FROM own)
  )
  ORDER BY version.happened_on DESC, version.kept_at DESC, version.id DESC
"""
"""Kept pieces of work, newest first, each with the facts that rest on it; `own` holds all ids of the person. What is set
aside is not among them, unless a fact rests on it."""


def work_line(row: list[Any], catalogue: Catalogue) -> Line:
    """A row of `WORKS` as a line."""
    (
        evidence,
        number,
        kind,
        title,
        on,
        where,
        organization,
        setting,
        hours,
        words,
        link,
        _facts,
        said,
        held,
    ) = row
    vouched = tuple(_vouched(each, catalogue) for each in said)
    spoken_here = any(each.assurance != "brought" for each in vouched)
    place: Text | None = {"": where} if where else None
    if organization:
        place = title_of(catalogue, f"organization:{organization}", {})
    return Line(
        key=f"evidence:{evidence}.{number}", what="", title={"": title}, on=date.fromisoformat(on),
        assurance="vouched" if spoken_here else "said", place=place, place_id=organization, setting=setting,
        amounts=(("h", Decimal(hours)),) if hours and Decimal(hours) else (), vouched=vouched, words=words, link=link,
        files=tuple(FileShown(*each) for each in held), picture=kind == "photo",
    )  # fmt: skip


def facts_on(row: list[Any]) -> list[str]:
    """The facts that rest on the work of a row, by id."""
    return list(row[11])


def _vouched(said: tuple[str, str, str, str], catalogue: Catalogue) -> Vouched:
    tie, words, assurance, place = said
    named = title_of(catalogue, f"organization:{place}", {}) if place else None
    return Vouched(tie, words, assurance, named, place)
