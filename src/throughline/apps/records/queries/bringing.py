"""Reads: what a bundle would bring into a record, before anything of it is there; and what was brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.files.storage import opened
from throughline.apps.records.models import (
    Attainment,
    Award,
    Bringing,
    BroughtFact,
    BundleAtHand,
    EndorsedCopy,
)
from throughline.apps.records.queries.brought import Checked, Stated, checked
from throughline.apps.records.queries.verifying import FETCHER
from throughline.apps.records.restoring import WHAT, unreadable
from throughline.apps.records.sections import PEOPLE, Rows
from throughline.core.credentials.bundle.contents import BundleError, Contents, held
from throughline.core.credentials.bundle.reading import Limits, read_bundle

MOST_TEXT = 32 << 20
"""Bytes of one JSON file in a bundle: a lifetime of rows has far fewer."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What a bundle would bring. holder, made_at: as it says itself. named_alike: it bears the learner's own name.

    credentials: each one, judged. facts: those that are not here yet, each as its row says (None: only a credential
    says so) and as it was signed by a known issuer (None: only its holder says so). own: digests (sha256, hex) of
    credentials that this house issued to this learner. files: how many, with their bytes. sections: rows in each.
    """

    holder: str
    made_at: datetime
    named_alike: bool
    credentials: tuple[Checked, ...]
    facts: tuple[tuple[Row | None, Stated | None], ...]
    own: frozenset[str]
    sections: Mapping[str, int]
    files: int
    size: int

    @property
    def counted(self) -> int:
        """How many facts count here, because a known issuer signed them."""
        return sum(1 for _, stated in self.facts if stated)

    @property
    def told(self) -> int:
        """How many come in as the holder's word."""
        return len(self.facts) - self.counted

    @property
    def rows(self) -> int:
        """Rows of all sections."""
        return sum(self.sections.values())


def opened_bundle(data: IO[bytes]) -> Contents:
    """A bundle as it was read, whole. Raises `Refused` naming the file in it that cannot be taken."""
    data.seek(0)
    try:
        bundle = read_bundle(data, Limits(text=MOST_TEXT))  # type: ignore[arg-type]  # any file that can seek
    except BundleError as error:
        raise Refused(WHAT, f"{error.file}: {error.why}.", f"{error.fix}.") from None
    for section, rows in bundle.record.items():
        _check_section(section, rows)
    return bundle


