"""A learner's way on a pathway, as the pages show it: stages, milestones, the map, what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from throughline.core.catalogue.documents import Credential, Milestone, Pathway, Stage
from throughline.core.catalogue.structure import Structure
from throughline.core.drawing.network import State
from throughline.core.progress.audit import Audit, MilestoneAudit, StageAudit
from throughline.web.words import words

STATES: Mapping[str, State] = {
    "met": State.MET, "waived": State.WAIVED, "in_progress": State.PROGRESS, "cannot_tell": State.PROGRESS,
    "open": State.OPEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MilestoneOnWay:
    """A milestone and how it stands. mark: the class of its sign; word: the same in a word."""

    milestone: Milestone
    mark: str
    word: str
    done: Decimal
    needed: Decimal
    elsewhere: int


@dataclass(frozen=True, slots=True)
class StageOnWay:
    """A stage of the way. now: it is the one being worked on."""

    stage: Stage
    passed: bool
    now: bool
    done: int
    needed: int
    milestones: tuple[MilestoneOnWay, ...]
    awards: tuple[Credential, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that can be done now: show a milestone, in one of its ways."""

    milestone: Milestone
    first_way: str
    begun: bool
    elsewhere: int


def stages(structure: Structure, pathway: Pathway, audit: Audit) -> tuple[StageOnWay, ...]:
    """The pathway's stages against the record; the first that is not passed is the one now."""
    current = current_stage(audit)
    by_id = {stage.id: stage for stage in pathway.stages}
    return tuple(_stage(structure, by_id[each.id], each, each is current) for each in audit.stages)


def current_stage(audit: Audit) -> StageAudit | None:
    """The first stage whose gate is not passed; None at the end of the pathway."""
    return next((each for each in audit.stages if not each.passed), None)


def _stage(structure: Structure, stage: Stage, found: StageAudit, now: bool) -> StageOnWay:
    credentials = structure.catalogue.credentials
    awards = tuple(
        credentials[name] for ref in found.awards if (name := ref.partition(":")[2]) in credentials
    )
    milestones = tuple(on_way(structure, each) for each in found.milestones)
    done = sum(1 for each in found.milestones if each.status in ("met", "waived"))
    return StageOnWay(stage, found.passed, now, done, len(found.milestones), milestones, awards)


def on_way(structure: Structure, found: MilestoneAudit) -> MilestoneOnWay:
    """One milestone against the record."""
    milestone = structure.book.milestone(found.id)
    outcome = found.outcome if found.status in ("in_progress", "cannot_tell") else None
    elsewhere = max(len(structure.counts_in.get(found.id, ())) - 1, 0)
    done, needed = (outcome.done, outcome.needed) if outcome else (Decimal(0), Decimal(1))
    return MilestoneOnWay(milestone, mark(found.status), word(found.status), done, needed, elsewhere)


def mark(status: str) -> str:
    """The class of a status sign."""
    return {"in_progress": "progress", "cannot_tell": "progress"}.get(status, status)


def word(status: str) -> str:
    """A milestone's status in a word."""
    return _(_WORDS[status])


# Only the one that is asked for is translated.
_WORDS = {
    "met": gettext_noop("shown"),
    "waived": gettext_noop("waived"),
    "cannot_tell": gettext_noop("being confirmed"),
    "in_progress": gettext_noop("in progress"),
    "open": gettext_noop("not yet"),
}


def states_of(audit: Audit) -> dict[str, State]:
    """The stations of the map by how they stand."""
    return {each.id: STATES[each.status] for each in audit.milestones}


def next_steps(structure: Structure, audit: Audit, most: int = 5) -> tuple[Next, ...]:
    """What can be worked on now: first what is begun, then what also counts in the most other pathways."""
    standing = {each.id: each for each in audit.milestones}
    found = [_next(structure, standing[name]) for name in audit.next if name in standing]
    return tuple(sorted(found, key=lambda n: (not n.begun, -n.elsewhere, words(n.milestone.title)))[:most])


def _next(structure: Structure, found: MilestoneAudit) -> Next:
    milestone = structure.book.milestone(found.id)
    way = next((w for w in milestone.ways if w.performance), milestone.ways[0] if milestone.ways else None)
    elsewhere = max(len(structure.counts_in.get(found.id, ())) - 1, 0)
    return Next(milestone, words(way.title) if way else "", found.status == "in_progress", elsewhere)
