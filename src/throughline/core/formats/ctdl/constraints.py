"""One constraint of a component condition: what is compared with what, as CTDL's three vocabularies say it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.graph import Graph, GraphNode
from throughline.core.requirements.nodes import Text

SIGNS: Mapping[str, str] = {
    "EQ": "=", "NEQ": "is not", "GT": ">", "LT": "<", "GTEQ": ">=", "LTEQ": "<=",
    "=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=",
}  # fmt: skip
AMOUNTS: Mapping[str, str] = {
    "value": "credits", "creditValue": "credits", "pointValue": "points", "requiredNumber": "count",
}  # fmt: skip
EXPERIENCE = frozenset(
    {"experienceTime", "experience", "minimumTimeRequired", "timeRequired", "workExperience"}
)
HOURS = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+)M)?)?$")
LEVEL = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True, slots=True)
class Constraint:
    """left, right: local names or values as text; right may be several. actions: Sum, Mean, AnyOf ... or empty.
    addresses: the right side as written."""

    key: str
    left: str
    sign: str
    right: tuple[str, ...]
    left_action: str = ""
    right_action: str = ""
    addresses: tuple[str, ...] = ()
    said: Text | None = None

    @property
    def number(self) -> Decimal | None:
        """The right side, where it is one number."""
        try:
            found = Decimal(self.addresses[0]) if len(self.addresses) == 1 else None
        except InvalidOperation:
            return None
        return found if found is not None and found.is_finite() else None

    @property
    def whole_number(self) -> int | None:
        """The right side, where it is one whole number above zero."""
        found = self.number
        return int(found) if found is not None and found > 0 and found == found.to_integral_value() else None

    @property
    def hours(self) -> Decimal | None:
        """The right side in hours, where it is a length of time (`PT500H`)."""
        match = HOURS.match(self.addresses[0]) if len(self.addresses) == 1 else None
        if match is None or not any(match.groups()):
            return None
        days, hours, minutes = (Decimal(part or 0) for part in match.groups())
        return days * 24 + hours + minutes / 60

    @property
    def level(self) -> tuple[str, int] | None:
        """The scale and the number of the level that the right side names (`scqflevel:8`)."""
        match = LEVEL.search(self.addresses[0].rstrip("/")) if len(self.addresses) == 1 else None
        return (unit_of(self.addresses[0][: match.start()]), int(match[1])) if match else None

    @property
    def words(self) -> Text:
        """What it says, in words, where it has no description of its own."""
        if self.said:
            return self.said
        left = f"{self.left_action} of {self.left}" if self.left_action else self.left
        joining = {"AnyOf": " or ", "OneOf": " or "}.get(self.right_action, " and ")
        return {"en": f"{left} {self.sign} {joining.join(self.right)}"}


def constraint_of(graph: Graph, node: GraphNode) -> Constraint:
    """What a constraint node says."""
    left = [terms.local(_said(graph, value)) for value in node.values("leftSource")]
    addresses = tuple(_said(graph, value) for value in node.values("rightSource", "rightOperand"))
    comparator = terms.local(str(next(iter(node.values("comparator", "operand")), ""))).upper()
    texts = node.texts("description", "name")
    return Constraint(
        key=node.key,
        left=" and ".join(left),
        sign=SIGNS.get(comparator, comparator),
        right=tuple(_named(graph, address) for address in addresses),
        left_action=terms.local(str(next(iter(node.values("leftAction")), ""))),
        right_action=_action(str(next(iter(node.values("rightAction")), ""))),
        addresses=addresses,
        said={tag or "en": text for tag, text in texts.items()} or None,
    )


def _action(written: str) -> str:
    name = terms.local(written)
    return name[:1].upper() + name[1:]


def _said(graph: Graph, value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(graph: Graph, address: str) -> str:
    node = graph.nodes.get(address)
    return (node.text("prefLabel", "name") if node else "") or terms.local(address) or address


def unit_of(address: str) -> str:
    """A short name of a unit or scale from its address: the name alone where its vocabulary is known, else the path
    (`http://example.edu/scqf/credits/` is `scqf-credits`)."""
    short = terms.prefixed(address.strip())
    if "://" not in short:
        return short.rpartition(":")[2].rstrip("/") or short.strip(":")
    path = short.partition("://")[2].partition("/")[2]
    return re.sub(r"[^\w]+", "-", path).strip("-") or short
