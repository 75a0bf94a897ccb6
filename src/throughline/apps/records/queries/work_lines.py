"""Reads: a learner's pieces of work as lines of their record: the latest of each, and those that facts rest on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, F, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject

from throughline.apps.directory.one_person import ids_of
from throughline.apps.records.lines import FileShown, Line, Vouched
from throughline.apps.records.models import AttainmentEvidence, Attestation, EvidenceFile, EvidenceVersion
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import title_of
from throughline.core.requirements.nodes import Text

FILE = JSONObject(
    digest="stored__digest", name="name", words="words", media_type="stored__media_type", size="stored__size"
)


def work_lines(learner: UUID, catalogue: Catalogue) -> list[tuple[Line, tuple[UUID, ...]]]:
    """Kept pieces of work, newest first, each with the facts that rest on it. What is set aside is not among them,
    unless a fact rests on it. One query."""
    rests = AttainmentEvidence.objects.filter(
        version=OuterRef("pk"), attainment__learner__in=ids_of([learner])
    )
    said = Attestation.objects.filter(
        version__evidence=OuterRef("evidence"), version__number__lte=OuterRef("number")
    )
    held = EvidenceFile.objects.filter(version=OuterRef("pk")).order_by("position")
    latest = Case(
        When(Q(number=F("evidence__number")) & Q(evidence__set_aside_at=None), then=Value(True)),
        default=Value(False), output_field=BooleanField(),
    )  # fmt: skip
    rows: Any = EvidenceVersion.objects.filter(evidence__learner__in=ids_of([learner])).annotate(
        kind=F("evidence__kind"),
        latest=latest,
        facts=ArraySubquery(rests.values("attainment_id")),
        vouched=ArraySubquery(
            said.order_by("-said_at").values(
                json=JSONObject(tie="tie", words="words", assurance="assurance", place="organization")
            )
        ),
        held=ArraySubquery(held.values(json=FILE)),
    )
    kept = [row for row in rows.order_by("-happened_on", "-kept_at", "-id") if row.latest or row.facts]
    return [(_line(row, catalogue), tuple(row.facts)) for row in kept]


def _line(row: Any, catalogue: Catalogue) -> Line:
    vouched = tuple(_vouched(each, catalogue) for each in row.vouched)
    spoken_here = any(each.assurance != "brought" for each in vouched)
    place: Text | None = {"": row.place} if row.place else None
    if row.organization:
        place = title_of(catalogue, f"organization:{row.organization}", {})
    return Line(
        key=f"evidence:{row.evidence_id}.{row.number}", what="", title={"": row.title}, on=row.happened_on,
        assurance="vouched" if spoken_here else "said", place=place, place_id=row.organization, setting=row.setting,
        amounts=(("h", row.hours),) if row.hours else (), vouched=vouched, words=row.words, link=row.link,
        files=tuple(FileShown(**each) for each in row.held), picture=row.kind == "photo",
    )  # fmt: skip


def _vouched(said: Mapping[str, str], catalogue: Catalogue) -> Vouched:
    place = said["place"]
    return Vouched(
        said["tie"], said["words"], said["assurance"],
        title_of(catalogue, f"organization:{place}", {}) if place else None, place,
    )  # fmt: skip
