"""Local variations of a state's menu side by side: what each option asks for in the state's rule and in each district's.

Cuts of different tests are not put on one scale: nobody published one. Each row compares one option with itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.core.catalogue.documents import Rule
from throughline.core.catalogue.rulebook import in_force
from throughline.core.requirements.nodes import Choose, Have, Node, Total, children


@dataclass(frozen=True, slots=True)
class Row:
    """One option. part: the part of the menu it stands in. floor: the state's cut (None: it names none). cuts: by
    local rule, its own cut; a rule that does not offer the option is not there."""

    part: str
    option: str
    scale: str
    floor: Decimal | None
    cuts: Mapping[str, Decimal | None]

    @property
    def below_floor(self) -> tuple[str, ...]:
        """The local rules that ask for less than the state."""
        if self.floor is None:
            return ()
        return tuple(name for name, cut in self.cuts.items() if cut is None or cut < self.floor)

    @property
    def differs(self) -> bool:
        """Whether those that offer the option do not all ask for the same."""
        return len(set(self.cuts.values())) > 1


@dataclass(frozen=True, slots=True)
class _Option:
    part: str
    name: str
    scale: str
    cut: Decimal | None


def rigor_table(state: Rule, local: Iterable[Rule]) -> tuple[Row, ...]:
    """A row for each option of the state's menu, in its order, with the cut of every local rule that offers it."""
    offers = {each.id: list(_options(in_force(each, None).root, "")) for each in local}
    return tuple(
        Row(option.part, option.name, option.scale, option.cut, {
            name: same.cut for name, offered in offers.items() for same in offered
            if (same.name, same.scale) == (option.name, option.scale)
        })
        for option in _options(in_force(state, None).root, "")
    )  # fmt: skip


def _options(node: Node, part: str) -> Iterator[_Option]:
    if isinstance(node, Have):
        cut = node.score.min if node.score else Decimal(node.level) if node.level else None
        yield _Option(part, node.what, node.score.scale if node.score else "", cut)
    elif isinstance(node, Total):
        yield _Option(part, node.id, node.unit, node.min)
    for child in children(node):
        yield from _options(
            child, node.id if isinstance(node, Choose) and node.needed < len(node.of) else part
        )
