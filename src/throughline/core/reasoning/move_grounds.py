"""What the worst move between two pathways rests on, as a digest: while it stays the same, so does the move.

A move is worked out from the gates up to the secondary stage alone, opened down to milestones. Two versions of a pathway
with one digest there differ in words, hours or later stages only, and nothing has to be worked out again.
"""

import hashlib

from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.formula import Formula, Leaf
from throughline.core.reasoning.moving import Milestones, before_secondary, early_stages


def early_digest(pathway: Pathway, book: RuleBook) -> str:
    """The sha256, hex, of what the pathway's gates up to the secondary stage ask for in milestones."""
    known = Milestones(book)
    gates = [known.of(stage.gate) for stage in early_stages(pathway)]
    names = {number: ref for ref, number in known.numbers.items()}
    memo: dict[int, str] = {}
    return _sha(len(before_secondary(pathway)), *(_digest(gate, names, memo) for gate in gates))


def _digest(part: Formula, names: dict[int, str], memo: dict[int, str]) -> str:
    # Shared parts are one object; without the memory a part would be walked once for each of its uses.
    if id(part) not in memo:
        below = [names[part.atom]] if isinstance(part, Leaf) else [_digest(p, names, memo) for p in part.of]
        memo[id(part)] = _sha("leaf" if isinstance(part, Leaf) else part.k, *below)
    return memo[id(part)]


def _sha(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
