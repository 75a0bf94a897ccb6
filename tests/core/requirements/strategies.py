"""Random rules for property tests: any rule of the language, and small ones over few atoms."""

from decimal import Decimal

from hypothesis import strategies as st

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.state_profile import StateProfile
from throughline.core.requirements.nodes import (
    CapPer,
    Choose,
    Cite,
    Fresh,
    Have,
    Node,
    Not,
    ScoreAtLeast,
    Selector,
    Total,
    Use,
    ValidatedBy,
)
from throughline.core.requirements.reading import read, write

STATE = StateProfile(id="test", title={"en": "Test"}, languages=("en",), complete_languages=("en",))
EMPTY = Catalogue(state=STATE)

words = st.sampled_from(["ann", "boat-yard", "College work", "zoo:1", "prácticas"])
references = st.sampled_from(
    ["competency:a", "course:b", "milestone:c", "credential:d", "experience:e", "age"]
)
numbers = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10000), places=3)
titles = st.dictionaries(st.sampled_from(["en", "es"]), words, max_size=2)
cites = st.none() | st.builds(Cite, source=words, section=st.just("") | words, law=st.booleans())
some_words = st.lists(words, max_size=2).map(tuple)
validated = st.lists(
    st.builds(ValidatedBy, role=words, count=st.integers(1, 3), distinct_organization=st.booleans()),
    max_size=2,
).map(tuple)
scores = st.none() | st.builds(ScoreAtLeast, min=numbers, scale=words)
levels = st.none() | st.integers(1, 5)
freshness = st.none() | st.builds(Fresh, years=st.integers(1, 5), months=st.integers(0, 11))
caps = st.none() | st.one_of(
    st.builds(CapPer, by=st.sampled_from(["what", "context", "organization"]), max=numbers),
    st.builds(CapPer, by=st.just("tag"), max=numbers, tag=words),
)
selectors = st.builds(
    Selector,
    kind=st.sampled_from(["course", "experience"]),
    what=st.lists(references, max_size=2).map(tuple),
    tags=some_words,
    any_tags=some_words,
    framework=st.just("") | words,
    level=levels,
    proficiency=levels,
    score=scores,
    context=some_words,
    issuer=some_words,
    validated_by=validated,
    exclude=some_words,
)
ids = st.just("")
haves = st.builds(
    Have, id=ids, what=references, level=levels, score=scores, times=st.integers(1, 3),
    attempt=st.sampled_from(["best", "first", "latest"]), validated_by=validated, context=some_words,
    issuer=some_words, fresh=freshness, via=st.sampled_from(["exact", "certified", "any"]), title=titles,
    cite=cites, advisory=st.booleans(),
)  # fmt: skip
totals = st.builds(
    Total, id=ids, measure=st.sampled_from(["credits", "hours", "points", "count", "distinct"]), unit=words,
    min=numbers, select=selectors, cap_per=caps, title=titles, cite=cites, advisory=st.booleans(),
)  # fmt: skip
uses = st.builds(Use, id=ids, rule=words, version=st.just("") | words, title=titles, cite=cites)


@st.composite
def chooses(draw: st.DrawFn, below: st.SearchStrategy[Node]) -> Choose:
    """A `choose` that can be: at least one child is not advisory, and the counts fit."""
    of = tuple(draw(st.lists(below, min_size=1, max_size=4)))
    count = draw(st.none() | st.integers(1, len(of)))
    if all(child.advisory for child in of):
        count = 1
    leaves = all(isinstance(child, Have | Total) for child in of)
    family = any("'within'" in repr(write(child)) for child in of)
    return Choose(
        id="", of=of, min=count, exclusive=leaves and draw(st.booleans()), title=draw(titles), cite=draw(cites),
        within="" if family else draw(st.just("") | words),
    )  # fmt: skip


nodes: st.SearchStrategy[Node] = st.recursive(
    haves | totals | uses, lambda below: chooses(below) | st.builds(Not, id=ids, of=below), max_leaves=10
)


def _unnamed(data: object) -> object:
    if isinstance(data, dict):
        return {key: _unnamed(value) for key, value in data.items() if not (key == "id" and value == "")}
    return [_unnamed(each) for each in data] if isinstance(data, list) else data


rules: st.SearchStrategy[Node] = nodes.map(lambda node: read(_unnamed(write(node))))
"""Any rule of the language, with ids as the reader gives them."""

small_leaves = st.one_of(
    st.builds(Have, id=ids, what=st.sampled_from(["competency:a", "competency:b"]), level=st.integers(1, 3)),
    st.builds(Have, id=ids, what=st.sampled_from(["milestone:a", "milestone:b", "milestone:c"])),
)
small_rules: st.SearchStrategy[Node] = st.recursive(
    small_leaves,
    lambda below: st.lists(below, min_size=1, max_size=4).flatmap(
        lambda of: st.builds(Choose, id=ids, of=st.just(tuple(of)), min=st.integers(1, len(of)))
    ),
    max_leaves=9,
)
"""Rules over nine atoms at most, for checks against every possible record."""
