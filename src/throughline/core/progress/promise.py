"""Looking forward: if you finish this, then that is open, by the rules as they stand today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from throughline.core.catalogue.agreements import in_force
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import Standing


@dataclass(frozen=True, slots=True)
class Promise:
    """What opens for a record when some things are finished, beyond what is open already.

    milestones, credentials: references that follow. gates: stages passed, `pathway:p#stage`. agreements:
    references of agreements whose trigger is met. versions: of every pathway, agreement and milestone that
    opens.
    """

    finishing: tuple[str, ...]
    as_of: date
    milestones: tuple[str, ...]
    credentials: tuple[str, ...]
    gates: tuple[str, ...]
    agreements: tuple[str, ...]
    versions: Mapping[str, int]

    @property
    def opens(self) -> tuple[str, ...]:
        """Everything that opens."""
        return self.milestones + self.credentials + self.gates + self.agreements


def promise(standing: Standing, finishing: Iterable[str | Fact]) -> Promise:
    """What opens if a learner finishes these things (references, or facts where level or score matter)."""
    facts = tuple(_finished(each, standing.as_of) for each in finishing)
    record = replace(standing.record, facts=(*standing.record.facts, *facts))
    before, after = _open(standing), _open(Standing(record, standing.program, standing.as_of))
    named = {fact.what for fact in facts}
    new = sorted(after - before - named)
    return Promise(
        finishing=tuple(fact.what for fact in facts),
        as_of=standing.as_of,
        milestones=tuple(ref for ref in new if ref.startswith("milestone:")),
        credentials=tuple(ref for ref in new if ref.startswith("credential:")),
        gates=tuple(ref for ref in new if ref.startswith("pathway:")),
        agreements=tuple(ref for ref in new if ref.startswith("agreement:")),
        versions={
            ref: standing.program.version(ref)
            for ref in sorted({ref.partition("#")[0] for ref in new if not ref.startswith("credential:")})
        },
    )


def _finished(thing: str | Fact, as_of: date) -> Fact:
    return thing if isinstance(thing, Fact) else Fact(id=f"if:{thing}", what=thing, when=as_of)


def _open(standing: Standing) -> set[str]:
    """Gates met, triggers met, and what is held: everything that stands open."""
    catalogue = standing.program.rules.catalogue
    found = {
        f"agreement:{each.id}"
        for each in catalogue.agreements.values()
        if in_force(each, standing.as_of) and standing.status(each.trigger, f"agreement:{each.id}") == "met"
    }
    for pathway in catalogue.pathways.values():
        for stage in pathway.stages:
            ref = f"pathway:{pathway.id}#{stage.id}"
            if standing.status(stage.gate, ref) == "met":
                found.add(ref)
    held = (ref for ref in standing.sure.counted if ref.startswith(("milestone:", "credential:")))
    return found | set(held)
