"""Reads: who issues here: the registry of recognized issuers, their controller documents and keys, their status lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses, contents, publishing_status
from throughline.apps.records.credentials.contents import words
from throughline.apps.records.credentials.endorsed import endorsed
from throughline.apps.records.credentials.issuer_keys import ends_of, live, method_of, public_of
from throughline.apps.records.models import IssuerKey
from throughline.apps.records.queries.endorsing import endorsement_documents
from throughline.apps.trail import log_keys
from throughline.core import ledger
from throughline.core.credentials.controllers import controller_documents as documents
from throughline.core.credentials.controllers import jwks
from throughline.core.credentials.controllers.controller_documents import PublishedKey
from throughline.core.credentials.controllers.resolving import SIGNING, Method
from throughline.core.credentials.instants import write_instant
from throughline.core.credentials.proofs import data_integrity


@dataclass(frozen=True, slots=True)
class Recognized:
    """An organization the state recognizes as issuer. did: its did:web here. credentials: what it may issue, by id.

    removed: since when it is recognized no more; what it issued before stands.
    """

    issuer: str
    did: str
    name: str
    since: datetime
    credentials: tuple[str, ...] = ()
    removed: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as anyone may see it. ended: retired or stolen, or empty; at: since when. public: as a Multikey."""

    name: str
    method: str
    kind: str
    created_at: datetime
    ended: str
    at: datetime | None
    public: str


def registry() -> dict[str, Recognized]:
    """Every issuer the state ever recognized, by did, as the public log says. One query."""
    house, found = frameworks.published(), {}
    may = _may_issue(house.catalogue.credentials)
    for ref, each in frameworks.recognized().items():
        kind, _, name = ref.partition(":")
        held = house.catalogue.state if kind == "state" else house.catalogue.organizations.get(name)
        title = words(held.title, house.catalogue) if held else _older_name(name)
        did = addresses.did_of(name)
        found[did] = Recognized(name, did, title, each.since, may.get(name, ()), each.until)
    return found


def endorsers() -> dict[str, Recognized]:
    """Organizations of the state that are recognized as issuer of nothing and have signed endorsements, by did: since the
    time of their first key. Two queries."""
    house, issuers = frameworks.catalogue(), registry()
    keys = IssuerKey.objects.values("issuer").annotate(since=Min("created_at")).order_by("issuer")
    found = {}
    for each in keys:
        did, held = addresses.did_of(each["issuer"]), house.organizations.get(each["issuer"])
        if did not in issuers and held is not None:
            found[did] = Recognized(each["issuer"], did, words(held.title, house), each["since"])
    return found


