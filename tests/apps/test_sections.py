"""Every table that holds something of a learner's goes with them when they take everything, or says why it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from throughline.apps.advising import sections as advising
from throughline.apps.directory.models import Person
from throughline.apps.opportunities import sections as opportunities
from throughline.apps.records import sections as records

EVERY = (records.SECTIONS, opportunities.SECTIONS, advising.SECTIONS)
OWNERS = ("learner", "owner", "student")
LEFT_OUT = {
    "records.Footing": "which version counts follows from the choices, which go along",
    "records.BundleAtHand": "a bundle that was handed over and not taken in yet; the learner has it",
    "records.Bringing": "its rows and files go along word for word, each in its own section",
    "records.BroughtFact": "is made again from the brought credentials wherever they come",
    "records.HeldCredential": "goes along byte for byte as a credential, not as a row",
    "records.WholeRecord": "is made from the awards, which go along; the bundle has a signed record of its own",
    "records.EndorsedCopy": "is signed again from the award and its endorsements, which go along",
    "records.KeptFile": "is made from the record and kept to save time; the bundle has the same files",
    "records.Upload": "a file on its way; it is part of a piece once it is whole",
    "records.UploadChunk": "a part of a file on its way",
    "records.DraftJudgment": "an assessor's notes before they sign; what they signed goes along",
    "records.BatchRow": "a line of a registrar's file; what it gave goes along",
    "records.SecondMarking": "blind marking of how judges agree; it says nothing of the learner",
    "records.SecondJudgment": "blind marking of how judges agree; it says nothing of the learner",
    "population.LearnerRow": "is worked out from the record, which goes along; lists and figures are read from it",
    "governance.StudentInput": "what students said to a strategy belongs to the strategy, which is public",
}
"""Tables with a learner's column, or hanging on such a one, that are in no section, each with the reason."""


def _ours() -> list[type[Model]]:
    return [
        each
        for each in apps.get_models(include_auto_created=True)
        if each.__module__.startswith("throughline.")
    ]


def _related(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type):
            yield field.name, field.related_model


def of_learners() -> dict[type[Model], str]:
    """Every table of the house that leads to a learner, with how: its own column, or a row of theirs it hangs on."""
    found = {m: name for m in _ours() for name, to in _related(m) if to is Person and name in OWNERS}
    before = -1
    while before != len(found):
        before = len(found)
        for model in _ours():
            ways = (f"{name}__{found[to]}" for name, to in _related(model) if to in found)
            if model is not Person and model not in found and (way := next(ways, "")):
                found[model] = way
    return found


def test_every_table_of_a_learners_is_in_a_section_or_says_why_not() -> None:
    held = {model for table in EVERY for model, _ in table.values()}
    missing = {model._meta.label: way for model, way in of_learners().items() if model not in held}
    assert missing.keys() == LEFT_OUT.keys()


@pytest.mark.parametrize("table", EVERY, ids=["records", "opportunities", "advising"])
def test_every_section_leads_to_the_learner(table: records.Table) -> None:
    for model, path in table.values():
        at: type[Model] = model
        for name in path.split("__"):
            found = at._meta.get_field(name).related_model
            assert isinstance(found, type)
            at = found
        assert at is Person, path


def test_no_section_gives_away_what_opens_a_door() -> None:
    told = {
        field.attname
        for table in EVERY
        for model, _ in table.values()
        for field in model._meta.concrete_fields
    } - records.KEPT_BACK
    assert [name for name in told if any(word in name for word in ("hash", "secret", "token", "pin"))] == []
