"""A local variation of a state's rule: it may ask for more and offer fewer ways, never less.

It refines the state's rule where every way to meet it meets that rule too. So a district may drop options from a
menu, as long as at least one stays for each subject, and may set a cut higher, never lower, than the state's floor.
"""

from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook, in_force
from throughline.core.reasoning.atoms import Atom
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.ways import Implication, Method, implies
from throughline.core.requirements.nodes import Choose, Node


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the state's rule that a local rule does not make sure of, and a local way that leaves it out."""

    node: str
    way: tuple[Atom, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Refinement:
    """Whether a local rule keeps the state's, where it does not, and how that was found out."""

    holds: bool
    gaps: tuple[Gap, ...]
    method: Method


def refines(local: Node, state: Node, book: RuleBook) -> Refinement:
    """Whether every way to meet the local rule meets the state's, part by part where the state asks for all parts."""
    answers = [(part, implies(local, part, book)) for part in _parts(state)]
    gaps = tuple(_gap(part, answer) for part, answer in answers if not answer.holds)
    solved = any(answer.method == "solver" for _, answer in answers)
    return Refinement(not gaps, gaps, "solver" if solved else "enumerated")


def _parts(state: Node) -> tuple[Node, ...]:
    """The parts that must all be met; of a choice, the whole."""
    if not isinstance(state, Choose) or state.within or state.exclusive:
        return (state,)
    asked = tuple(child for child in state.of if not child.advisory)
    return asked if state.needed == len(asked) else (state,)


def _gap(part: Node, answer: Implication) -> Gap:
    return Gap(part.id, answer.counterexample or (), answer.certain)


def broken_refinements(catalogue: Catalogue, check: str = "") -> tuple[Finding, ...]:
    """The rules that name a state rule they refine, and ask for less than it does."""
    book = RuleBook(catalogue)
    found = []
    for rule in catalogue.rules.values():
        base = rule.refines.removeprefix("rule:")
        if not base or base not in catalogue.rules:
            continue
        local, state = in_force(rule, None).root, in_force(catalogue.rules[base], None).root
        for gap in refines(local, state, book).gaps:
            way = ", ".join(getattr(each.node, "what", "") or "a sum" for each in gap.way)
            sentence = f"rule:{rule.id} asks for less than rule:{base}: by {way} it is met without node '{gap.node}'."
            fix = "Keep at least one of the state's ways for it, at the state's floor or above."
            found.append(Finding(check, f"rule:{rule.id}", gap.node, sentence, fix))
    return tuple(found)
