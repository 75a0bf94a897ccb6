"""The signed decisions about one learner, by the rule node they are about."""

from collections.abc import Iterable
from datetime import date

from throughline.core.progress.record import RuleException


class Exceptions:
    """Decisions in force on one day. A decision names its rule as `milestone:m`, `rule:r`, `pathway:p` (any
    of its stages) or `pathway:p#stage`; it follows the node into every pathway that holds the rule."""

    __slots__ = ("_by_node", "owners")

    def __init__(self, exceptions: Iterable[RuleException], as_of: date) -> None:
        self._by_node: dict[tuple[str, str], list[RuleException]] = {}
        for each in sorted({e.id: e for e in sorted(exceptions, key=repr)}.values(), key=lambda e: e.id):
            if each.when <= as_of and (each.until is None or as_of <= each.until):
                self._by_node.setdefault((each.rule, each.node), []).append(each)
        self.owners = frozenset(rule for rule, _ in self._by_node)

    def about(self, owner: str, node: str, version: int) -> tuple[RuleException, ...]:
        """The decisions about a node of a rule at a version (an exception's version 0 is every version)."""
        if not self._by_node:
            return ()
        whole = owner.partition("#")[0]
        named = (owner,) if whole == owner else (owner, whole)
        found = (each for name in named for each in self._by_node.get((name, node), ()))
        return tuple(each for each in found if each.version in (0, version))

    def touch(self, owner: str) -> bool:
        """Whether any decision is about this rule."""
        return owner in self.owners or owner.partition("#")[0] in self.owners
