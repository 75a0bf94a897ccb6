"""All rules of a state as one program for everyone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.asked import Question
from throughline.core.progress.population.cells import Cell, Cells
from throughline.core.progress.population.compiling import Compiler, NotCompiled, Root
from throughline.core.progress.population.decided import Decided
from throughline.core.progress.population.emitting import Layout, laid_out
from throughline.core.progress.program import Program
from throughline.core.progress.touched import Touched
from throughline.core.requirements.nodes import Choose, Node, walk

LARGEST = 65_535


@dataclass(frozen=True)
class PopulationProgram:
    """Rules ready for everyone.

    roots: what is answered, in order of reference. questions: what is asked of facts, in order of key. layout: the
    operations. most: by rule, the most steps that can remain. width: the number type in which nothing that is counted
    can run over. families: by family of tags, the tags it was compiled for. decided: the questions about signed
    decisions that it asks, by what those say. single: the same rules for one learner. digest: over all of this, the same
    for the same rules.
    """

    roots: tuple[Root, ...]
    questions: tuple[Question, ...]
    layout: Layout
    most: tuple[int, ...]
    width: np.dtype[np.unsignedinteger]
    families: Mapping[str, tuple[str, ...]]
    decided: Mapping[Decided, int]
    single: Program
    digest: str

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The questions' keys."""
        return tuple(question.key for question in self.questions)

    @cached_property
    def together(self) -> Touched:
        """The same rules to be worked out for one learner at once."""
        return self.single.touched((root.node, root.owner) for root in self.roots)


def roots_of(book: RuleBook, pathways: Iterable[str] | None = None) -> tuple[Root, ...]:
    """Every gate and every destination's own rule of the pathways (default: all), and every agreement's trigger where
    all pathways are meant."""
    names = sorted(book.catalogue.pathways) if pathways is None else sorted(pathways)
    found: list[Root] = []
    for name in names:
        document = book.pathway(name)
        for stage in document.stages:
            ref = f"pathway:{document.id}#{stage.id}"
            found.append(Root(ref, ref, stage.gate))
        for each in document.destinations:
            if each.adds is not None:
                ref = f"pathway:{document.id}#{each.id}"
                found.append(Root(f"{ref}+", ref, each.adds))
    agreements = sorted(book.catalogue.agreements) if pathways is None else ()
    found += [
        Root(f"agreement:{n}", f"agreement:{n}", book.catalogue.agreements[n].trigger) for n in agreements
    ]
    return tuple(found)


def families_in(book: RuleBook) -> tuple[str, ...]:
    """The families of tags (`within`) that any rule of the catalogue names."""
    catalogue = book.catalogue
    rules: list[Node] = [each.rule for each in catalogue.milestones.values()]
    rules += [edition.root for each in catalogue.rules.values() for edition in each.editions]
    rules += [root.node for root in roots_of(book)]
    return families_of_rules(rules)


def families_of_rules(rules: Iterable[Node]) -> tuple[str, ...]:
    """The families of tags these rules name."""
    nodes = (node for rule in rules for node in walk(rule))
    return tuple(sorted({node.within for node in nodes if isinstance(node, Choose) and node.within}))


def compiled(
    book: RuleBook, roots: Sequence[Root] | None = None, families: Mapping[str, Sequence[str]] | None = None,
    decided: Iterable[Decided] = (),
) -> PopulationProgram:  # fmt: skip
    """The program of these rules (default: `roots_of` the book).

    families: by family of tags, the tags that facts carry (`families_of`); a program without them answers as if no
    fact carried any. decided: what signed decisions say (`decided_in`); learners under any other are read alone. Raises
    `NotCompiled` for a rule that cannot be worked out for everyone.
    """
    given = sorted(roots_of(book) if roots is None else roots, key=lambda root: root.ref)
    single = Program(book)
    for root in given:
        single.include(root.node, root.owner)
    known = {name: tuple(sorted(tags)) for name, tags in sorted((families or {}).items())}
    may_be = sorted(set(decided))
    compiler = Compiler(single, known, may_be)
    numbers = compiler.roots(given)
    if compiler.asking.refused:
        may_be = sorted(set(may_be) - compiler.asking.refused)
        compiler = Compiler(single, known, may_be)
        numbers = compiler.roots(given)
    cells = compiler.cells
    questions, cells, numbers = _by_key(compiler.questions, cells, numbers)
    layout = laid_out(cells, numbers)
    used = [cells.most[n] for n in range(len(cells.every))] + [len(cell.of) for cell in cells.every]
    largest = max(used, default=0)
    if largest > LARGEST:
        raise NotCompiled("these rules", f"up to {largest} steps can remain in one", f"Keep below {LARGEST}")
    width: np.dtype[np.unsignedinteger] = np.dtype("u1" if largest < 255 else "u2")
    number = {question.key: number for number, question in enumerate(questions)}
    return PopulationProgram(
        tuple(given), questions, layout, tuple(cells.most[n] for n in numbers), width, known,
        {each: number[each.key] for each in may_be}, single,
        _digest(given, questions, layout, width),
    )  # fmt: skip


def _by_key(
    questions: Sequence[Question], cells: Cells, roots: Sequence[int]
) -> tuple[tuple[Question, ...], Cells, list[int]]:
    """The same with questions in order of key and cells in an order that follows from them alone, so that no order of
    rules shows."""
    order = sorted(range(len(questions)), key=lambda n: questions[n].key)
    place = {old: new for new, old in enumerate(order)}
    turned = Cells()
    at: dict[int, int] = {}
    for number in _reached(cells, roots):
        at[number] = _again(turned, cells.every[number], cells.most[number], at, place)
    return tuple(questions[n] for n in order), turned, [at[root] for root in roots]


def _reached(cells: Cells, roots: Sequence[int]) -> list[int]:
    needed = set(roots)
    for number in range(len(cells.every) - 1, -1, -1):
        if number in needed:
            needed.update(cells.every[number].of)
    return sorted(needed)


def _again(turned: Cells, cell: Cell, most: int, at: Mapping[int, int], place: Mapping[int, int]) -> int:
    parts = [at[part] for part in cell.of]
    if cell.work == "asked":
        return turned.asked(place[cell.number], cell.side, most)
    if cell.work == "sure":
        return turned.sure(cell.number)
    if cell.work == "all":
        return turned.all(parts)
    if cell.work == "some":
        return turned.some(cell.number, parts)
    if cell.work == "most":
        return turned.greatest(parts)
    if cell.work == "open":
        return turned.open(parts[0])
    return turned.none(parts[0]) if cell.work == "not" else turned.pick(*parts)


def _digest(
    roots: Sequence[Root], questions: Sequence[Question], layout: Layout, width: np.dtype[np.unsignedinteger]
) -> str:
    found = sha256(width.name.encode())
    for text in (*(root.ref for root in roots), *(question.key for question in questions)):
        found.update(text.encode() + b"\0")
    for column in (layout.steps, layout.answer, layout.side, layout.outs):
        found.update(np.ascontiguousarray(column, dtype="<i4").tobytes())
    return found.hexdigest()
