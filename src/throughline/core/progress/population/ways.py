"""The steps from everyone's record to the end of pathways, as `progress.whole_way` counts them for one learner."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, stage_ref
from throughline.core.progress.population.answers import Numbers
from throughline.core.progress.population.compiling import Root
from throughline.core.progress.population.encoding import encoded, families_of
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.program import PopulationProgram, compiled, families_in
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.program import Program
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import steps_to_the_end
from throughline.core.requirements.nodes import Choose, Fresh, Have

FOREVER = Fresh(years=9999)


class Asked:
    """Rules ready for everyone; whether anything is compiled anew turns on the tags that facts carry alone."""

    def __init__(self, book: RuleBook, roots: Iterable[Root]) -> None:
        self.book, self.families = book, families_in(book)
        self.roots = list({root.ref: root for root in roots}.values())
        self._programs: dict[tuple[tuple[str, tuple[str, ...]], ...], PopulationProgram] = {}

    def answers(self, facts: Facts, as_of: date, runner: Runner = with_numpy) -> Results:
        """Everyone's answers, worked out from facts."""
        program = self._program(facts)
        columns = encoded(program, facts, as_of)
        return answered(program, columns, facts.of(columns.alone), runner)

    def _program(self, facts: Facts) -> PopulationProgram:
        families = families_of(facts.shapes, self.families)
        key = tuple(sorted((name, tuple(tags)) for name, tags in families.items()))
        if key not in self._programs:
            self._programs[key] = compiled(self.book, self.roots, families)
        return self._programs[key]


class Ways:
    """The rules to the end of some pathways, ready for everyone."""

    def __init__(self, book: RuleBook, pathways: Iterable[str]) -> None:
        self.ways = {name: _Way(book, name) for name in pathways}
        self.asked = Asked(book, [root for way in self.ways.values() for root in way.roots])

    def steps(self, facts: Facts, as_of: date, runner: Runner = with_numpy) -> dict[str, Numbers]:
        """By pathway and learner the steps from their record to its end, as `whole_way.steps_to_the_end` counts them."""
        answers = self.asked.answers(replace(facts, decisions={}), as_of, runner)
        found = {name: way.steps(answers) for name, way in self.ways.items()}
        # A decision can waive a part of a milestone, or all of it, in ways that a number of steps does not tell.
        for learner in facts.decisions:
            record = facts.record(learner)
            for name, steps in found.items():
                standing = Standing(record, self.ways[name].single, as_of)
                steps[learner] = steps_to_the_end(audit(name, standing))
        return found


def steps_left(
    book: RuleBook, pathway: str, facts: Facts, as_of: date, runner: Runner = with_numpy
) -> Numbers:
    """By learner the steps from their record to the end of one pathway (by id)."""
    return Ways(book, [pathway]).steps(facts, as_of, runner)[pathway]


class _Way:
    """The rules from which the steps to the end of a pathway are worked out: each gate, whether what its stage awards is
    held already, each milestone that a gate names, and that milestone's own rule."""

    def __init__(self, book: RuleBook, pathway: str) -> None:
        self.single = single = Program(book, [pathway])
        self.roots: list[Root] = []
        self.gates: list[tuple[str, str]] = []
        milestones: dict[str, None] = {}
        for stage in book.pathway(pathway).stages:
            ref = stage_ref(pathway, stage.id)
            self.gates.append((ref, self._held(ref, stage.awards)))
            self.roots.append(Root(ref, ref, stage.gate))
            milestones.update(dict.fromkeys(single.milestones_in(stage.gate)))
        self.milestones: list[tuple[str, str]] = []
        for name in milestones:
            unit = single.units.get(f"milestone:{name}")
            if unit is not None:
                counts, rule = f"{unit.ref} counts", f"{unit.ref} rule"
                self.milestones.append((counts, rule))
                self.roots.append(Root(counts, counts, Have(f"milestone-{name}", unit.ref)))
                self.roots.append(Root(rule, unit.ref, unit.node))

    def _held(self, ref: str, awards: Sequence[str]) -> str:
        """A rule met by whoever holds all that a stage awards, as facts of their own; empty where it awards nothing."""
        if not awards:
            return ""
        names = [f"credential:{each.removeprefix('credential:')}" for each in awards]
        leaves = tuple(Have(f"{n}", name, fresh=FOREVER, via="exact") for n, name in enumerate(names))
        self.roots.append(Root(f"{ref} held", f"{ref} held", Choose("held", leaves)))
        return f"{ref} held"

    def steps(self, results: Results) -> Numbers:
        """The steps of each learner, from the answers to these rules."""
        found = np.zeros(len(results), np.int64)
        for gate, held in self.gates:
            left = results.steps(gate).astype(np.int64)
            found += np.where(results.steps(held) == 0, 0, left) if held else left
        for counts, rule in self.milestones:
            inside = np.maximum(results.steps(rule).astype(np.int64) - 1, 0)
            found += np.where(results.steps(counts) == 0, 0, inside)
        return found
