"""The rules of everybody, compiled: one program for what is in force, and one for each older version anybody is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.following import Ground
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.answers import Columns
from throughline.core.progress.population.compiling import Root
from throughline.core.progress.population.decided import Decided, decided_in, decided_of
from throughline.core.progress.population.encoding import Encoder, families_of
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.program import PopulationProgram, compiled, families_in, roots_of
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.record import Fact


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Whose rules: those in force (pathway empty, number 0), or those that one version of a pathway pins; and the day that
    chooses editions of shared rules. Everybody on one is read by one program."""

    pathway: str
    number: int
    day: date


def version_of(ground: Ground | None, as_of: date) -> Version:
    """The rules of a learner on that ground, as `records.credentials.following.program_on` has it."""
    if ground is None:
        return Version("", 0, frameworks.edition_day(as_of))
    day = frameworks.edition_day(ground.began or as_of)
    current = frameworks.catalogue().versions.get(ground.pathway)
    if ground.number is None or ground.number == current:
        return Version("", 0, day)
    return Version(ground.pathway, ground.number, day)


def book_of(version: Version) -> RuleBook:
    """The rules as that version sees them."""
    return frameworks.rules_for(version.pathway, version.number or None, began=version.day)


def roots_in(version: Version) -> tuple[Root, ...]:
    """Everything a row answers, in order of reference: gates and destinations of all pathways in force, and of the one
    that is pinned, and the triggers of all agreements."""
    book = book_of(version)
    own = version.pathway.partition(":")[2]
    missing = [own] if own and own not in book.catalogue.pathways else []
    return tuple(sorted((*roots_of(book), *(roots_of(book, missing) if missing else ())), key=_by_reference))


def gates_of(version: Version, pathway: str) -> tuple[str, ...]:
    """The gates of a pathway (`pathway:p`) in order, as references; none for one that these rules do not have."""
    name, book = pathway.partition(":")[2], book_of(version)
    if not name or (name not in book.catalogue.pathways and pathway != version.pathway):
        return ()
    return tuple(f"{pathway}#{stage.id}" for stage in book.pathway(name).stages)


ASIDE = (
    "assessment", "body", "cluster", "opportunity", "organization", "rating_form", "region", "issuer", "occupation",
)  # fmt: skip
"""Kinds of documents that no rule rests on: publishing one changes no row."""


def digest_of(as_of: date) -> str:
    """One name for all rules in force that day and everything they rest on: another one as soon as a row may read
    otherwise."""
    kept = frameworks.catalogue()
    held = (kept.pathways, kept.milestones, kept.rules, kept.agreements, kept.equivalences, kept.waivers)
    versions = sorted((ref, n) for ref, n in kept.versions.items() if ref.partition(":")[0] not in ASIDE)
    names = [sorted(each) for each in held]
    return sha256(repr((versions, names, frameworks.edition_day(as_of))).encode()).hexdigest()


def _by_reference(root: Root) -> str:
    return root.ref


_kept: dict[tuple[object, Version, tuple[str, ...], tuple[Decided, ...]], PopulationProgram] = {}
MANY = 100
"""So many learners under signed decisions cost more to read one by one than a program that asks about these."""


class Rules:
    """Programs as they are asked for, and what holds the shapes of facts against their questions. Programs stay in the
    process until something is published.

    shapes: the shapes met so far; the list may grow between two askings.
    """

    def __init__(self, as_of: date, shapes: Sequence[Fact], runner: Runner = with_numpy) -> None:
        self.as_of, self.shapes, self.runner = as_of, shapes, runner
        self._encoders: dict[Version, tuple[int, Encoder]] = {}
        self._asked: dict[Version, frozenset[Decided]] = {}

    def program(self, version: Version) -> PopulationProgram:
        """The program of a version, for the tags that the shapes carry of each family."""
        book = book_of(version)
        names = families_in(book)
        families = families_of(self.shapes, names) if names else {}
        tags = tuple(tag for tags in families.values() for tag in tags)
        decided = tuple(sorted(self._asked.get(version, ())))
        key = (frameworks.published().newest, version, tags, decided)
        if key not in _kept:
            # Of programs that ask about decisions, the latest of a version is enough.
            for old in [
                each for each in _kept if each[0] != key[0] or (each[1] == version and each[3] and decided)
            ]:
                _kept.pop(old, None)
            _kept[key] = compiled(book, roots_in(version), families, decided)
        return _kept[key]

    def answers(self, version: Version, facts: Facts) -> tuple[Columns, Results]:
        """Where these learners, all on one version, stand."""
        met, encoder = self._encoders.get(version, (-1, None))
        if self._ask_about(version, facts) or encoder is None or met != len(self.shapes):
            encoder = Encoder(self.program(version), self.shapes, self.as_of)
            self._encoders[version] = (len(self.shapes), encoder)
        columns = encoder.columns(facts)
        return columns, answered(encoder.program, columns, facts.of(columns.alone), self.runner)

    def _ask_about(self, version: Version, facts: Facts) -> bool:
        """Lets the program ask about the decisions that these learners are under, where there are many of them; whether it
        asks about more by now. The others are read one by one."""
        asked = self._asked.get(version, frozenset())
        under = [
            theirs for theirs in facts.decisions.values() if not asked.issuperset(map(decided_of, theirs))
        ]
        if len(under) < MANY:
            return False
        self._asked[version] = asked | set(decided_in(under))
        return True
