"""Checking a credential, for programs: what was brought goes in as it is, the answer comes out step by step."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from throughline.api.problems import Problem
from throughline.apps.directory.actor import Actor
from throughline.apps.records import queries as records
from throughline.core.credentials.verifying.report import as_json

router = Router(tags=["credentials"])
LARGEST = 16 * 1024 * 1024
BODY = {
    "requestBody": {
        "description": "The credential itself: JSON, a token, a baked PNG or SVG, or a PDF with the credential attached.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class Sentence(Schema):
    """A sentence: its code, in English, and what fills its places."""

    code: str
    text: str
    details: dict[str, str]


class Step(Sentence):
    """One step of the check. mark: yes, no, unknown, warning or not_needed."""

    name: str
    mark: Literal["yes", "no", "unknown", "warning", "not_needed"]
    title: str
    more: list[Sentence]


class Elsewhere(Schema):
    """What could not be reached."""

    address: str
    why: str


class Vocabulary(Schema):
    """A list of words that was used, by the SHA-256 of its content."""

    address: str
    sha256: str


class Checked(Schema):
    """The answer, with the same for what stands inside. claims: what it says; nothing unless its signature holds."""

    answer: Literal["verified", "not_verified", "cannot_tell"]
    form: str
    kind: str
    role: str
    judged_at: datetime
    as_of: datetime
    steps: list[Step]
    claims: dict[str, Any] | None
    warnings: list[Sentence]
    not_reached: list[Elsewhere]
    contexts: list[Vocabulary]
    parts: list[dict[str, Any]]


@router.post(
    "/verify",
    response={200: Checked, 400: Problem, 413: Problem, 422: Problem},
    summary="Check a credential",
    openapi_extra=BODY,
)
def verify(
    request: HttpRequest,
    link: Annotated[str, Field(max_length=2048)] = "",
    as_of: datetime | None = None,
    challenge: Annotated[str, Field(max_length=500)] = "",
    domain: Annotated[str, Field(max_length=500)] = "",
) -> Any:
    """Whether a credential is what it says: the body, or what stands at `link`. as_of: an instant to hold dates against.
    challenge, domain: what a presentation must have been signed for. Nothing of it is kept."""
    given = _body(request) or link.strip()
    if not given:
        raise HttpError(400, "Nothing was brought. Send the credential as the body, or name a link.")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = records.verified(
        actor, given, now=timezone.now(), as_of=_with_zone(as_of), challenge=challenge, domain=domain
    )
    return as_json(found)


def _body(request: HttpRequest) -> bytes:
    # Read as a stream: the body may be larger than a form, and duplicate names in it must be seen.
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise HttpError(413, f"The credential is too large. Up to {LARGEST} bytes are read.")
    return bytes(body)


def _with_zone(when: datetime | None) -> datetime | None:
    return when if when is None or when.tzinfo else when.replace(tzinfo=UTC)
