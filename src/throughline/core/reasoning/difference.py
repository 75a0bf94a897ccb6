"""What changed between two versions of a rule, in words, and whether the change makes it harder for anybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.atoms import atom, follows
from throughline.core.reasoning.ways import Implication, implies
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use, children, walk
from throughline.core.requirements.words import Names, Speaker

Kind = Literal["added", "removed", "tightened", "loosened", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, the id of the node (in the new rule, for a removed one in the old), and a sentence."""

    kind: Kind
    node: str
    sentence: str


Pairs: TypeAlias = list[tuple[Node, Node]]


def difference(old: Node, new: Node, names: Names, language: str) -> tuple[Change, ...]:
    """The changes from `old` to `new`, in reading order of the new rule, then what is gone.

    Leaves are paired by their ids; a `choose` or `not` by its id where that was given to it, else by the leaves it
    shares. Of a whole part that came or went only the part is named.
    """
    speaker = Speaker(names, language)
    pairs = _paired(old, new)
    changed = [change for a, b in pairs for change in _changes(a, b, speaker)]
    kept_old, kept_new = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    added = [Change("added", node.id, _came(node, "adds", speaker)) for node in _tops(new, kept_new)]
    removed = [Change("removed", node.id, _came(node, "removes", speaker)) for node in _tops(old, kept_old)]
    return (*changed, *added, *removed)


def eases(old: Node, new: Node, book: RuleBook) -> Implication:
    """Whether the new rule is provably no harder: every way to meet the old one meets it."""
    return implies(old, new, book)


def _paired(old: Node, new: Node) -> Pairs:
    """Which node of the old rule became which of the new."""
    before = {node.id: node for node in walk(old)}
    pairs: Pairs = []
    for node in walk(new):
        was = before.get(node.id)
        if not children(node) and was is not None and type(was) is type(node):
            pairs.append((was, node))
    taken: set[int] = set()
    for node in walk(new):
        if children(node) and (match := _branch(node, old, new, taken)) is not None:
            taken.add(id(match))
            pairs.append((match, node))
    order = {id(node): i for i, node in enumerate(walk(new))}
    return sorted(pairs, key=lambda pair: order[id(pair[1])])


def _branch(node: Node, old: Node, new: Node, taken: set[int]) -> Node | None:
    """The old branch that this one was: the root for the root, else the one that shares most of its leaves."""
    free = [was for was in walk(old) if children(was) and type(was) is type(node) and id(was) not in taken]
    if node is new:
        return old if any(was is old for was in free) else None
    own = _leaves(node)
    shared = [(len(own & _leaves(was)) / len(own | _leaves(was)), was) for was in free if was is not old]
    given = [was for share, was in shared if was.id == node.id and not was.id.startswith("top")]
    best = max(shared, key=lambda each: each[0], default=(0.0, node))
    return given[0] if given else best[1] if best[0] > 0 else None


def _leaves(node: Node) -> set[str]:
    return {each.id for each in walk(node) if not children(each)}


def _tops(root: Node, kept: set[int]) -> Iterator[Node]:
    """The highest nodes that have no partner."""
    if id(root) not in kept:
        yield root
        return
    for child in children(root):
        yield from _tops(child, kept)


def _came(node: Node, phrase: str, speaker: Speaker) -> str:
    if isinstance(node, Total) and node.measure not in ("count", "distinct"):
        thing = speaker.items(node.select, counted=False)
        return speaker.say(f"{phrase}_amount", n=node.min, unit=speaker.unit(node), thing=thing)
    if isinstance(node, Have):
        return speaker.say(phrase, thing=speaker.have(node))
    return speaker.say(phrase, thing=_named(node, speaker))


def _named(node: Node, speaker: Speaker) -> str:
    """A node in one line, a branch with its leaves."""
    text = speaker.node(node)
    if not children(node):
        return text
    return f"{text} ({'; '.join(_named(child, speaker) for child in children(node))})"


