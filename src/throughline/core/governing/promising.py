"""The learner promise of a state, part by part: what is missing before it can be made, and what one version changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from throughline.core.requirements.nodes import Text

REFERENCE = "learner_promise"
"""How the public log names its versions, before the colon."""
SHOWS = ("pathways", "reach", "promises", "shared", "voices", "answers", "work", "support")
"""What can be shown beside a part as where it stands: pathways in force, parts of the state where one can be begun, promises
in force, milestones that several pathways share, votes of learners and communities, answers to feedback, work items, money
and help for regions."""


@dataclass(frozen=True, slots=True)
class PromisePart:
    """One part. title: as the state promises it. means: what it means here. shows: one of `SHOWS`, or empty."""

    title: Text
    means: Text
    shows: str = ""


@dataclass(frozen=True, slots=True)
class LearnerPromise:
    """What a state promises to every learner."""

    opening: Text
    parts: tuple[PromisePart, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What a promise still lacks. part: from 1; 0: the opening."""

    part: int
    why: str
    fix: str


Mark = Literal["same", "out", "in"]


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of two versions side by side, word for word. part: its place in the newer one, from 1 (in the older one,
    where it is left out; 0: the opening). kind: new, gone, changed."""

    part: int
    kind: Literal["new", "gone", "changed"]
    title: tuple[tuple[Mark, str], ...]
    means: tuple[tuple[Mark, str], ...]


def lacks(promise: LearnerPromise, languages: Iterable[str]) -> tuple[Lack, ...]:
    """What is missing: a text, a language the state speaks to everyone in, a part."""
    spoken, found = tuple(languages), list[Lack]()
    found += _silent(0, "the opening", promise.opening, spoken)
    if not promise.parts:
        found.append(Lack(1, "it has no part.", "Say what is promised, one thing after another."))
    for nth, part in enumerate(promise.parts, 1):
        found += _silent(nth, f"the title of part {nth}", part.title, spoken)
        found += _silent(nth, f"what part {nth} means", part.means, spoken)
        if part.shows and part.shows not in SHOWS:
            found.append(
                Lack(nth, f"nothing is called '{part.shows}'.", f"Choose one of: {', '.join(SHOWS)}.")
            )
    return tuple(found)


def _silent(part: int, what: str, text: Text, languages: Iterable[str]) -> list[Lack]:
    return [
        Lack(
            part,
            f"{what} is empty in the language '{each}'.",
            "Write it in every language the state promises.",
        )
        for each in languages
        if not text.get(each, "").strip()
    ]


def changes(before: LearnerPromise, after: LearnerPromise, language: str) -> tuple[PartChange, ...]:
    """What the later version changed, in one language: parts are held together by their place after those that stayed."""
    found = []
    if before.opening.get(language) != after.opening.get(language):
        found.append(
            PartChange(
                0, "changed", (), words_changed(_in(before.opening, language), _in(after.opening, language))
            )
        )
    for old, new in _paired(before.parts, after.parts, language):
        if (change := _changed(before, after, old, new, language)) is not None:
            found.append(change)
    return tuple(found)


def _paired(
    before: Sequence[PromisePart], after: Sequence[PromisePart], language: str
) -> list[tuple[int | None, int | None]]:
    """Places of parts in both versions: those with one title belong together, and what lies between them in order."""
    old, new = ([_in(each.title, language) for each in parts] for parts in (before, after))
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(b - a, d - c) if tag != "insert" else 0
        pairs += [(a + nth, c + nth) for nth in range(both)]
        pairs += [(nth, None) for nth in range(a + both, b)]
        pairs += [(None, nth) for nth in range(c + both, d)]
    return pairs


def _changed(
    before: LearnerPromise, after: LearnerPromise, old: int | None, new: int | None, language: str
) -> PartChange | None:
    was = before.parts[old] if old is not None else None
    now = after.parts[new] if new is not None else None
    if was == now:
        return None
    kind: Literal["new", "gone", "changed"] = "new" if was is None else "gone" if now is None else "changed"
    nothing = PromisePart({}, {})
    one, other = was or nothing, now or nothing
    texts = [
        words_changed(_in(one.title, language), _in(other.title, language)),
        words_changed(_in(one.means, language), _in(other.means, language)),
    ]
    if kind == "changed" and all(mark == "same" for text in texts for mark, _ in text):
        return None
    return PartChange((new if new is not None else old or 0) + 1, kind, texts[0], texts[1])


def _in(text: Text, language: str) -> str:
    return text.get(language, "")


def words_changed(before: str, after: str) -> tuple[tuple[Mark, str], ...]:
    """Two texts as one, word by word: what stayed, what went out, what came in."""
    old, new, found = before.split(), after.split(), list[tuple[Mark, str]]()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        found += [("out", " ".join(old[a:b]))] if b > a else []
        found += [("in", " ".join(new[c:d]))] if d > c else []
    return tuple(found)


def as_json(promise: LearnerPromise) -> dict[str, Any]:
    """The promise as it is kept and signed."""
    return {
        "opening": dict(promise.opening),
        "parts": [{"title": dict(p.title), "means": dict(p.means), "shows": p.shows} for p in promise.parts],
    }


def from_json(kept: Mapping[str, Any]) -> LearnerPromise:
    """The promise as it was kept."""
    parts = tuple(PromisePart(each["title"], each["means"], each["shows"]) for each in kept["parts"])
    return LearnerPromise(kept["opening"], parts)
