"""A framework whose outcomes only stand together is asked for whole, or not at all.

Source: Na Hopena A'o (HA), Hawaii State Board of Education policy E-3, whose six outcomes are not used apart.
"""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.competency_frameworks import split_frameworks
from throughline.core.catalogue.references import all_rules, named
from throughline.core.reasoning.findings import Finding


def kept_together(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each rule and milestone that names some outcomes of an indivisible framework without the others."""
    return tuple(
        Finding(
            "", holder, "", f"{holder} asks for {_listed(split)} of '{framework}' alone; its outcomes only stand together.",
            "Name all of them, or none.",
        )
        for holder, names in _named(catalogue)
        for framework, split in split_frameworks(names, catalogue).items()
    )  # fmt: skip


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"competency:{name}" for name in names)


def _named(catalogue: Catalogue) -> Iterator[tuple[str, set[str]]]:
    for held in all_rules(catalogue):
        yield held.holder, _competencies([ref for _, ref in named(held.node)])
    for milestone in catalogue.milestones.values():
        yield f"milestone:{milestone.id}", _competencies(list(milestone.competencies))


def _competencies(references: list[str]) -> set[str]:
    return {ref.removeprefix("competency:") for ref in references if ref.startswith("competency:")}