def _changes(a: Node, b: Node, speaker: Speaker) -> Iterator[Change]:
    if isinstance(a, Choose) and isinstance(b, Choose):
        yield from _choice(a, b, speaker)
    elif isinstance(a, Have) and isinstance(b, Have):
        yield from _had(a, b, speaker)
    elif isinstance(a, Total) and isinstance(b, Total):
        yield from _summed(a, b, speaker)
    elif isinstance(a, Use) and isinstance(b, Use) and (a.rule, a.version) != (b.rule, b.version):
        yield _now("changed", a, b, speaker)
    yield from _around(a, b, speaker)


def _choice(a: Choose, b: Choose, speaker: Speaker) -> Iterator[Change]:
    of, was_of = len(speaker.asked(b)), len(speaker.asked(a))
    if b.needed != a.needed and not (a.min is None and b.min is None):
        kind: Kind = "tightened" if b.needed > a.needed else "loosened"
        sentence = speaker.say("choice", n=b.needed, of=of, was=a.needed, was_of=was_of)
        yield Change(kind, b.id, sentence)
    if a.exclusive != b.exclusive:
        phrase = "once_now" if b.exclusive else "once_no_more"
        yield Change(
            "tightened" if b.exclusive else "loosened", b.id, speaker.say(phrase, thing=speaker.node(b))
        )
    if (a.within, a.max) != (b.within, b.max):
        kind = "tightened" if not a.within else "loosened" if not b.within else "changed"
        yield _now(kind if a.within != b.within else "changed", a, b, speaker)


def _had(a: Have, b: Have, speaker: Speaker) -> Iterator[Change]:
    if _asks(a) == _asks(b):
        return
    if (a.level or 1) != (b.level or 1):
        kind: Kind = "tightened" if (b.level or 1) > (a.level or 1) else "loosened"
        sentence = speaker.say("level_now", thing=speaker.thing(b), n=b.level or 1, was=a.level or 1)
        yield Change(kind, b.id, sentence)
    if _asks(a)[2:] != _asks(b)[2:] or a.what != b.what:
        yield _now(_direction(a, b), a, b, speaker)


def _asks(node: Have) -> tuple[object, ...]:
    return (
        node.what, node.level or 1, node.score, node.times, node.attempt, node.validated_by, node.context,
        node.issuer, node.fresh, node.via,
    )  # fmt: skip


def _summed(a: Total, b: Total, speaker: Speaker) -> Iterator[Change]:
    same_sum = (a.measure, a.unit, a.select, a.cap_per) == (b.measure, b.unit, b.select, b.cap_per)
    if not same_sum:
        yield _now(_direction(a, b), a, b, speaker)
    elif a.min != b.min:
        more = b.min > a.min
        counted = b.measure in ("count", "distinct")
        phrase = ("adds" if more else "removes") + ("_count" if counted else "_amount")
        thing = speaker.items(b.select, counted)
        sentence = speaker.say(phrase, n=abs(b.min - a.min), unit=speaker.unit(b), thing=thing)
        yield Change("tightened" if more else "loosened", b.id, sentence)


def _direction(a: Have | Total, b: Have | Total) -> Kind:
    """Tightened where the new one implies the old one only, loosened the other way round, else changed."""
    harder, easier = follows(atom(b), atom(a)), follows(atom(a), atom(b))
    return "changed" if harder == easier else "tightened" if harder else "loosened"


def _around(a: Node, b: Node, speaker: Speaker) -> Iterator[Change]:
    """Changes that any node can have: advice or asked for, citation, title."""
    if a.advisory != b.advisory:
        plain = speaker.node(a if b.advisory else b)
        phrase = "now_advice" if b.advisory else "now_asked"
        yield Change("loosened" if b.advisory else "tightened", b.id, speaker.say(phrase, thing=plain))
    if a.cite != b.cite:
        cite = " ".join((b.cite.source, b.cite.section)).strip() if b.cite else speaker.say("no_cite")
        yield Change("changed", b.id, speaker.say("cite", thing=speaker.node(b), words=cite))
    was, title = a.title.get(speaker.language), b.title.get(speaker.language)
    if was and title and was != title:
        yield Change("changed", b.id, speaker.say("called", was=was, thing=title))


def _now(kind: Kind, a: Node, b: Node, speaker: Speaker) -> Change:
    one_line: Callable[[Node], str] = speaker.node
    return Change(kind, b.id, speaker.say("now", thing=one_line(b), was=one_line(a)))
