"""Reads: how each pathway's certification stands, check by check, and what the checks put on the docket. Public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import CheckRun, Decision, Defect
from throughline.core.certification.certified import Certified, certified
from throughline.core.certification.checks import BESIDE, CHECKS


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that stands on the docket."""

    docket: int
    pathway: str
    check: str
    about: str
    sentence: str
    fix: str
    owner: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """One check on one pathway: what it makes sure of, and the sentences of what it found; none: passed."""

    id: str
    title: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """A pathway's certification whole. ran_at: of the newest run; None before the first, and then nothing is said of the
    checks. decided: docket number and day of the decision that brought it into force or renewed it, where one did."""

    pathway: str
    number: int
    standing: Certified
    checks: tuple[Checked, ...]
    ran_at: datetime | None
    decided: tuple[int, datetime] | None
    faults: tuple[Fault, ...]


def packet(pathway: str, *, on: date) -> Packet:
    """The packet of one pathway in force. Four queries. Raises `Refused` where there is none of that name."""
    kept = frameworks.catalogue()
    if pathway not in kept.pathways:
        raise Refused("A certification", f"no pathway '{pathway}' is in force.", "Look in the list.")
    number = kept.versions.get(f"pathway:{pathway}", 1)
    run = CheckRun.objects.filter(pathway=pathway, number=number).order_by("-ran_at").first()
    decided = _decided(f"pathway:{pathway}")
    faults = tuple(_fault(each) for each in _open().filter(pathway=pathway))
    found = run.findings if run else []
    return Packet(
        pathway, number, _standing(pathway, number, decided, on, bool(found)), _checked(found, decided is not None)
        if run else (), run.ran_at if run else None, decided, faults,
    )  # fmt: skip


def at_risk() -> Mapping[str, int]:
    """Pathways with open faults, and how many. One query."""
    found: dict[str, int] = {}
    for name in Defect.objects.filter(mended_at=None).values_list("pathway", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


def faults() -> list[Fault]:
    """Every fault that the checks put on the docket and nobody has mended yet, newest first. One query."""
    return [_fault(each) for each in _open()]


def _open() -> QuerySet[Defect]:
    return Defect.objects.filter(mended_at=None).order_by("-docket")


def _fault(row: Defect) -> Fault:
    return Fault(
        row.docket, row.pathway, row.check_id, row.about, row.sentence, row.fix, row.owner, row.found_at
    )


def _checked(found: list[dict[str, str]], decided: bool) -> tuple[Checked, ...]:
    """In order of id. What came with the state's folder has no packet, so nothing is said of C19."""
    titles = {each.id: each.title for each in CHECKS} | dict(BESIDE)
    asked = [name for name in sorted(titles) if decided or name != "C19"]
    return tuple(
        Checked(
            name,
            titles[name],
            tuple((each["sentence"], each["fix"]) for each in found if each["check"] == name),
        )
        for name in asked
    )


def _decided(reference: str) -> tuple[int, datetime] | None:
    rows = Decision.objects.filter(outcome="carried").select_related("vote__draft")
    for row in rows.order_by("-decided_at"):
        if reference in row.vote.draft.documents:
            return row.vote.packet["docket"], row.decided_at
    return None


def _standing(
    pathway: str, number: int, decided: tuple[int, datetime] | None, on: date, faults: bool
) -> Certified:
    version = frameworks.version(f"pathway:{pathway}", number)
    days = [each for each in (version and version.published_at, decided and decided[1]) if each]
    since = timezone.localdate(max(days)) if days else on
    return certified(since, frameworks.catalogue().state.certification_months, on, faults)
