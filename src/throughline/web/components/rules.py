"""A rule in words, in the reader's language, with links and with the laws it stands on."""

from dataclasses import dataclass

from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.requirements.nodes import Cite, Have, Node, Use, children
from throughline.core.requirements.words import sentence
from throughline.web.names import address_of, say
from throughline.web.words import language


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One node in words. href: the page of what it asks for. law: set where a law asks for it."""

    text: str
    href: str = ""
    law: Cite | None = None
    children: tuple["RuleLine", ...] = ()


def in_words(node: Node, book: RuleBook) -> RuleLine:
    """The rule as nested lines; a shared rule is opened where it stands."""
    names = say(book.catalogue)
    below = _opened(node, book) if isinstance(node, Use) else children(node)
    return RuleLine(
        text=sentence(node, names, language()),
        href=address_of(node.what) if isinstance(node, Have) else "",
        law=node.cite if node.cite and node.cite.law else None,
        children=tuple(in_words(child, book) for child in below),
    )


def _opened(node: Use, book: RuleBook) -> tuple[Node, ...]:
    try:
        return children(book.of_rule(node.rule, node.version))
    except UnknownReference:
        return ()
