"""What an amendment would do to those who learn: who is on which version, who would gain, who would need more, whether it
would strand anyone. Everybody stays on the version they are on; a newer one is theirs for the asking."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.advising.weighing import within_milestones
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.additions import would_be
from throughline.apps.frameworks.collections import documents as every_document
from throughline.apps.records import queries as records
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.certification.draft_checks import affected_pathways
from throughline.core.certification.stranding import Lost, lost
from throughline.core.progress.audit import audit
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing

Step = tuple[Choice, datetime]
"""A learner's latest step, and when they took their first."""


@dataclass(frozen=True, slots=True)
class OnVersion:
    """How many learners are on one version of a pathway (`pathway:id`)."""

    pathway: str
    number: int
    learners: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft would do. versions: of the pathways it touches, how many are on each. gain: learners who would need fewer
    steps by it, if they asked for it; more: who would need so many more, by how many more; all of them stay pinned. lost:
    what it would take from those on a version; such an amendment is refused."""

    versions: tuple[OnVersion, ...]
    gain: int
    more: Mapping[int, int]
    lost: tuple[Lost, ...]

    @property
    def pinned(self) -> int:
        """How many learners it touches: all of them stay on their version."""
        return sum(each.learners for each in self.versions)

    @property
    def stranded(self) -> tuple[str, ...]:
        """A sentence for each version and stage whose learners would be stranded."""
        on = {(each.pathway, each.number): each.learners for each in self.versions}
        return tuple(
            each.sentence(_many(on.get((f"pathway:{each.pathway}", each.number), 0))) for each in self.lost
        )

    def as_json(self) -> dict[str, Any]:
        """The same as it is kept in a packet."""
        return {
            "versions": [[each.pathway, each.number, each.learners] for each in self.versions],
            "gain": self.gain,
            "more": {str(steps): n for steps, n in sorted(self.more.items())},
            "pinned": self.pinned,
        }


NOBODY = Impact((), 0, {}, ())


def _many(learners: int) -> str:
    return "1 learner" if learners == 1 else f"{learners} learners"


def impact_of(documents: Mapping[str, Any], *, on: date) -> Impact:
    """What a draft would do to everyone on a pathway that it touches. documents: by reference, None for what is retired.
    Four queries, and the work of two readings for each of these learners."""
    if not documents:
        return NOBODY
    before = frameworks.catalogue()
    after = would_be(before, documents)
    touched = {name for kept in (before, after) for name in affected_pathways(documents.keys(), kept)}
    choices = _on(f"pathway:{name}" for name in touched | _promised(documents, before))
    counted = Counter((each.pathway, each.number or 0) for each, _ in choices)
    versions = tuple(OnVersion(ref, number, n) for (ref, number), n in sorted(counted.items()))
    differences = Counter(_differences(choices, after, on))
    more = {steps: n for steps, n in differences.items() if steps > 0}
    gain = sum(n for steps, n in differences.items() if steps < 0)
    return Impact(versions, gain, more, tuple(_lost(versions, before, after)))


def _promised(documents: Mapping[str, Any], before: Catalogue) -> set[str]:
    """Pathways that an agreement of the draft promises something on, now or then; all, for one that names none."""
    named: set[str] = set()
    for reference, document in documents.items():
        if reference.startswith("agreement:"):
            held = (document, before.agreements.get(reference.partition(":")[2]))
            for each in held:
                named |= (
                    {p.removeprefix("pathway:") for p in each.pathways or before.pathways} if each else set()
                )
    return named & before.pathways.keys()


def _on(pathways: Iterable[str]) -> list[Step]:
    """The latest step of everyone who is on one of these pathways, and when they began. Two queries."""
    newest = Choice.objects.order_by("learner", "-position").distinct("learner").values("id")
    rows = Choice.objects.filter(id__in=newest, pathway__in=list(pathways)).values_list("learner", flat=True)
    return [each for each in latest_steps(rows).values() if each[0].pathway]


def on_versions() -> dict[tuple[str, int], int]:
    """How many learners are on each version of each pathway, by its id and number. Two queries."""
    steps = _on(f"pathway:{name}" for name in frameworks.catalogue().pathways)
    return dict(Counter((each.pathway.removeprefix("pathway:"), each.number or 0) for each, _ in steps))


def _differences(choices: list[Step], after: Catalogue, on: date) -> Iterable[int]:
    """For each learner how many steps more the draft would ask of them than their own version does; fewer are negative."""
    held = records.records_of([each.learner_id for each, _ in choices])
    programs: dict[tuple[str, date], Program] = {}
    for choice, first in choices:
        name, began = choice.pathway.removeprefix("pathway:"), first.date()
        if name not in after.pathways:
            continue
        if (name, began) not in programs:
            programs[name, began] = Program(RuleBook(after, {}, began), [name])
        own = frameworks.program_for(choice.pathway, choice.number, began=began)
        record = held[choice.learner_id]
        yield _steps(record, programs[name, began], name, on) - _steps(record, own, name, on)


def _steps(record: Record, program: Program, pathway: str, on: date) -> int:
    """Steps to the end of the pathway, those inside milestones that are still open counted one by one."""
    read = audit(pathway, Standing(record, program, on))
    return read.remaining + sum(within_milestones(read).values())


def _lost(versions: Iterable[OnVersion], before: Catalogue, after: Catalogue) -> Iterable[Lost]:
    for each in versions:
        pins = frameworks.published().pins.get((each.pathway, each.number), {})
        pinned = {**pins, each.pathway: each.number}
        now, then = RuleBook(before, pinned), RuleBook(_keeping(before, after), pinned)
        try:
            pathway = now.pathway(each.pathway)
        except UnknownReference:
            continue
        yield from lost(pathway, each.number, now, then)


def _keeping(before: Catalogue, after: Catalogue) -> Catalogue:
    """The catalogue as it would be, with what is in force now kept for those who are on it."""

    now, then = dict(every_document(before)), dict(every_document(after))
    changed = [ref for ref, document in now.items() if then.get(ref) != document]
    past = {**before.past, **{(ref, before.versions.get(ref, 1)): now[ref] for ref in changed}}
    numbers = {**before.versions, **{ref: before.versions.get(ref, 1) + 1 for ref in changed}}
    return replace(after, past=past, versions=numbers)