def _check_section(section: str, rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise unreadable(section[:60], "it is no list of rows.")
    ids = [each.get("id") for each in rows]
    if not all(isinstance(each, str | int) for each in ids) or len(set(map(str, ids))) != len(ids):
        raise unreadable(section[:60], "its rows have no ids of their own.")


def look_at_hand(
    actor: Actor, key: UUID, *, now: datetime, fetcher: Callable[[str], bytes] = FETCHER
) -> Look:
    """What a bundle that the learner handed over would bring."""
    with bundle_at_hand(actor, key) as data:
        return looked_at(actor, actor.me, opened_bundle(data), now=now, fetcher=fetcher)


def bundle_at_hand(actor: Actor, key: UUID) -> IO[bytes]:
    """The file that the learner handed over; whoever asks closes it."""
    row = BundleAtHand.objects.filter(id=key, learner__in=ids_of([actor.me])).first()
    if row is None:
        raise Refused(WHAT, "no file of yours waits here.", "Choose the file again.")
    return opened(row.digest)


def looked_at(
    actor: Actor, learner: UUID, bundle: Contents, *, now: datetime, fetcher: Callable[[str], bytes] = FETCHER
) -> Look:
    """What a bundle would bring into a learner's record. Each credential is judged; nothing is written."""
    require(actor, "record.bring", directory.subject_for(actor, learner), what=WHAT)
    name = directory.someone(learner).name
    found = checked(actor, bundle, [name], now=now, fetcher=fetcher)
    return Look(
        bundle.holder, bundle.made_at, _alike(bundle.holder, name), found, _facts(learner, bundle, found),
        _own(learner), {name: len(rows) for name, rows in bundle.record.items() if rows},
        len(bundle.evidence), sum(each.size for each in bundle.evidence),
    )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _facts(
    learner: UUID, bundle: Contents, found: tuple[Checked, ...]
) -> tuple[tuple[Row | None, Stated | None], ...]:
    """Each fact once: a row takes the signed statement of the same thing; what only credentials state comes after."""
    pool: dict[tuple[str, int | None, str], list[Stated]] = {}
    for each in _not_here(learner, found):
        pool.setdefault((each.what, each.level, each.on.isoformat()), []).append(each)
    gone = {str(row.get("attainment_id")) for row in bundle.record.get("withdrawals", [])}
    here = _here([fact_key(row) for row in bundle.record.get("facts", [])], learner)
    facts: list[tuple[Row | None, Stated | None]] = []
    for row in bundle.record.get("facts", []):
        signed = pool.get((str(row.get("what")), row.get("level"), str(row.get("happened_on"))), [])
        stated = signed.pop() if signed else None
        if row["id"] not in gone and fact_key(row) not in here:
            facts.append((row, stated))
    facts += [(None, each) for left in pool.values() for each in left]
    return tuple(facts)


def fact_key(row: Row) -> UUID:
    """The id of a row. Raises `Refused` where it has none."""
    try:
        return UUID(str(row["id"]))
    except (KeyError, ValueError):
        raise unreadable("facts", "a row has no id.") from None


def _here(keys: list[UUID], learner: UUID) -> set[UUID]:
    found = dict(Attainment.objects.filter(id__in=keys).values_list("id", "learner_id"))
    if any(owner != learner for owner in found.values()):
        raise Refused(WHAT, "a part of it is in somebody else's record here.", "Ask whoever runs this house.")
    return set(found)


def _not_here(learner: UUID, found: tuple[Checked, ...]) -> list[Stated]:
    """What known issuers state and is not in this record by the same credential. Raises `Refused` where it is in
    somebody else's: one credential has one holder."""
    stated = {each.stated.proof: each.stated for each in found if each.stated}
    rows = BroughtFact.objects.filter(proof__in=stated).values_list("proof", "attainment__learner")
    there = dict(rows)
    if any(owner != learner for owner in there.values()):
        raise Refused(
            WHAT, "a credential in it is in somebody else's record here.", "Ask whoever runs this house."
        )
    issued = {
        f"urn:uuid:{key}"
        for key in Award.objects.filter(learner__in=ids_of([learner])).values_list("id", flat=True)
    }
    ours = {each.stated.proof for each in found if each.stated and each.id in issued}
    return [each for proof, each in stated.items() if proof not in there and proof not in ours]


def _own(learner: UUID) -> frozenset[str]:
    """The digests of everything this house handed out of the learner's awards, with endorsements and without."""
    plain = Award.objects.filter(learner__in=ids_of([learner]), signed__isnull=False)
    more = EndorsedCopy.objects.filter(award__learner__in=ids_of([learner]))
    found = (*plain.values_list("signed", flat=True), *more.values_list("signed", flat=True))
    return frozenset(sha256(held("", each).body).hexdigest() for each in found)


@dataclass(frozen=True, slots=True)
class BroughtNow:
    """A record that was brought: from whose file, when, what of it counts, and what came as its holder's word."""

    id: UUID
    holder: str
    made_at: datetime
    brought_at: datetime
    sections: Mapping[str, int]
    counted: tuple[str, ...]
    told: tuple[str, ...]


def bringings(actor: Actor, learner: UUID, *, now: datetime) -> list[BroughtNow]:
    """Every record that a learner brought, newest first. Two queries."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    rows = Bringing.objects.filter(learner__in=ids_of([learner])).prefetch_related("facts__attainment")
    return [_now(row) for row in rows.order_by("-brought_at", "-id")]


def _now(row: Bringing) -> BroughtNow:
    facts = sorted(row.facts.all(), key=lambda each: each.attainment.what)
    counted = tuple(each.attainment.what for each in facts if each.proof)
    told = tuple(each.attainment.what for each in facts if not each.proof)
    sections = {name: len(rows) for name, rows in row.sections.items() if rows and name != PEOPLE}
    return BroughtNow(row.id, row.holder, row.made_at, row.brought_at, sections, counted, told)


def sections_of(bringing: UUID) -> Rows:
    """The rows that came in with one bundle, by section; for the apps above, which asked the policy."""
    found: Rows = Bringing.objects.values_list("sections", flat=True).get(id=bringing)
    return found
