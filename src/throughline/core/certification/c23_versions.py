"""C23: versions never change; from each one that learners are on a map leads to the newest; and nobody on one is
stranded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.catalogue.structure import milestones_in
from throughline.core.certification.stranding import Lost, leads_on
from throughline.core.reasoning.findings import Finding

Fault = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version of a pathway as it is kept. logged: its digest in the public log, empty where it is not there;
    digest: over what is kept now; pins: what it rests on, by reference and number; learners: how many are on it."""

    number: int
    logged: str
    digest: str
    pins: Mapping[str, int] = field(default_factory=dict)
    learners: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """What becomes of one stage for whoever asks for the newer version. to: the stage that takes it up, empty where
    none does. kept, new, gone: milestones that both ask for, that only the newer does, that only the older did."""

    stage: str
    to: str
    kept: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


def upgrade_map(name: str, old: RuleBook, new: RuleBook) -> tuple[Moved, ...]:
    """Where each stage of a pathway's older version leads in the newer one: to the stage of the same id, or else to one that
    awards the same. Raises `UnknownReference` where a version is not kept."""
    return tuple(_moved(stage, old, new.pathway(name), new) for stage in old.pathway(name).stages)


def _moved(stage: Stage, old: RuleBook, pathway: Pathway, new: RuleBook) -> Moved:
    to = next((each for each in pathway.stages if each.id == stage.id), None)
    to = to or next((each for each in pathway.stages if set(each.awards) & set(stage.awards)), None)
    before = milestones_in(stage.gate, old)
    after = milestones_in(to.gate, new) if to is not None else ()
    return Moved(
        stage.id, to.id if to is not None else "", tuple(each for each in before if each in after),
        tuple(each for each in after if each not in before), tuple(each for each in before if each not in after),
    )  # fmt: skip


def c23(name: str, versions: Sequence[KeptVersion], catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each version that is gone or says something else than the public log, for each that learners are on and
    that cannot be read whole, or from which a stage leads nowhere in the newest one, and for each stage of theirs that no
    agreement honors. name: of the pathway; versions: all there were."""
    found = [*_kept(name, versions)]
    newest = max((each.number for each in versions), default=0)
    for each in versions:
        if each.learners:
            found += _held(name, each, newest, catalogue)
    return tuple(Finding("C23", f"pathway:{name}", where, sentence, fix) for where, sentence, fix in found)


def _kept(name: str, versions: Sequence[KeptVersion]) -> Iterator[Fault]:
    numbers = {each.number for each in versions}
    for number in range(1, max(numbers, default=0) + 1):
        if number not in numbers:
            yield str(number), f"Version {number} of pathway '{name}' is gone.", "Bring it back from a copy."
    for each in versions:
        at, what = str(each.number), f"Version {each.number} of pathway '{name}'"
        if not each.logged:
            yield at, f"{what} is not in the public log.", "Find out how it came to be here."
        elif each.logged != each.digest:
            fix = "Bring back what was published; a change is a new version."
            yield at, f"{what} says something else than the public log holds of it.", fix


def _held(name: str, version: KeptVersion, newest: int, catalogue: Catalogue) -> Iterator[Fault]:
    """What is wrong for the learners on one version."""
    at, many = str(version.number), "1 learner" if version.learners == 1 else f"{version.learners} learners"
    pinned = {**version.pins, f"pathway:{name}": version.number}
    if missing := [ref for ref, number in pinned.items() if not _there(ref, number, catalogue)]:
        what = f"{missing[0]} version {pinned[missing[0]]}, which is not kept"
        sentence = f"{many} on version {at} of pathway '{name}' rest on {what}."
        yield at, sentence, "Bring it back: what a learner is on stays."
        return
    book = RuleBook(catalogue, pinned)
    pathway = book.pathway(name)
    if name in catalogue.pathways and version.number < newest:
        yield from _without_way(name, at, newest, many, upgrade_map(name, book, RuleBook(catalogue)))
    for nth, stage in enumerate(pathway.stages):
        if stage.phase != "beyond" and not leads_on(pathway, nth, book):
            fix = "Publish an agreement that its completion opens."
            yield stage.id, Lost(name, version.number, stage.id).sentence(many), fix


def _without_way(name: str, at: str, newest: int, many: str, moves: Sequence[Moved]) -> Iterator[Fault]:
    for each in moves:
        if not each.to:
            where = f"version {newest} of pathway '{name}' ({many})"
            sentence = f"From stage '{each.stage}' of version {at} no way leads to {where}."
            fix = "Keep the stage's id, or let a stage of the newer version award the same."
            yield each.stage, sentence, fix


def _there(reference: str, number: int, catalogue: Catalogue) -> bool:
    if catalogue.versions.get(reference, 1) != number:
        return (reference, number) in catalogue.past
    try:
        kind, _, name = reference.partition(":")
        if kind in ("milestone", "rule", "pathway"):
            getattr(RuleBook(catalogue), kind)(name)
    except UnknownReference:
        return (reference, number) in catalogue.past
    return True
