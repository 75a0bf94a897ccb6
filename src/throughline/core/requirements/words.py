"""A rule in plain words, as a tree of sentences that a page can show as a nested list.

`names(ref, language)` gives titles: `kind:id` of what is asked for, `rule:id`, `organization:id`, `framework:id`, and
`tag:x` for tags, settings, roles, units and scales. `catalogue.naming.names_of` makes one from a state's documents.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from throughline.core.requirements.nodes import (
    UNREAD,
    CapPer,
    Choose,
    Fresh,
    Have,
    Node,
    ScoreAtLeast,
    Selector,
    Total,
    Use,
    ValidatedBy,
)
from throughline.core.requirements.phrases import DECIMAL_COMMA, joining, phrases, with_article

Names: TypeAlias = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one node asks, and below it what its parts ask. node: its id."""

    text: str
    node: str
    children: tuple["Sentence", ...] = ()


def describe(node: Node, names: Names, language: str) -> Sentence:
    """A rule in words of a language."""
    speaker = Speaker(names, language)
    below: tuple[Node, ...] = ()
    if isinstance(node, Choose):
        below = node.of
    elif not isinstance(node, Have | Total | Use):
        below = (node.of,)
    text = speaker.node(node)
    return Sentence(_capital(text), node.id, tuple(describe(child, names, language) for child in below))


def sentence(node: Node, names: Names, language: str) -> str:
    """What one node asks, alone: the text of `describe`, without that of its parts."""
    return _capital(Speaker(names, language).node(node))


def in_full(node: Node, names: Names, language: str) -> str:
    """A whole rule in one line: what a node asks, and after a colon what its parts ask."""
    return _in_one_line(describe(node, names, language))


def _in_one_line(said: Sentence) -> str:
    parts = [_in_one_line(each) if not each.children else f"({_in_one_line(each)})" for each in said.children]
    return f"{said.text}: {'; '.join(parts)}" if parts else said.text


