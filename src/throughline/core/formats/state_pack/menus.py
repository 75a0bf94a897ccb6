"""The local variations of a state's rules side by side, as lines of text: what each option asks for, in the state's rule and
in each local one."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Rule
from throughline.core.reasoning.rigor_table import Row, rigor_table


def menus_text(catalogue: Catalogue) -> str:
    """Every rule that local ones refine, with a line for each option; a local rule that leaves an option out is not named
    there. Empty where nothing is varied locally."""
    return "".join(f"{line}\n" for line in _lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    varied: dict[str, list[Rule]] = {}
    for rule in catalogue.rules.values():
        if rule.refines:
            varied.setdefault(rule.refines.removeprefix("rule:"), []).append(rule)
    for name, local in varied.items():
        yield f"rule:{name}, as {', '.join(each.id for each in local)} vary it"
        for row in rigor_table(catalogue.rules[name], local):
            yield f"  {_row(row)}"


def _row(row: Row) -> str:
    cuts = ", ".join(f"{name} {_cut(cut)}" for name, cut in row.cuts.items()) or "none offers it"
    below = f" BELOW: {', '.join(row.below_floor)}" if row.below_floor else ""
    return f"{row.option}{f' ({row.scale})' if row.scale else ''}: state {_cut(row.floor)}; {cuts}{below}"


def _cut(cut: object) -> str:
    return "no cut" if cut is None else str(cut)
