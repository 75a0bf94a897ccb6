"""What a rule presupposes is asked for by it, on every way to meet it."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Rule
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Choose, Node, Use


def presupposed_asked(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each rule that could be met without a shared rule it names under `presupposes`."""
    book = RuleBook(catalogue)
    return tuple(
        _finding(rule, name)
        for rule in catalogue.rules.values()
        for name in rule.presupposes
        if any(name not in _always_used(edition.root, book, set()) for edition in rule.editions)
    )


def _finding(rule: Rule, name: str) -> Finding:
    sentence = f"rule:{rule.id} presupposes {name}, and can be met without it."
    fix = f"Ask for it on every way: `use: {name.removeprefix('rule:')}` among what must all be met."
    return Finding("", f"rule:{rule.id}", "presupposes", sentence, fix)


def _always_used(node: Node, book: RuleBook, open_rules: set[str]) -> set[str]:
    """The shared rules that are met wherever the node is met."""
    if isinstance(node, Use):
        name = f"rule:{node.rule}"
        if name in open_rules or node.rule not in book.catalogue.rules:
            return {name}
        return {name} | _always_used(book.of_rule(node.rule, node.version), book, open_rules | {name})
    if not isinstance(node, Choose):
        return set()
    asked = [_always_used(child, book, open_rules) for child in node.of if not child.advisory]
    if not asked:
        return set()
    return set.union(*asked) if node.needed >= len(asked) else set.intersection(*asked)