def _may_issue(credentials: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for credential in credentials.values():
        for issuer in credential.issuers:
            found.setdefault(issuer, []).append(credential.id)
    return {issuer: tuple(sorted(each)) for issuer, each in found.items()}


def _older_name(issuer: str) -> str:
    kept = frameworks.versions_of(f"organization:{issuer}")
    titles = [each.body.get("title", {}) for each in kept]
    return next((str(v) for title in titles for v in title.values()), issuer)


def issuer_keys(issuer: str) -> list[KeyShown]:
    """Every key an issuer ever had, oldest first. Two queries."""
    rows = list(IssuerKey.objects.filter(issuer=issuer).order_by("created_at", "name"))
    ends = ends_of(rows)
    return [_key_shown(row, *ends.get(row.id, ("", None))) for row in rows]


def _key_shown(row: IssuerKey, ended: str, at: datetime | None) -> KeyShown:
    public = public_of(row).multibase()
    return KeyShown(row.name, method_of(row), row.kind, row.created_at, ended, at, public)


def keepers_keys() -> list[KeyShown]:
    """The keys that sign the list of issuers and whole records now: whoever knows one can check a bundle without asking
    anyone. Two queries."""
    found = issuer_keys(frameworks.home_state())
    return [each for each in found if each.kind == "Ed25519" and not each.ended]


def methods_of(issuer: str) -> list[Method]:
    """Every key an issuer ever had, as signatures are checked by; those that ended say when."""
    rows = list(IssuerKey.objects.filter(issuer=issuer).order_by("created_at", "name"))
    ends, did = ends_of(rows), addresses.did_of(issuer)
    return [
        Method(method_of(row), did, public_of(row), SIGNING & {"assertionMethod"}, *_ended(ends.get(row.id)))
        for row in rows
    ]


def _ended(mark: tuple[str, datetime] | None) -> tuple[datetime | None, datetime | None]:
    """Revoked from then on for a stolen key; a retired one only expires: what it signed before stands."""
    if mark is None:
        return None, None
    return (mark[1], None) if mark[0] == "stolen" else (None, mark[1])


def status_list(key: UUID, purpose: str, *, now: datetime) -> tuple[dict[str, Any], str] | None:
    """A status list as it holds now, signed, with its digest; None where there is no such list."""
    found = publishing_status.published(key, purpose, now=now)
    return None if found is None else (dict(found.signed), found.digest)


def revocation_list(issuer: str) -> dict[str, Any]:
    """An issuer's 1EdTech revocation list."""
    return publishing_status.revocations(issuer)


def controller_document(issuer: str) -> dict[str, Any]:
    """The did:web document of an issuer: every key it ever had, under names that are never used again."""
    rows = list(IssuerKey.objects.filter(issuer=issuer).order_by("created_at", "name"))
    ends = ends_of(rows)
    published = [PublishedKey(row.name, public_of(row), *_ended(ends.get(row.id))) for row in rows]
    return documents.controller_document(addresses.did_of(issuer), published)


def key_set(issuer: str = "") -> dict[str, Any]:
    """The RSA keys of an issuer (empty: of all) that nobody stole, as JSON Web Keys; what retired ones signed stands."""
    rows = IssuerKey.objects.filter(kind="RSA").order_by("issuer", "created_at")
    rows = rows.filter(issuer=issuer) if issuer else rows
    kept, ends = list(rows), ends_of(rows)
    sound = [row for row in kept if ends.get(row.id, ("", None))[0] != "stolen"]
    return jwks.jwks((method_of(row), public_of(row)) for row in sound)


def signed_registry(*, now: datetime) -> dict[str, Any]:
    """The registry as a list that can be carried away: each issuer with its name, its time and its keys, signed by the
    body that keeps the records (eddsa-jcs-2022). It names the public log's keys, so that whoever believes the list can
    check proofs of the log."""
    keeper = frameworks.catalogue().state.id
    with transaction.atomic():
        key, private = live(keeper, "Ed25519", now)
    holders = set(IssuerKey.objects.values_list("issuer", flat=True).distinct())
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    listed = {
        "issuers": [
            *(_listed(each, holders) for each in registry().values()),
            *({**_listed(each, holders), "only": "endorsements"} for each in endorsers().values()),
        ],
        "keptBy": addresses.did_of(keeper),
        "asOf": write_instant(day),
        "log": _log_keys(),
    }
    return data_integrity.sign(
        listed, key=private, method=method_of(key), created=day, suite="eddsa-jcs-2022"
    )


def _log_keys() -> dict[str, Any]:
    witnesses = log_keys.witnesses()
    return {
        "keys": [each.text() for each in log_keys.public_keys()],
        "witnesses": [each.text() for each in witnesses.keys],
        "quorum": witnesses.quorum,
    }


def _listed(each: Recognized, holders: set[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"id": each.did, "name": each.name, "since": write_instant(each.since)}
    if each.removed is not None:
        said["until"] = write_instant(each.removed)
    return said | ({"document": controller_document(each.issuer)} if each.issuer in holders else {})


def achievement(name: str, number: int) -> dict[str, Any] | None:
    """One version of a credential's listing as Open Badges writes it, with what organizations say of it; None where there
    is none."""
    found = frameworks.version(f"credential:{name}", number)
    if found is None or found.act != "published":
        return None
    document = contents.achievement_document(found.document, number, frameworks.catalogue())
    return endorsed(document, endorsement_documents(f"credential:{name}", number))


def issuer_document(issuer: str) -> dict[str, Any] | None:
    """An organization of the state as Open Badges writes it, with what others say of it; None where there is none."""
    house = frameworks.catalogue()
    if issuer not in house.organizations:
        return None
    document = contents.issuer_document(issuer, house)
    return endorsed(document, endorsement_documents(f"organization:{issuer}"))


def digest_of(document: Mapping[str, Any]) -> str:
    """The sha256 of a document's canonical JSON, in hex."""
    return ledger.digest(document)
