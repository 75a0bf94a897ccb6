"""Folders of states checked: read, every certification check on every pathway, the state's own cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import all_rules
from throughline.core.certification import plain_words
from throughline.core.certification.c06_live_credentials import dead_credentials
from throughline.core.certification.checks import CHECKS
from throughline.core.certification.reversible import irreversible
from throughline.core.certification.state_checks import STATE_CHECKS, reviews_due
from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.errors import PackError, PackErrors, Place, ended
from throughline.core.formats.state_pack.pack import Pack, read_pack
from throughline.core.formats.state_pack.placing import placed
from throughline.core.formats.state_pack.run_cases import CaseResult, run_case
from throughline.core.formats.state_pack.walking import parts
from throughline.core.reasoning import scans
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.local import broken_refinements
from throughline.core.requirements.nodes import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found: where it is written, the sentence and its fix, and the certification check it belongs
    to."""

    place: Place
    sentence: str
    fix: str
    check: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.check + ': ' if self.check else ''}{self.sentence} {self.fix}"


@dataclass(frozen=True, slots=True)
class PackReport:
    """One folder. pack: what was read; None where it could not be. counts: documents by collection. notices: what the
    register shows and nobody is stopped by."""

    directory: str
    state: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    cases: tuple[CaseResult, ...] = ()
    pack: Pack | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in all folders, in their order."""

    packs: tuple[PackReport, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong in any of them."""
        return not any(pack.faults for pack in self.packs)

    @property
    def exit_code(self) -> int:
        """0 where all is sound, else 1."""
        return 0 if self.sound else 1


def check(directories: Iterable[Path], today: date) -> Report:
    """The report on folders that hold a state, or one folder a state. today: against which reviews are due."""
    packs: dict[str, Pack] = {}
    reports = []
    for directory in (folder for named in directories for folder in folders_of(Path(named))):
        try:
            pack = read_pack(directory)
        except PackErrors as errors:
            reports.append(PackReport(str(directory), faults=tuple(_unread(each) for each in errors.errors)))
            continue
        reports.append(_report(pack, packs.get(pack.catalogue.state.id), today))
        packs.setdefault(pack.catalogue.state.id, pack)
    return Report(tuple(reports))


def folders_of(named: Path) -> tuple[Path, ...]:
    """The folder itself, or, where it holds no file of its own but a folder a state, those, by name."""
    below = sorted(each for each in named.iterdir() if each.is_dir()) if named.is_dir() else []
    several = (
        below and not any(named.glob("*.y*ml")) and all((each / "state.yaml").exists() for each in below)
    )
    return tuple(below) if several else (named,)


def _unread(error: PackError) -> Fault:
    return Fault(Place(error.file, error.line, error.path), ended(error.reason), ended(error.fix))


def _report(pack: Pack, namesake: Pack | None, today: date) -> PackReport:
    catalogue = pack.catalogue
    cases = tuple(run_case(case, catalogue) for case in pack.cases)
    faults = [
        *_same_id(pack, namesake),
        *(_fault(pack, each) for each in findings(catalogue)),
        *_unexpected(cases),
    ]
    return PackReport(
        directory=str(pack.directory),
        state=catalogue.state.id,
        counts={
            name: len(getattr(catalogue, name)) for name in shape.COLLECTIONS if getattr(catalogue, name)
        },
        faults=tuple(sorted(faults, key=lambda each: (each.place.file, each.place.line))),
        notices=tuple(_fault(pack, each) for each in reviews_due(catalogue, today)),
        cases=cases,
        pack=pack,
    )


def _same_id(pack: Pack, namesake: Pack | None) -> Iterator[Fault]:
    if namesake is not None:
        name = pack.catalogue.state.id
        sentence = f"two states have the id '{name}': also at {namesake.place('state', 'id')}."
        yield Fault(pack.place("state", "id"), sentence, "Give each state its own id.")


def findings(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything the checks find in a catalogue, each sentence once: those of certification on every pathway,
    and those that hold for rules, learner states and documents wherever they stand."""
    found = [
        each
        for pathway in catalogue.pathways.values()
        for c in CHECKS
        for each in c.function(pathway, catalogue)
    ]
    said = {(each.object_ref, each.where) for each in found}
    found += [each for each in _of_rules(catalogue) if (each.object_ref, each.where) not in said]
    found += [each for state_check in STATE_CHECKS for each in state_check(catalogue)]
    found += [each for each in _of_texts(catalogue) if (each.object_ref, each.where) not in said]
    if catalogue.learner_states is not None:
        found += irreversible(catalogue.learner_states)
    return tuple({(each.check, each.object_ref, each.sentence): each for each in found}.values())


def _of_rules(catalogue: Catalogue) -> Iterator[Finding]:
    rules = tuple(all_rules(catalogue))
    yield from scans.uncited_time(rules)
    yield from scans.not_monotone(rules)
    yield from scans.unknown_references(catalogue)
    yield from scans.mixed_subjects(catalogue)
    yield from broken_refinements(catalogue)
    yield from scans.cycles(catalogue)
    if catalogue.pathways:
        yield from dead_credentials(catalogue)


def _of_texts(catalogue: Catalogue) -> Iterator[Finding]:
    """Words that a learner should not read, in every text but those of cited laws."""
    for name, kind in shape.KINDS.items():
        for document in getattr(catalogue, name).values():
            for part in parts(document):
                if part.type == Text and part.value:
                    yield from plain_words.findings(f"{kind}:{document.id}", part.path, part.value)


def _fault(pack: Pack, finding: Finding) -> Fault:
    return Fault(placed(pack, finding), finding.sentence, finding.fix, finding.check)


def _unexpected(cases: Iterable[CaseResult]) -> Iterator[Fault]:
    for result in cases:
        for each in result.results:
            kind, name = each.expectation.target
            for differs in each.differs:
                sentence = f"case '{result.case.title}': {kind} {name} {differs}."
                yield Fault(
                    each.place, sentence, f"Came out: {each.came_out}. Correct the rule, or the case."
                )
