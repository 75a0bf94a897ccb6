"""Writes: the checks run over everything that is certified, every night and after each publication."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.history import kept_versions
from throughline.apps.governance.models import CheckRun, Defect
from throughline.apps.governance.queries.statements import faults_of_packet, packets_of_pathways
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.c23_versions import c23
from throughline.core.certification.certified import faults_of, in_force
from throughline.core.reasoning.findings import Finding

OnVersion = Mapping[tuple[str, int], int]
"""How many learners are on a version of a pathway, by its id and number."""


@transaction.atomic
def run_checks(*, by: Actor, now: datetime, learners: OnVersion | None = None) -> int:
    """Run every check on every pathway in force, over the agreements in force today, over what is kept of its
    versions, and on the packet on which a body decided it. What is newly at fault comes on the docket, what is
    mended leaves it. The same catalogue on the same day is looked at once. Gives how many faults are open. learners:
    as `advising` counts them.
    """
    require(by, "certification.run", what="Running the checks")
    today, house = timezone.localdate(now), frameworks.published()
    kept = in_force(house.catalogue, today)
    done = set(CheckRun.objects.filter(on=today, newest=house.newest).values_list("pathway", flat=True))
    waiting = [name for name in sorted(kept.pathways) if name not in done]
    beside = _beside(waiting, kept, learners or {}) if waiting else {}
    runs = [(name, (*faults_of(name, kept), *beside[name])) for name in waiting]
    CheckRun.objects.bulk_create(
        CheckRun(
            pathway=name, number=kept.versions.get(f"pathway:{name}", 1), on=today, newest=house.newest,
            findings=[_written(each) for each in faults], ran_at=now,
        )
        for name, faults in runs
    )  # fmt: skip
    for name, faults in runs:
        _keep(name, faults, kept, now)
    _close_retired(kept, now)
    return Defect.objects.filter(mended_at=None).count()


def _beside(names: Iterable[str], kept: Catalogue, learners: OnVersion) -> dict[str, tuple[Finding, ...]]:
    """C19 and C23: what the packets and the kept versions say. Three queries."""
    versions, packets = kept_versions(), packets_of_pathways()
    found: dict[str, tuple[Finding, ...]] = {}
    for name in names:
        own = [
            replace(each, learners=learners.get((name, each.number), 0)) for each in versions.get(name, ())
        ]
        packet = packets.get(name)
        reviewed = faults_of_packet(packet, name, kept) if packet is not None else ()
        found[name] = (*reviewed, *c23(name, own, kept))
    return found


def _written(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check, "about": finding.object_ref, "where": finding.where, "sentence": finding.sentence,
        "fix": finding.fix,
    }  # fmt: skip


def _keep(pathway: str, faults: Iterable[Finding], kept: Catalogue, now: datetime) -> None:
    found = {(each.check, each.object_ref, each.where): each for each in faults}
    rows = Defect.objects.select_for_update().filter(pathway=pathway, mended_at=None)
    open_now = {(each.check_id, each.about, each.where): each for each in rows}
    for key in found.keys() - open_now.keys():
        _open(pathway, found[key], kept, now)
    for key in open_now.keys() - found.keys():
        _mend(open_now[key], now)


def _open(pathway: str, finding: Finding, kept: Catalogue, now: datetime) -> None:
    made = Defect.objects.create(
        pathway=pathway, check_id=finding.check, about=finding.object_ref, where=finding.where,
        sentence=finding.sentence, fix=finding.fix, owner=_owner(kept), found_at=now,
    )  # fmt: skip
    made.refresh_from_db(fields=["docket"])
    data = {"check": finding.check, "sentence": finding.sentence}
    trail.record(
        trail.Act(None, "certification at risk", now, None, f"pathway:{pathway}", "the checks run", data)
    )


def _owner(kept: Catalogue) -> str:
    """The body of the state that certifies pathways; empty where no charter gives that power to any."""
    bodies = (b for b in kept.bodies.values() if b.scope == "state" and b.power_over("pathway"))
    return min((each.id for each in bodies), default="")


def _mend(defect: Defect, now: datetime) -> None:
    defect.mended_at = now
    defect.save(update_fields=["mended_at"])
    data = {"check": defect.check_id, "sentence": defect.sentence}
    trail.record(
        trail.Act(
            None, "certification mended", now, None, f"pathway:{defect.pathway}", "the checks run", data
        )
    )


def _close_retired(kept: Catalogue, now: datetime) -> None:
    for each in Defect.objects.filter(mended_at=None).exclude(pathway__in=list(kept.pathways)):
        _mend(each, now)
