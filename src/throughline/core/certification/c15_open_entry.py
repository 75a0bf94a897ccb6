"""C15: nobody is screened out at the entry of a pathway, and it is settled how places are given when
short."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import TIME_KINDS, Choose, Cite, Have, Node, Not, Total, Use

SCREENS = ("gpa", "grade-point", "discipline", "suspension", "attendance", "recommendation", "rank")
"""Words that mark a fact as a judgment on the person, not as something learned."""


def c15(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each leaf of the entry rule that screens (a test, score, grade, conduct or
    recommendation, by law or not; anything else that no law asks for), and for a pathway without a rule for
    shortage."""
    findings = []
    if pathway.entry is not None:
        findings += [
            _screen(pathway, leaf, why) for leaf, why in _screens(pathway.entry, None, RuleBook(catalogue))
        ]
    if not pathway.shortage.strip():
        sentence = f"Pathway '{pathway.id}' does not say how places are given when there are too few."
        fix = "Write under `shortage` a rule that can be run again: `lottery`, or a published order."
        findings.append(Finding("C15", f"pathway:{pathway.id}", "shortage", sentence, fix))
    return tuple(findings)


def screened_entries(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each leaf that screens in a shared rule of purpose entry about learners, whatever uses it."""
    book = RuleBook(catalogue)
    return tuple(
        Finding("C15", f"rule:{rule.id}", leaf.id, f"Entry rule '{rule.id}' screens learners: node '{leaf.id}' {why}.",
                "Leave it out of the rule.")
        for rule in catalogue.rules.values()
        if rule.purpose == "entry" and rule.subject == "learner"
        for edition in rule.editions
        for leaf, why in _screens(edition.root, None, book)
    )  # fmt: skip


def _screen(pathway: Pathway, leaf: Node, why: str) -> Finding:
    sentence = f"The entry of pathway '{pathway.id}' screens learners: node '{leaf.id}' {why}."
    return Finding("C15", f"pathway:{pathway.id}", f"entry#{leaf.id}", sentence, "Leave it out of `entry`.")


def _screens(node: Node, above: Cite | None, book: RuleBook) -> Iterator[tuple[Node, str]]:
    cite = node.cite or above
    if isinstance(node, Choose):
        for child in node.of:
            yield from _screens(child, cite, book)
    elif isinstance(node, Not):
        yield from _screens(node.of, cite, book)
    elif isinstance(node, Use):
        yield from _screens(book.of_rule(node.rule, node.version), cite, book)
    elif _judges(node):
        yield node, "judges by test, score, conduct or recommendation"
    elif cite is None or not cite.law:
        yield node, "asks for something that no law is cited for"


def _judges(leaf: Have | Total) -> bool:
    if isinstance(leaf, Have):
        words = leaf.what
        tested = leaf.kind == "assessment" or (leaf.score is not None and leaf.kind not in TIME_KINDS)
    else:
        select = leaf.select
        words = " ".join((select.kind, leaf.unit, *select.what, *select.tags, *select.any_tags))
        tested = leaf.measure == "points" or select.score is not None or select.kind == "assessment"
    return tested or any(screen in words for screen in SCREENS)
