"""What a record consists of, section by section, as its bundle writes it: every row that is the learner's.

The rows of a record that was brought from another house stand as they came, word for word, until its learner changes
what is theirs to change. So a record that goes from house to house loses nothing on the way.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from throughline.apps.directory.models import Person, Relation
from throughline.apps.directory.one_person import ids_of
from throughline.apps.records import models as m

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Table = Mapping[str, tuple[type[models.Model], str]]

SECTIONS: Table = {
    "facts": (m.Attainment, "learner"),
    "withdrawals": (m.AttainmentMark, "attainment__learner"),
    "reviews": (m.Review, "learner"),
    "exceptions": (m.ExceptionGrant, "learner"),
    "tries": (m.Attempt, "learner"),
    "work": (m.Evidence, "learner"),
    "versions of work": (m.EvidenceVersion, "evidence__learner"),
    "files of work": (m.EvidenceFile, "version__evidence__learner"),
    "whom work was shown to": (m.EvidenceShowing, "evidence__learner"),
    "who was asked about work": (m.AttestationRequest, "version__evidence__learner"),
    "words of others": (m.Attestation, "version__evidence__learner"),
    "what facts rest on": (m.AttainmentEvidence, "attainment__learner"),
    "work handed in": (m.Submission, "learner"),
    "pieces handed in": (m.SubmissionEvidence, "submission__learner"),
    "own ratings": (m.SelfRating, "submission__learner"),
    "judgments": (m.Judgment, "submission__learner"),
    "ratings": (m.Rating, "judgment__submission__learner"),
    "outcomes": (m.Outcome, "submission__learner"),
    "facts of outcomes": (m.OutcomeAttainment, "attainment__learner"),
    "results from outside": (m.ExternalResult, "learner"),
    "older records": (m.SourceRecord, "learner"),
    "looks at skills": (m.SkillReview, "learner"),
    "skills as seen": (m.SkillRating, "review__learner"),
    "answers on skills": (m.SkillAnswer, "review__learner"),
    "recognition asked for": (m.Recognition, "learner"),
    "what recognition rests on": (m.Recognition.evidence.through, "recognition__learner"),
    "wishes": (m.RecognitionWish, "recognition__learner"),
    "decisions on wishes": (m.RecognitionDecision, "wish__recognition__learner"),
    "awards": (m.Award, "learner"),
    "marks on awards": (m.AwardMark, "award__learner"),
    "reviews of awards": (m.AwardReview, "learner"),
    "endorsements": (m.Endorsement, "award__learner"),
    "endorsements taken back": (m.EndorsementMark, "endorsement__award__learner"),
    "answers to endorsements": (m.EndorsementAnswer, "endorsement__award__learner"),
    "names with issuers": (m.PairwiseSubject, "learner"),
    "marks of registrars": (m.Approval, "attainment__learner"),
    "what comes first": (m.Featured, "learner"),
    "places not named": (m.NeutralPlace, "learner"),
    "consents": (m.Consent, "learner"),
    "shares": (m.Share, "learner"),
    "corrections": (m.Correction, "learner"),
    "answers to corrections": (m.CorrectionAnswer, "correction__learner"),
    "samples of work": (m.WorkSample, "submission__learner"),
    "profile for apps": (m.HolderProfile, "learner"),
    "offers to wallets": (m.WalletOffer, "learner"),
    "copies in wallets": (m.WalletCopy, "award__learner"),
    "people who help": (Relation, "learner"),
}
"""Where each section is kept, and how it leads to the learner."""
KEPT_BACK = frozenset(
    {"secret_hash", "secret", "code", "code_until", "code_tries", "code_hash", "pin_hash", "wrong_pins",
     "token_hash", "token_until"}
)  # fmt: skip
"""What opens a door here is of no use elsewhere."""
OWN = ("work", "versions of work", "files of work")
"""What is the learner's own and goes on living where it is brought."""
WISHES = ("what comes first", "places not named")
"""What the learner wants of the house they are in: only what they want now."""
PEOPLE, BROUGHT = "people", "brought from"
"""Sections beside those: who is named in the rows, and from where a record came before."""


