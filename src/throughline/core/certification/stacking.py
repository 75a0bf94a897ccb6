"""How credentials build on each other: what each builds on, what it builds to, where it leads at last, who honors it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.certification.c06_live_credentials import onward_graph

ENDS = ("credential:", "destination:", "agreement:")


@dataclass(frozen=True, slots=True)
class Stack:
    """A credential among the others, all by reference. below: those it builds on; above: those it builds to, next ones
    only. destinations (`destination:pathway/id`), agreements: the nearest it leads to without another credential."""

    below: tuple[str, ...]
    above: tuple[str, ...]
    destinations: tuple[str, ...]
    agreements: tuple[str, ...]

    @property
    def dead(self) -> bool:
        """Whether nothing follows from it."""
        return not (self.above or self.destinations or self.agreements)


def stacks(catalogue: Catalogue) -> Mapping[str, Stack]:
    """Every credential of a state with what it builds on and leads to, by id."""
    onward = onward_graph(catalogue)
    refs = [f"credential:{name}" for name in catalogue.credentials]
    ends = {ref: _next(ref, onward) for ref in refs}
    below: dict[str, list[str]] = defaultdict(list)
    for ref, found in ends.items():
        for each in found:
            below[each].append(ref)
    return {_bare(ref): _stack(ends[ref], below[ref]) for ref in refs}


def honored(catalogue: Catalogue, held: Mapping[str, Stack]) -> Mapping[str, tuple[str, ...]]:
    """By credential: the organizations (by id) that signed an agreement it opens, by itself or by what it builds to."""
    return {name: tuple(sorted(_parties(name, catalogue, held))) for name in held}


def _parties(name: str, catalogue: Catalogue, held: Mapping[str, Stack]) -> set[str]:
    seen, waiting = {name}, [name]
    found: set[str] = set()
    while waiting:
        stack = held[waiting.pop()]
        for ref in stack.agreements:
            found |= {each.removeprefix("organization:") for each in catalogue.agreements[_bare(ref)].parties}
        above = {_bare(ref) for ref in stack.above} - seen
        seen |= above
        waiting += above
    return found


def _bare(ref: str) -> str:
    return ref.partition(":")[2]


def _next(ref: str, onward: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The credentials, destinations and agreements first met on every way from a credential, itself left out."""
    found: dict[str, None] = {}
    seen, waiting = {ref}, [ref]
    while waiting:
        follow = onward.get(waiting.pop(), ())
        # What awards another credential is a step of its own: beyond it stands what that one leads to.
        further = ref in follow or not any(each.startswith("credential:") for each in follow)
        for each in follow:
            if each.startswith(ENDS):
                found[each] = None
            elif further and each not in seen:
                seen.add(each)
                waiting.append(each)
    return tuple(sorted(found.keys() - {ref}))


def _stack(ends: tuple[str, ...], below: list[str]) -> Stack:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for each in ends:
        by_kind[each.partition(":")[0]].append(each)
    # Two that one stage awards together lead to each other; neither builds on the other.
    mutual = set(below) & set(by_kind["credential"])
    return Stack(
        tuple(each for each in sorted(below) if each not in mutual),
        tuple(each for each in by_kind["credential"] if each not in mutual),
        tuple(by_kind["destination"]),
        tuple(by_kind["agreement"]),
    )
