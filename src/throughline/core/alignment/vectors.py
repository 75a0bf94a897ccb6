"""How well the words of the statements of two lists fit, pair by pair: the cosine of their TF-IDF weights.

Weights: the square root of how often a term stands in a statement, times ln((1 + n) / (1 + df)) + 1 over both lists;
each statement's weights are brought to length 1 (Salton and Buckley 1988).
"""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from typing import Any, Final

from throughline.core.alignment.texts import primary, stems, terms

BLOCK: Final = 256
"""Statements of the left compared at a time with all on the right."""
MOST_BLOCKS: Final = 12
"""Blocks kept at a time; one takes a kilobyte for each statement on the right."""
MOST_WORDS: Final = 8
Text = tuple[str, str]
"""A statement and its language."""


class Compared:
    """Two lists of statements made ready. Positions count from 0 in each list."""

    def __init__(self, left: Sequence[Text], right: Sequence[Text]) -> None:
        self.languages = ([primary(tag) for _, tag in left], [primary(tag) for _, tag in right])
        self.said = ([stems(*each) for each in left], [stems(*each) for each in right])
        counted = [Counter(terms(words)) for side in self.said for words in side]
        seen = Counter(term for each in counted for term in each)
        self.rarity = {term: log((1 + len(counted)) / (1 + df)) + 1 for term, df in seen.items()}
        self.left = self._matrix(counted[: len(left)])
        self.right = self._matrix(counted[len(left) :]).T.tocsc()
        self._blocks: dict[int, Any] = {}

    def fits(self, at: int) -> Any:
        """How well each statement on the right fits this one, 0 to 1, as a vector."""
        block, row = divmod(at, BLOCK)
        found = self._blocks.get(block)
        if found is None:
            if len(self._blocks) >= MOST_BLOCKS:
                self._blocks.clear()
            found = (self.left[block * BLOCK : (block + 1) * BLOCK] @ self.right).toarray()
            self._blocks[block] = found
        return found[row]

    def best(self, at: int, most: int) -> list[int]:
        """The statements on the right that share words with this one, those that fit best; equal ones in their order."""
        import numpy as np

        row = self.fits(at)
        some = np.flatnonzero(row > 0)
        if len(some) > most:
            least = np.partition(row[some], -most)[-most]
            some = some[row[some] >= least]
        return [int(each) for each in some[np.lexsort((some, -row[some]))][:most]]

    def words(self, at: int, other: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The words that both statements have, and those that only the one has, and only the other; rarest first."""
        mine, theirs = dict(self.said[0][at]), dict(self.said[1][other])
        shared = self._rarest({stem: word for stem, word in mine.items() if stem in theirs})
        only_left = self._rarest({stem: word for stem, word in mine.items() if stem not in theirs})
        only_right = self._rarest({stem: word for stem, word in theirs.items() if stem not in mine})
        return shared, only_left, only_right

    def other_language(self, at: int, other: int) -> bool:
        """Whether the two are written in different languages, so that their words say little."""
        return self.languages[0][at] != self.languages[1][other]

    def _rarest(self, words: dict[str, str]) -> tuple[str, ...]:
        ordered = sorted(words, key=lambda stem: (-self.rarity[stem], stem))
        return tuple(words[stem].lower() for stem in ordered[:MOST_WORDS])

    def _matrix(self, counted: Sequence[Counter[str]]) -> Any:
        import numpy as np
        from scipy.sparse import csr_matrix

        columns = {term: number for number, term in enumerate(self.rarity)}
        indptr, indices, data = [0], [], []
        for each in counted:
            weights = {term: sqrt(number) * self.rarity[term] for term, number in each.items()}
            length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            indices += [columns[term] for term in weights]
            data += [weight / length for weight in weights.values()]
            indptr.append(len(indices))
        shape = (len(counted), max(1, len(columns)))
        return csr_matrix((np.array(data, dtype=np.float32), indices, indptr), shape=shape)
