"""What a credential says before it is signed, from the award and the listing it is issued under.

It says the same to everyone who earned the same: nothing of how long it took, how often it was tried, or where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from throughline.apps.records.credentials import addresses
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Credential
from throughline.core.credentials.building import open_badge, subjects
from throughline.core.credentials.building.facts import (
    AchievementFacts,
    Alignment,
    Badge,
    Criteria,
    Document,
    Issuer,
    ResultDescription,
    ResultFacts,
    StatusEntry,
    Subject,
)
from throughline.core.requirements.nodes import Text

KINDS = {
    "apprenticeship": "ApprenticeshipCertificate", "badge": "Badge", "certificate": "Certificate", "degree": "Degree",
    "diploma": "Diploma", "licence": "License", "micro-credential": "MicroCredential",
}  # fmt: skip
"""Types of a state's credentials as Open Badges names them; any other is an extension (`ext:...`)."""
SUSPENDED = frozenset({"licence"})
"""Types of credentials that name a list of those on hold beside the list of those revoked. All others name one list, because
the published schemas of Open Badges and CLR leave room for one; on hold, they stand among the revoked until they are
reinstated."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An award before it is kept. name: the learner's, told as a salted hash only. competencies: what it certifies, by
    id. subject: the learner's name with this issuer. status_list, place: where its status will stand."""

    id: UUID
    name: str
    credential: Credential
    number: int
    issuer: str
    competencies: tuple[str, ...]
    subject: UUID
    status_list: UUID
    place: int
    issued_at: datetime
    valid_until: date | None
    salt: bytes


def content_of(draft: Draft, published: Catalogue) -> dict[str, object]:
    """The unsigned credential (Open Badges 3.0) of an award."""
    credential = draft.credential
    achieved = achievement_of(credential, draft.number, published)
    result = ResultFacts(
        describes=achieved.results[0].id, status="Completed",
        alignments=tuple(_competency(name, published) for name in draft.competencies),
    )  # fmt: skip
    return open_badge.build(
        Badge(
            id=f"urn:uuid:{draft.id}",
            issuer=issuer_profile(draft.issuer, published),
            subject=Subject(
                achievement=achieved, id=subjects.pairwise(draft.subject), results=(result,),
                identities=(subjects.identity(draft.name, draft.salt),),
            ),
            valid_from=draft.issued_at.replace(microsecond=0),
            valid_until=_end_of(draft.valid_until),
            name=words(credential.title, published),
            description=words(credential.purpose, published),
            status=_status(draft),
        )
    )  # fmt: skip


def achievement_of(credential: Credential, number: int, published: Catalogue) -> AchievementFacts:
    """One version of a credential's listing as Open Badges writes it: the same for all who earn it."""
    name = addresses.achievement(credential.id, number)
    narrative = words(credential.outcomes, published) or words(credential.purpose, published)
    return AchievementFacts(
        id=name, name=words(credential.title, published), kind=kind_of(credential),
        description=words(credential.purpose, published) or narrative or words(credential.title, published),
        criteria=Criteria(narrative or words(credential.title, published), f"{name}#criteria"),
        alignments=_level(credential, published),
        results=(ResultDescription(f"{name}#status", "Status", "Status"),),
        credits=float(credential.credits["college-credit"]) if "college-credit" in credential.credits else None,
        version=str(number), language=published.state.languages[0],
    )  # fmt: skip


def achievement_document(credential: Credential, number: int, published: Catalogue) -> Document:
    """The same as a document of its own, under its own address."""
    from throughline.core.credentials.building.shapes import ACHIEVEMENT
    from throughline.core.credentials.building.vocabulary import OB_CONTEXT, VC_CONTEXT

    return {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        **ACHIEVEMENT.write(achievement_of(credential, number, published)),
    }


def issuer_document(issuer: str, published: Catalogue) -> Document:
    """An organization's profile as a document of its own."""
    from throughline.core.credentials.building.shapes import PROFILE
    from throughline.core.credentials.building.vocabulary import OB_CONTEXT, VC_CONTEXT

    return {"@context": [VC_CONTEXT, OB_CONTEXT], **PROFILE.write(issuer_profile(issuer, published))}


def issuer_profile(issuer: str, published: Catalogue) -> Issuer:
    """An issuing organization as a credential names it; the state's own record keeper bears the state's id."""
    if issuer == published.state.id:
        return Issuer(addresses.did_of(issuer), words(published.state.title, published), addresses.house())
    held = published.organizations.get(issuer)
    name = words(held.title, published) if held else issuer.replace("-", " ").title()
    return Issuer(addresses.did_of(issuer), name, addresses.place_of(issuer))


def kind_of(credential: Credential) -> str:
    """A credential's type in the words of Open Badges."""
    return KINDS.get(credential.type) or f"ext:{credential.type}"


def words(text: Text, published: Catalogue) -> str:
    """A text in the state's first language, else in any it has."""
    return text.get(published.state.languages[0]) or next(iter(text.values()), "")


def _competency(name: str, published: Catalogue) -> Alignment:
    held = published.competencies[name]
    return Alignment(words(held.title, published), addresses.competency(name), "CFItem", name, held.framework)


def _level(credential: Credential, published: Catalogue) -> tuple[Alignment, ...]:
    ladder = published.qualification_frameworks.get(published.state.qualification_framework)
    step = next((each for each in ladder.levels if each.number == credential.level), None) if ladder else None
    if ladder is None or step is None:
        return ()
    return (
        Alignment(
            words(step.title, published), f"{addresses.house()}/levels/", "ext:QualificationLevel",
            str(credential.level), words(ladder.title, published),
        ),
    )  # fmt: skip


def _status(draft: Draft) -> tuple[StatusEntry, ...]:
    # The 1EdTech list is named in the token form only: its word stands in a context that many verifiers do not hold.
    purposes = ("revocation", "suspension") if draft.credential.type in SUSPENDED else ("revocation",)
    lists = [(purpose, addresses.status(draft.status_list, purpose)) for purpose in purposes]
    return tuple(
        StatusEntry(f"{url}#{draft.place}", "BitstringStatusListEntry", purpose, str(draft.place), url)
        for purpose, url in lists
    )


def statuses_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Where to ask about a credential: one entry, or several."""
    said = content.get("credentialStatus", [])
    return list(said) if isinstance(said, list) else [said]


def names_suspensions(content: Mapping[str, Any]) -> bool:
    """Whether a credential names a list of those on hold."""
    return any(each.get("statusPurpose") == "suspension" for each in statuses_of(content))


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