def missing_sentence(node: Node, done: Decimal | int, names: Names, language: str) -> str:
    """What a node that is not met still asks for, where `done` of it is there (children met, or the sum so far)."""
    speaker = Speaker(names, language)
    if isinstance(node, Choose):
        thing = speaker.say("more_choice", n=node.needed - int(done), of=len(speaker.asked(node)))
        return _capital(speaker.titled(node, thing))
    if isinstance(node, Total):
        return _capital(speaker.amount("more", node, node.min - done))
    return speaker.say("missing", thing=speaker.node(node))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says parts of rules in one language."""

    names: Names
    language: str

    def say(self, phrase: str, **parts: object) -> str:
        """A phrase of the language with its parts in place."""
        shown = {name: self.number(value) for name, value in parts.items()}
        return phrases(self.language)[phrase].format(**shown)

    def number(self, value: object) -> str:
        """A number as it is written in the language; anything else as it is."""
        if not isinstance(value, Decimal):
            return str(value)
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if self.language in DECIMAL_COMMA else text

    def node(self, node: Node) -> str:
        """What one node asks, without what is below it."""
        if isinstance(node, Have):
            text = self.have(node)
        elif isinstance(node, Total):
            text = self.titled(node, self.amount("least", node, node.min))
        elif isinstance(node, Use):
            text = node.title.get(self.language) or self.names(f"rule:{node.rule}", self.language)
        elif isinstance(node, Choose):
            text = self.titled(node, self.choose(node))
        else:
            text = self.titled(node, self.say("not"))
        return self.say("advice", thing=text) if node.advisory else text

    def titled(self, node: Node, thing: str) -> str:
        """The sentence under the node's own title, where it has one in this language."""
        title = node.title.get(self.language)
        return self.say("title", title=title, thing=thing) if title else thing

    def asked(self, node: Choose) -> list[Node]:
        """The children that count."""
        return [child for child in node.of if not child.advisory]

    def choose(self, node: Choose) -> str:
        """How many of the children."""
        count = len(self.asked(node))
        name = "one" if count == node.needed == 1 else "all" if node.needed >= count else "some"
        parts = [self.say(name, n=node.needed, of=count)]
        if node.exclusive:
            parts.append(self.say("exclusive"))
        if node.within:
            parts.append(self.say("within", thing=self.tag(node.within)))
        return "; ".join(parts)

    def have(self, node: Have) -> str:
        """The thing with all that is asked of it."""
        return ", ".join([self.thing(node), *self._details(node)])

    def thing(self, node: Have) -> str:
        """The thing's own name, or the title the node gives it."""
        return node.title.get(self.language) or self.names(node.what, self.language)

    def _details(self, node: Have) -> list[str]:
        found = []
        if node.level is not None:
            found.append(self.say("level", n=node.level))
        if node.kind == UNREAD:
            found.append(self.say(UNREAD))
        if node.times > 1:
            found.append(self.say("times", n=node.times))
        if node.attempt != "best":
            found.append(self.say(node.attempt))
        found += self._filters(node.score, node.validated_by, node.context, node.issuer)
        if node.fresh is not None:
            found.append(self.say("fresh", words=self.span(node.fresh)))
        if node.via != "certified":
            found.append(self.say(node.via))
        return found

    def _filters(
        self,
        score: ScoreAtLeast | None,
        validated_by: tuple[ValidatedBy, ...],
        context: tuple[str, ...],
        issuer: tuple[str, ...],
    ) -> list[str]:
        found = []
        if score is not None:
            found.append(self.say("score", n=score.min, words=self.tag(score.scale)))
        if validated_by:
            found.append(self.say("judged", who=self.joined("and", map(self.judge, validated_by))))
        if context:
            settings = (with_article(self.tag(each), self.language) for each in context)
            found.append(self.say("context", words=self.joined("or", settings)))
        if issuer:
            found.append(
                self.say("issuer", words=self.joined("or", (self._name("organization", e) for e in issuer)))
            )
        return found

    def judge(self, asked: ValidatedBy) -> str:
        """Who must have stood behind it."""
        role = self.tag(asked.role)
        many = asked.count > 1
        who = self.say("people", n=asked.count, thing=role) if many else with_article(role, self.language)
        return f"{who} {self.say('elsewhere')}" if asked.distinct_organization else who

    def span(self, fresh: Fresh) -> str:
        """A length of time."""
        parts = ((fresh.years, "year"), (fresh.months, "month"), (fresh.days, "day"))
        return self.joined("and", [self.say(name + "s" * (n > 1), n=n) for n, name in parts if n])

    def amount(self, phrase: str, node: Total, amount: Decimal) -> str:
        """So much of what a sum counts; phrase `least` for all of it, `more` for what is not there yet."""
        text = self.bare_amount(phrase, node, amount)
        return ", ".join([text, *self._select_details(node.select), *self._cap(node.cap_per)])

    def bare_amount(self, phrase: str, node: Total, amount: Decimal) -> str:
        """So much of what a sum counts, without the details."""
        if node.measure in ("count", "distinct"):
            name = "least_different" if (phrase, node.measure) == ("least", "distinct") else phrase
            return self.say(name, n=amount, thing=self.items(node.select, counted=True))
        return self.say(
            f"{phrase}_of", n=amount, unit=self.unit(node), thing=self.items(node.select, counted=False)
        )

    def unit(self, node: Total) -> str:
        """The unit's name."""
        return self.say("hours") if node.measure == "hours" else self.tag(node.unit)

    def items(self, select: Selector, counted: bool) -> str:
        """What a sum is made of."""
        if select.what:
            return self.joined("or", (self.names(what, self.language) for what in select.what))
        tags = [self.tag(tag) for tag in select.tags]
        if select.any_tags:
            tags.append(self.joined("or", map(self.tag, select.any_tags)))
        known = select.kind if select.kind in phrases(self.language) else "item"
        if not tags:
            return self.say(known)
        return f"{self.say(known)} ({', '.join(tags)})" if counted else ", ".join(tags)

    def _select_details(self, select: Selector) -> list[str]:
        found = []
        if select.framework:
            name = self._name("framework", select.framework)
            phrase = "framework" if select.level else "framework_only"
            found.append(self.say(phrase, n=select.level, thing=name))
        elif select.level is not None:
            found.append(self.say("framework_level", n=select.level))
        if select.proficiency is not None:
            found.append(self.say("proficiency", n=select.proficiency))
        found += self._filters(select.score, select.validated_by, select.context, select.issuer)
        if select.exclude:
            found.append(self.say("exclude", words=self.joined("or", map(self._excluded, select.exclude))))
        return found

    def _cap(self, cap: CapPer | None) -> list[str]:
        if cap is None:
            return []
        if cap.by == "tag":
            return [self.say("cap_tag", n=cap.max, thing=self.tag(cap.tag.rstrip(":")))]
        words = {"what": "what", "context": "setting", "organization": "organization"}
        return [self.say("cap", n=cap.max, thing=self.say(words[cap.by]))]

    def tag(self, name: str) -> str:
        """A state's word for a tag, setting, role, unit or scale."""
        return self._name("tag", name)

    def _name(self, kind: str, name: str) -> str:
        return self.names(f"{kind}:{name}", self.language)

    def _excluded(self, name: str) -> str:
        return self.names(name, self.language) if ":" in name else self.tag(name)

    def joined(self, word: str, parts: Iterable[str]) -> str:
        """A list in words: a, b and c."""
        listed = list(parts)
        if len(listed) < 2:
            return "".join(listed)
        return ", ".join(listed[:-1]) + joining(self.say(word), listed[-1], self.language) + listed[-1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