def rows_of(learner: UUID, sections: Table = SECTIONS, own: Collection[str] = OWN) -> Rows:
    """Every row of these sections that is the learner's, by id, what was brought as it came. own: sections that the
    learner goes on with here."""
    brought = brought_rows(learner)
    derived = _derived(learner)
    made: Rows = {}
    for section, (model, path) in sections.items():
        live = [row for row in _live(model, path, learner) if str(row["id"]) not in derived]
        made[section] = joined(live, brought.get(section, []), model, section, own)
    return made


def joined(
    live: Iterable[Row], brought: Iterable[Row], model: type[models.Model], section: str, own: Collection[str]
) -> list[Row]:
    """The rows of this house and those that were brought, each once. A brought one stands as it came; where it is its
    learner's own and they changed it here, as it is now."""
    here = {str(row["id"]): row for row in live}
    house = _of_the_house(model)
    rows = dict(here)
    for came in brought:
        key = str(came["id"])
        now = here.get(key)
        if section in WISHES and now is None:
            continue
        if now is None or section not in (*own, *WISHES) or _same(now, came, house):
            rows[key] = came
    return [rows[key] for key in sorted(rows)]


def brought_rows(learner: UUID) -> Rows:
    """All rows of every record the learner brought, by section; of one that came twice, the later."""
    found: dict[str, dict[str, Row]] = {}
    came = m.Bringing.objects.filter(learner__in=ids_of([learner])).order_by("made_at", "id")
    for sections in came.values_list("sections", flat=True):
        for section, rows in sections.items():
            found.setdefault(section, {}).update({str(row["id"]): row for row in rows})
    return {section: list(rows.values()) for section, rows in found.items()}


def people_in(rows: Rows, learner: UUID, sections: Table = SECTIONS) -> list[Row]:
    """Everybody whom these rows name by id, with the name by which the learner knows them."""
    ids = {
        str(row[column])
        for section, (model, _) in sections.items()
        for column in _people_columns(model)
        for row in rows.get(section, ())
        if row.get(column)
    } - {str(learner)}
    here = Person.objects.filter(id__in=ids).values_list("id", "display_name")
    known = {str(row["id"]): row for row in brought_rows(learner).get(PEOPLE, [])}
    known |= {str(key): {"id": str(key), "name": name} for key, name in here if str(key) not in known}
    return [known[key] for key in sorted(known)]


def where_from(learner: UUID) -> list[Row]:
    """From which bundles a record was brought, oldest first."""
    came = m.Bringing.objects.filter(learner__in=ids_of([learner])).order_by("brought_at", "id")
    earlier = brought_rows(learner).get(BROUGHT, [])
    own = [
        {"id": str(b.id), "digest": b.digest, "holder": b.holder, "made_at": b.made_at.isoformat(),
         "brought_at": b.brought_at.isoformat()}
        for b in came.defer("sections", "documents")
    ]  # fmt: skip
    return [*earlier, *own]


def _live(model: type[models.Model], path: str, learner: UUID) -> list[Row]:
    found = (
        model._default_manager.filter(**{f"{path}__in": ids_of([learner])}).order_by("pk").distinct().values()
    )
    key = model._meta.pk.attname
    rows = [
        {"id": row[key], **{name: value for name, value in row.items() if name not in KEPT_BACK}}
        for row in found
    ]
    made: list[Row] = json.loads(json.dumps(rows, cls=DjangoJSONEncoder))
    return made


def _derived(learner: UUID) -> set[str]:
    """Facts that this house made out of brought credentials: they are made again wherever the credentials come."""
    found = m.BroughtFact.objects.filter(bringing__learner__in=ids_of([learner])).exclude(proof="")
    return {str(key) for key in found.values_list("attainment_id", flat=True)}


def _same(now: Row, came: Row, house: frozenset[str]) -> bool:
    return {k: v for k, v in now.items() if k not in house} == {
        k: v for k, v in came.items() if k not in house
    }


def _of_the_house(model: type[models.Model]) -> frozenset[str]:
    """Columns that say who was there and when it was written down: of the house in which that happened."""
    return frozenset({*_people_columns(model), "recorded_at"})


def _people_columns(model: type[models.Model]) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields if each.related_model is Person]
