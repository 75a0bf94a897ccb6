"""What an amendment would do to those who learn: who is on which version, who would gain, who would need more, whether it
would strand anyone. Everybody stays on the version they are on; a newer one is theirs for the asking.

The draft is tried on everyone at once (`core.progress.population.impact`), in the same steps as on one learner.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.advising.tried import Everybody, everybody
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.collections import documents as every_document
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference, edition_days
from throughline.core.certification.draft_checks import affected_pathways
from throughline.core.certification.stranding import Lost, lost
from throughline.core.formats.state_pack.drafts import would_be
from throughline.core.progress.population.impact import Ground, Tally, Trial, shared_out


@dataclass(frozen=True, slots=True)
class OnVersion:
    """How many learners are on one version of a pathway (`pathway:id`)."""

    pathway: str
    number: int
    learners: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft would do. versions: of the pathways it touches, how many are on each. regions: by region (empty: of
    none) what it does to those who are on them, if they asked for it; all of them stay pinned. others: by pathway what it
    would do to everyone else in whose record anything stands. lost: what it would take from those on a version; such an
    amendment is refused. as_of: the day it was worked out for."""

    versions: tuple[OnVersion, ...]
    regions: tuple[tuple[str, Tally], ...]
    others: tuple[tuple[str, Tally], ...]
    lost: tuple[Lost, ...]
    as_of: date | None = None

    @property
    def on(self) -> Tally:
        """What it does to everybody who is on a pathway that it touches."""
        return sum_of(each for _, each in self.regions)

    @property
    def gain(self) -> int:
        """How many would need fewer steps by it, if they asked for it."""
        return self.on.gain

    @property
    def more(self) -> Mapping[int, int]:
        """By the number of steps, how many would need so many more."""
        return self.on.by_steps

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
        """Its numbers as they are kept; not for anybody's eyes (`impact_shown`)."""
        return {
            "versions": [[each.pathway, each.number, each.learners] for each in self.versions],
            "regions": [[region, _tally_json(each)] for region, each in self.regions],
            "others": [[pathway, _tally_json(each)] for pathway, each in self.others],
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


NOBODY = Impact((), (), (), ())


def impact_from(said: Mapping[str, Any]) -> Impact:
    """An impact back from what was kept of it."""
    return Impact(
        tuple(OnVersion(*each) for each in said["versions"]),
        tuple((region, _tally_from(each)) for region, each in said["regions"]),
        tuple((pathway, _tally_from(each)) for pathway, each in said["others"]),
        (), date.fromisoformat(said["as_of"]) if said["as_of"] else None,
    )  # fmt: skip


def _tally_json(each: Tally) -> dict[str, Any]:
    more = {str(steps): n for steps, n in each.by_steps.items()}
    return {"learners": each.learners, "gain": each.gain, "met": each.met, "more": more, "lost": each.lost}


def _tally_from(said: Mapping[str, Any]) -> Tally:
    more = {int(steps): n for steps, n in said["more"].items()}
    return Tally(said["learners"], said["gain"], said["met"], more, said["lost"])


def _many(learners: int) -> str:
    return "1 learner" if learners == 1 else f"{learners} learners"


def impact_of(documents: Mapping[str, Any], *, on: date) -> Impact:
    """What a draft would do to everyone. documents: by reference, None for what is retired. All records are read, part by
    part: some ten queries for each 16,384 people."""
    if not documents:
        return NOBODY
    before = frameworks.catalogue()
    after = would_be(before, documents)
    touched = {name for kept in (before, after) for name in affected_pathways(documents.keys(), kept)}
    told = touched | _promised(documents, before)
    regions, grounds = tuple(sorted(before.regions)), _Grounds(before, after, on)
    names = sorted(touched & after.pathways.keys())
    trial = Trial(names, grounds.own, grounds.then, len(regions), on)
    counted: Counter[tuple[str, int]] = Counter()
    for part in everybody():
        counted.update((pathway, number or 0) for pathway, number, _ in part.grounds)
        if names:
            trial.add(part.facts, grounds.of(part), shared_out(part.regions, regions))
    versions = tuple(
        OnVersion(ref, number, n)
        for (ref, number), n in sorted(counted.items())
        if ref.removeprefix("pathway:") in told
    )
    return _impact(trial, versions, regions, tuple(_lost(versions, before, after)))


def _impact(
    trial: Trial, versions: tuple[OnVersion, ...], regions: Sequence[str], lost: tuple[Lost, ...]
) -> Impact:
    by_region = [sum_of(each[place] for each in trial.on.values()) for place in range(len(regions) + 1)]
    found = zip((*regions, ""), by_region, strict=True)
    others = tuple((f"pathway:{name}", each) for name, each in sorted(trial.others.items()))
    return Impact(versions, tuple(each for each in found if each[1].learners), others, lost, trial.as_of)


def impact_as_kept(documents: Mapping[str, Any], said: Mapping[str, Any]) -> Impact:
    """An impact from numbers that were kept, with what it would take by the rules in force now."""
    found, before = impact_from(said), frameworks.catalogue()
    return replace(found, lost=tuple(_lost(found.versions, before, would_be(before, documents))))


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """All of these together."""
    found = Tally()
    for each in tallies:
        found = found.with_those(each)
    return found


class _Grounds:
    """What rules learners are on, as far as they differ: whose pathway, milestones and editions are those of today is on
    the rules in force, whatever version number they hold."""

    def __init__(self, before: Catalogue, after: Catalogue, on: date) -> None:
        self.before, self.after = before, after
        self.days = sorted(edition_days(before) | edition_days(after))
        self.today = self._day(on)
        self._known: dict[tuple[str, int | None, date | None], Ground] = {}

    def of(self, part: Everybody) -> list[Ground]:
        """The ground of each."""
        return [self._ground(each) for each in part.grounds]

    def own(self, ground: Ground) -> RuleBook:
        """The rules of a ground."""
        return frameworks.rules_for(
            f"pathway:{ground.pathway}" if ground.number else "",
            ground.number,
            began=ground.day or self.today,
        )

    def then(self, day: date | None) -> RuleBook:
        """The rules as they would be, for learners of a day of editions."""
        return RuleBook(self.after, {}, day or self.today)

    def _ground(self, held: tuple[str, int | None, date | None]) -> Ground:
        if held not in self._known:
            pathway, number, began = held
            day = self._day(began) if began else self.today
            self._known[held] = Ground(
                pathway.removeprefix("pathway:"), number if number and not self._newest(pathway, number) else None,
                None if day == self.today else day,
            )  # fmt: skip
        return self._known[held]

    def _newest(self, pathway: str, number: int) -> bool:
        """Whether a version of a pathway, and everything it pins, is what is in force."""
        pins = {**frameworks.published().pins.get((pathway, number), {}), pathway: number}
        kept = self.before.versions
        return pathway.removeprefix("pathway:") in self.before.pathways and all(
            kept.get(reference, 1) == pinned for reference, pinned in pins.items()
        )

    def _day(self, began: date) -> date:
        return max((day for day in self.days if day <= began), default=date.min)


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


def _on(pathways: Iterable[str]) -> Counter[tuple[str, int]]:
    """How many are on each version of these pathways now. Two queries."""
    newest = Choice.objects.order_by("learner", "-position").distinct("learner").values("id")
    rows = Choice.objects.filter(id__in=newest, pathway__in=list(pathways)).values_list("learner", flat=True)
    return Counter(
        (each.pathway, each.number or 0) for each, _ in latest_steps(rows).values() if each.pathway
    )


def on_versions() -> dict[tuple[str, int], int]:
    """How many learners are on each version of each pathway, by its id and number. Two queries."""
    counted = _on(f"pathway:{name}" for name in frameworks.catalogue().pathways)
    return {(pathway.removeprefix("pathway:"), number): n for (pathway, number), n in counted.items()}


def _lost(versions: Iterable[OnVersion], before: Catalogue, after: Catalogue) -> Iterator[Lost]:
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
