"""Any document a state can publish, for properties: built from the declared types."""

import typing
from dataclasses import is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st

from throughline.core.catalogue import documents as d
from throughline.core.catalogue.commitments import SetForSet
from throughline.core.formats.state_pack import shape
from throughline.core.requirements import nodes as n

WORDS = st.one_of(
    st.sampled_from(("one", "a: b # c", "ñandú 語", '"x"\n', "0", "2026-01-01", "null")),
    st.text(min_size=1, max_size=8).filter(lambda text: text.strip() != ""),
)
IDS = st.sampled_from(("a", "b2", "long-name", "care-1", "x-y-z", "7"))
TEXTS = st.dictionaries(st.sampled_from(("en", "es", "pt", "ht")), WORDS, min_size=1)
NUMBERS = st.decimals(min_value=0, max_value=10**7, places=3, allow_nan=False)
ABOVE_ZERO = st.decimals(min_value=Decimal("0.001"), max_value=10**6, places=3)
WHOLE = st.integers(1, 9)
CITES = st.builds(n.Cite, WORDS, WORDS, WORDS, st.booleans())
REFERENCES = st.builds("{}:{}".format, st.sampled_from(("milestone", "course", "competency")), IDS)
VALIDATORS = st.builds(n.ValidatedBy, WORDS, WHOLE, st.booleans())
COMMON = {
    "title": st.one_of(st.just({}), TEXTS),
    "cite": st.none() | CITES,
    "advisory": st.booleans(),
}  # fmt: skip


def haves() -> st.SearchStrategy[n.Have]:
    """A `have` with any of its fields."""
    return st.builds(
        n.Have,
        id=IDS, what=REFERENCES, level=st.none() | WHOLE,
        score=st.none() | st.builds(n.ScoreAtLeast, NUMBERS, WORDS),
        times=WHOLE, attempt=st.sampled_from(("best", "first")),
        validated_by=st.lists(VALIDATORS, max_size=2).map(tuple),
        context=st.lists(WORDS, max_size=2).map(tuple), issuer=st.lists(IDS, max_size=2).map(tuple),
        fresh=st.none() | st.builds(n.Fresh, WHOLE), via=st.sampled_from(("exact", "any")), **COMMON,
    )  # fmt: skip


def totals() -> st.SearchStrategy[n.Total]:
    """A `total` with some filter."""
    select = st.builds(n.Selector, kind=st.just("course"), tags=st.lists(WORDS, max_size=2).map(tuple),
                       level=st.none() | WHOLE, exclude=st.lists(WORDS, max_size=1).map(tuple))  # fmt: skip
    cap = st.none() | st.builds(n.CapPer, st.just("what"), ABOVE_ZERO)
    return st.builds(
        n.Total,
        id=IDS,
        measure=st.just("credits"),
        unit=WORDS,
        min=ABOVE_ZERO,
        select=select,
        cap_per=cap,
        **COMMON,
    )


def _renamed(node: n.Node) -> n.Node:
    """Ids are unique in a rule."""
    number = count()

    def again(each: n.Node) -> n.Node:
        each = replace(each, id=f"n{next(number)}")
        if isinstance(each, n.Choose):
            return replace(each, of=tuple(again(child) for child in each.of))
        return replace(each, of=again(each.of)) if isinstance(each, n.Not) else each

    return again(node)


@cache
def rules() -> st.SearchStrategy[n.Node]:
    """Any rule of a few nodes, each with its own id."""
    leaves = st.one_of(
        haves(), totals(), st.builds(n.Use, id=IDS, rule=IDS, version=st.just("") | WORDS, **COMMON)
    )
    whole: st.SearchStrategy[n.Node] = st.recursive(
        leaves,
        lambda below: st.builds(
            n.Choose,
            id=IDS,
            of=st.lists(below, min_size=1, max_size=3).map(tuple),
            min=st.just(1),
            **COMMON,
        ),
        max_leaves=3,
    )
    return whole.map(_renamed)


@cache
def conditions() -> st.SearchStrategy[n.Node]:
    """Any condition of an agreement: milestones and competencies alone."""
    what = st.builds("{}:{}".format, st.sampled_from(("milestone", "competency", "credential")), IDS)
    leaves = st.builds(n.Have, id=IDS, what=what, level=st.none() | WHOLE, **COMMON)
    several = st.builds(
        n.Choose, id=IDS, of=st.lists(leaves, min_size=1, max_size=3).map(tuple), min=st.just(1), **COMMON
    )
    return st.one_of(leaves, several).map(_renamed)


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS, bool: st.booleans(), int: st.integers(0, 9), Decimal: NUMBERS, date: st.dates(),
    Fraction: st.fractions(0, 1),
    n.Cite: CITES,
    float: st.floats(-180, 180),
}  # fmt: skip


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a declared type."""
    inner, may_be_none = shape.optional(hint)
    made = _values(inner)
    return st.none() | made if may_be_none else made


def _values(hint: Any) -> st.SearchStrategy[Any]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint == n.Text:
        return TEXTS
    if shape.is_node(hint):
        return rules()
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        return documents(typing.cast(type, hint))
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    return st.dictionaries(IDS, values(inner[1]), max_size=2)


@cache
def documents(kind: type) -> st.SearchStrategy[Any]:
    """Any document of a kind: what must be written always, the rest now and then."""
    fields = {}
    for field in shape.declared(kind).values():
        made = IDS if field.name == "id" else values(field.type)
        made = made.map(lambda value, name=field.name: shape.normal(kind, name, value))
        fields[field.name] = made if field.required else st.just(field.default) | made
    if kind is d.Agreement:
        fields["trigger"] = conditions()
    if kind is SetForSet:
        fields["of"] = st.lists(REFERENCES, min_size=1, max_size=2, unique=True).map(tuple)
        fields["min"] = st.none() | st.just(1)
        fields["level"] = st.none() | WHOLE
    if kind is d.Rule:
        fields["editions"] = st.lists(documents(d.Edition), min_size=1, max_size=2).map(tuple)
    return st.builds(kind, **fields)
