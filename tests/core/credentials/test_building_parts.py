"""One credential, of which each audience is shown its part; nobody can show a result without its status."""

import json
from dataclasses import fields
from typing import Any

import pytest

from tests.core.credentials.badges import JUNE, SCHOOL, SHOP
from tests.core.credentials.test_building_for_audiences import CAD, PLACEMENT, WORK
from throughline.core.credentials import keys
from throughline.core.credentials.building import open_badge
from throughline.core.credentials.building.audiences import (
    ALWAYS,
    AUDIENCES,
    AudienceName,
    Entry,
    entry_of,
    present,
)
from throughline.core.credentials.building.disclosing import always_shown, shown_to
from throughline.core.credentials.building.facts import Badge
from throughline.core.credentials.controllers import resolving
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.proofs.selective import show, sign_for_showing

ISSUER_KEY = keys.private_from_bytes(bytes(31) + b"\x05", "P-256")
ONCE = keys.private_from_bytes(bytes(31) + b"\x07", "P-256")


def _copy(badge: Badge) -> dict[str, Any]:
    """The learner's own copy."""
    document = open_badge.build(badge)
    return sign_for_showing(
        document, key=ISSUER_KEY, method=f"{badge.issuer.id}#key-sd", created=JUNE, mandatory=always_shown(document),
        statements_key=ONCE, secret=bytes(range(32)),
    )  # fmt: skip


def _holds(document: dict[str, Any]) -> bool:
    known = resolving.known(
        [resolving.Method(f"{i.id}#key-sd", i.id, ISSUER_KEY.public) for i in (SCHOOL, SHOP)]
    )
    return [each.outcome for each in data_integrity.check_proofs(document, methods=known)] == ["holds"]


@pytest.mark.parametrize("name", ["learner", "college", "employer"])
@pytest.mark.parametrize("badge", [CAD, WORK], ids=["credential", "work"])
def test_each_audience_sees_in_its_part_just_what_the_table_says_and_the_proof_holds(
    badge: Badge, name: AudienceName
) -> None:
    audience, own = AUDIENCES[name], _copy(badge)
    part = show(own, shown_to(own, audience))
    assert _holds(part)
    seen = entry_of(open_badge.read(part))
    whole = present([badge], AUDIENCES["learner"]).groups[0][1][0]
    for each in fields(Entry):
        if each.name in audience.fields | ALWAYS - {"group"}:
            assert getattr(seen, each.name) == getattr(whole, each.name), each.name
        elif each.name not in ("group", "valid_until"):
            assert not getattr(seen, each.name), f"{each.name} is shown to {name}"


def test_what_an_audience_is_not_shown_leaves_no_trace_in_its_part() -> None:
    own = _copy(WORK)
    text = json.dumps(show(own, shown_to(own, AUDIENCES["college"])))
    for trace in ("Assistant mechanic", PLACEMENT.words, "2027-01-11", "120"):
        assert trace in json.dumps(own)
        assert trace not in text


def test_nobody_can_show_a_result_without_its_status() -> None:
    own = _copy(CAD)
    part = show(own, ["/credentialSubject/result/0/value"])
    assert _holds(part)
    assert part["credentialSubject"]["result"][0]["status"] == "Completed"
    del part["credentialSubject"]["result"][0]["status"]
    assert not _holds(part)


def test_a_part_always_tells_from_whom_since_when_and_where_its_status_stands() -> None:
    part = show(_copy(CAD), [])
    assert _holds(part)
    assert part["issuer"] == open_badge.build(CAD)["issuer"]
    assert part["validFrom"] == "2027-06-01T12:00:00Z"
    assert part["credentialStatus"]["statusListIndex"] == "1"
    assert "identifier" not in part["credentialSubject"], "the hash of the name is the learner's to show"
