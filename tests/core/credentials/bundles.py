"""Bundles as their tests use them."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.core.credentials.badges import KEY, SCHOOL, badge, record, signed
from throughline.core.credentials.building import clr, open_badge
from throughline.core.credentials.bundle import Contents, PageWords, Snapshot, write_bundle
from throughline.core.credentials.bundle.contents import EvidenceFile, evidence, held

MADE = datetime(2027, 6, 2, 8, 30, 15, tzinfo=UTC)
WORDS = PageWords(
    language="en", title="Learner record", made="Made on {date}.", what_is_here="All of it is in this folder.",
    credentials="Credentials", evidence="Evidence", files="Files", whole_record="The whole record, signed",
    transcript="Transcript", everything="Everything else, for another system", snapshots="What stood where",
    how_to_check="How to check this record", check_lead="You do not need us for it.",
    steps=("Open any checker of Open Badges.", "Give it a file from the folder credentials."),
    as_of="As it stood on {date}.", back="Back to the record", issued_by="Issued by", issued_on="Issued on",
    valid_until="Valid until", level="Level", criteria="How it is earned", shows="What it shows",
    endorsed="Who stands behind it", employer="Employer",
    role="Role", hours="Hours", file_of="The signed file", nothing_yet="Nothing yet.",
)  # fmt: skip

PHOTO = evidence("Bracket <1>.jpg", b"\xff\xd8" + bytes(range(256)) * 40, "image/jpeg")
NOTE = evidence("What I learned", "Todo salió bien: 100 % ✓".encode(), "text/plain")


def _with_evidence(number: int, file: EvidenceFile) -> dict[str, Any]:
    made = badge(number, "credential:cad-design", "CAD design & <models>")
    digest = "sha256-" + base64.b64encode(bytes.fromhex(file.digest)).decode()
    return signed(open_badge.build(replace(made, evidence=(replace(made.evidence[0], digest=digest),))))


CREDENTIAL = _with_evidence(1, PHOTO)
DID = {
    "@context": ["https://www.w3.org/ns/cid/v1"], "id": SCHOOL.id, "assertionMethod": [f"{SCHOOL.id}#key-1"],
    "verificationMethod": [{"id": f"{SCHOOL.id}#key-1", "type": "Multikey", "controller": SCHOOL.id,
                            "publicKeyMultibase": KEY.public.multibase()}],
}  # fmt: skip
CONTENTS = Contents(
    holder="Ana Lúcia <Ortiz>",
    made_at=MADE,
    record={
        "facts": [{"what": "competency:cad", "score": "75.50", "tags": ["a"]}],
        "marks": [],
        "plan": {"goal": None},
    },
    clr=json.dumps(signed(clr.build(record(badge(1, "credential:cad-design", "CAD design"))))).encode(),
    credentials=(
        held("CAD design & <models>", CREDENTIAL),
        held("Soldadura", signed(open_badge.build(badge(2, "c:w", "W")))),
    ),
    snapshots=(
        Snapshot("https://meridian.example/issuers/harbor-high/did.json", json.dumps(DID).encode(), MADE),
    ),
    evidence=(PHOTO, NOTE),
    transcript=b"%PDF-1.7 not drawn here",
)


def packed(contents: Contents = CONTENTS) -> bytes:
    """A bundle's bytes."""
    return b"".join(write_bundle(contents, WORDS))


def files(bundle: bytes) -> dict[str, bytes]:
    """A bundle's files by name."""
    with ZipFile(BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(held_files: Mapping[str, bytes]) -> bytes:
    """Files as a zip, as anyone could make it."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in held_files.items():
            archive.writestr(name, body)
    return out.getvalue()
