"""What a bundle says that a known issuer signed about this learner, and can therefore count here as a fact."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Literal
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.record_files import KINDS
from throughline.apps.records.queries.verifying import verified
from throughline.core.credentials.building import open_badge, subjects
from throughline.core.credentials.building.errors import NotOfThisKind
from throughline.core.credentials.building.facts import Badge
from throughline.core.credentials.bundle.contents import Contents, Held
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jws import compact
from throughline.core.credentials.verifying.answers import Answer, Verification
from throughline.core.credentials.verifying.parts import inner_of

MOST_AT_ONCE = 400
"""Credentials judged in one go: a verification takes no more documents than a person could bring by hand."""
LEVEL = re.compile(r"#level-([1-9][0-9]{0,2})$")


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as its issuer signed it: what, at which level, on which day, until when. issuer: its DID; slug: the
    organization; proof: sha256 over issuer and id of the credential, hex. note: the evidence in words."""

    what: str
    level: int | None
    on: date
    until: date | None
    credits: Decimal | None
    note: str
    issuer: str
    slug: str
    proof: str


Place = Literal["own", "record", "inside"]
"""Where a credential stands in a bundle: by itself, as the signed record, or inside that."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One credential of a bundle, judged. issuer: the name that the registry has, or that it gives itself.

    known: the registry has it. named: it speaks of this learner. stated: what it comes to as a fact, where all holds.
    """

    held: Held
    place: Place
    title: str
    found: Verification
    issuer: str
    known: bool
    named: bool
    stated: Stated | None

    @property
    def answer(self) -> Answer:
        """What it is worth."""
        return self.found.answer

    @property
    def known_then(self) -> bool:
        """Whether the registry has its issuer, and had when it was issued."""
        return self.known or not (self.found.claims and self.found.claims.known_as)

    @property
    def id(self) -> str:
        """The id that it bears; empty where it cannot be read."""
        return _id_of(self.held.body)


def checked(
    actor: Actor, bundle: Contents, names: Iterable[str], *, now: datetime, fetcher: Callable[[str], bytes]
) -> tuple[Checked, ...]:
    """Every credential of a bundle, judged: those that stand in it by themselves, the signed record, and what is inside.

    names: by which the learner goes. What the bundle brings along of keys proves nothing: issuers are the registry's.
    """
    asked = replace(bundle, evidence=(), credentials=())
    called = tuple(names)
    found: list[Checked] = []
    for at in range(0, len(bundle.credentials), MOST_AT_ONCE):
        some = bundle.credentials[at : at + MOST_AT_ONCE]
        answers = verified(actor, replace(asked, clr=None, credentials=some), now=now, fetcher=fetcher).parts
        found += [_checked(held, "own", each, called) for held, each in zip(some, answers, strict=True)]
    if bundle.clr is not None:
        (whole,) = verified(actor, asked, now=now, fetcher=fetcher).parts
        found.append(_checked(Held(bundle.holder, bundle.clr), "record", whole, called))
        there = {each.id for each in found}
        found += [each for each in _inside(bundle.clr, whole, called) if each.id not in there]
    return tuple(found)


def _inside(clr: bytes, whole: Verification, names: tuple[str, ...]) -> Iterator[Checked]:
    if not whole.parts:
        return
    for each, found in zip(inner_of(read(clr)), whole.parts, strict=True):
        if each.role == "part" and isinstance(each.carried, Mapping):
            yield _checked(
                Held(str(each.carried.get("name", "")), compact(each.carried)), "inside", found, names
            )


def _id_of(body: bytes) -> str:
    try:
        document = read(body)
    except Unreadable:
        return ""
    return str(document.get("id", "")) if isinstance(document, Mapping) else ""


def _checked(held: Held, place: Place, found: Verification, names: tuple[str, ...]) -> Checked:
    claims = found.claims
    known = claims is not None and bool(claims.known_as) and found.marks().get("issuer") == "yes"
    badge = _badge(held.body) if found.answer == "verified" and place != "record" else None
    named = badge is not None and _speaks_of(badge, names)
    issuer = (claims.known_as or claims.issuer_name or claims.issuer) if claims else ""
    title = (claims.name or claims.achievement) if claims else ""
    return Checked(
        held, place, title or held.title, found, issuer, known, named,
        _stated(badge) if badge is not None and known and named else None,
    )  # fmt: skip


def _badge(body: bytes) -> Badge | None:
    try:
        return open_badge.read(read(body))
    except (Unreadable, NotOfThisKind):
        return None


def _speaks_of(badge: Badge, names: tuple[str, ...]) -> bool:
    hashed = [each for each in badge.subject.identities if each.hashed]
    return any(subjects.is_named(each, name) for each in hashed for name in names)


def _stated(badge: Badge) -> Stated | None:
    slug = badge.issuer.id.rpartition(":")[2]
    what = reference_of(badge.subject.achievement.id, badge.issuer.id)
    when = badge.awarded or badge.valid_from
    if not what or when is None or not _may_state(slug, what):
        return None
    levels = (LEVEL.search(each.level) for each in badge.subject.results)
    level = next((int(each[1]) for each in levels if each), None)
    earned = badge.subject.credits
    return Stated(
        what, level, timezone.localdate(when), timezone.localdate(badge.valid_until) if badge.valid_until else None,
        None if earned is None else Decimal(str(earned)),
        next((each.narrative for each in badge.evidence if each.genre == "note"), ""),
        badge.issuer.id, slug, sha256(f"{badge.issuer.id}\n{badge.id}".encode()).hexdigest(),
    )  # fmt: skip


def reference_of(achievement: str, issuer: str) -> str:
    """What an achievement of another house is called here (`competency:numbers`); empty where nothing here is. It must
    stand under its issuer's own host: a house speaks of its own catalogue."""
    parts, named = urlsplit(achievement), issuer.split(":")
    if len(named) < 3 or named[:2] != ["did", "web"] or parts.netloc != unquote(named[2]):
        return ""
    house = frameworks.catalogue()
    match parts.path.strip("/").split("/"):
        case ["competencies", name] if name in house.competencies:
            return f"competency:{name}"
        case ["achievements", name, _] if name in house.credentials:
            return f"credential:{name}"
        case ["milestone", name] if name in house.milestones:
            return f"milestone:{name}"
        case [kind, name] if kind in KINDS and kind not in ("competency", "milestone"):
            return f"{kind}:{name}"
    return ""


def _may_state(slug: str, what: str) -> bool:
    """The body that keeps the records states anything; everybody else the credentials of which the state names them as
    issuer."""
    house = frameworks.catalogue()
    listing = house.credentials.get(what.partition(":")[2]) if what.startswith("credential:") else None
    return slug == house.state.id or (listing is not None and slug in listing.issuers)
