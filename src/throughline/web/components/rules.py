"""A rule in words, in the reader's language, with links."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.words import Sentence, describe
from throughline.web.names import title_of
from throughline.web.words import language, words


def in_words(node: Node, catalogue: Catalogue) -> Sentence:
    """The rule as nested sentences."""
    return describe(node, lambda ref, _language: words(title_of(catalogue, ref)), language())
