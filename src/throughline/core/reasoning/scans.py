"""What is wrong with a state's rules, found without any learner: cycles, stages that cannot be reached, time where no
law asks for it, nodes that take something away, names of things nobody published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import Held, all_rules, holders, named, reached
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import TIME_KINDS, Cite, Have, Node, Not, Total, children
from throughline.core.requirements.values import nearest

TIME_UNITS = frozenset(
    {"h", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"}
)
ONLY_WHERE_NOT_MONOTONE = frozenset({"entry", "funding"})


@dataclass(frozen=True, slots=True)
class TimePredicate:
    """A node that reads time, what of time it reads, and the citation it stands under (its own or the nearest
    enclosing one). lawful: that citation is a law."""

    node: Node
    reads: str
    cite: Cite | None

    @property
    def lawful(self) -> bool:
        """Whether a law compels it."""
        return self.cite is not None and self.cite.law


def time_predicates(node: Node, enclosing: Cite | None = None) -> tuple[TimePredicate, ...]:
    """Every node of a rule that reads age, grade, a date, a term, a duration or hours, cited or not."""
    cite = node.cite or enclosing
    reads = _reads_time(node)
    own = (TimePredicate(node, reads, cite),) if reads else ()
    return own + tuple(found for child in children(node) for found in time_predicates(child, cite))


def _reads_time(node: Node) -> str:
    if isinstance(node, Have):
        return node.kind if node.kind in TIME_KINDS else "the age of evidence" if node.fresh else ""
    if not isinstance(node, Total):
        return ""
    kinds = {node.select.kind, *(what.partition(":")[0] for what in node.select.what)} & TIME_KINDS
    if kinds:
        return min(kinds)
    return "hours" if node.measure == "hours" else f"time in {node.unit}" if node.unit in TIME_UNITS else ""


def uncited_time(rules: Iterable[Held], check: str = "") -> tuple[Finding, ...]:
    """The refused time predicates of rules about learners, each with the sentence that says so. A rule about a program
    or an organization may read time: it keeps no person waiting (`mixed_subjects` keeps it out of rules about learners)."""
    return tuple(
        Finding(
            check, held.holder, found.node.id,
            f"{held.holder}: node '{found.node.id}' reads {found.reads}, and no law is cited for it.",
            "Ask for what is shown instead of time, or cite the law that compels it: `cite: {source: ..., law: true}`.",
        )
        for held in rules
        for found in time_predicates(held.node)
        if held.subject == "learner" and not found.lawful
    )  # fmt: skip


def not_monotone(rules: Iterable[Held], check: str = "") -> tuple[Finding, ...]:
    """Nodes by which more evidence could take something away, where the rule is not for entry or funding."""
    return tuple(
        Finding(
            check, held.holder, node.id,
            f"{held.holder}: node '{node.id}' {what}, so that more evidence could take something away.",
            "Ask for what must be shown; keep this for rules of entry or funding.",
        )
        for held in rules
        if held.use not in ONLY_WHERE_NOT_MONOTONE
        for node, what in _taking_away(held.node)
    )  # fmt: skip


def mixed_subjects(catalogue: Catalogue, check: str = "") -> tuple[Finding, ...]:
    """Uses of a shared rule that judges another subject: one record is about a learner, a program or an organization."""
    found = []
    for held in all_rules(catalogue):
        for node, ref in named(held.node):
            rule = (
                catalogue.rules.get(ref.removeprefix("rule:").partition("@")[0])
                if ref.startswith("rule:")
                else None
            )
            if rule is not None and rule.subject != held.subject:
                sentence = (
                    f"{held.holder} is about a {held.subject}; node '{node.id}' uses rule:{rule.id}, "
                    f"which is about a {rule.subject}."
                )
                fix = "Ask for what the other rule grants (a credential, a designation) instead of using it."
                found.append(Finding(check, held.holder, node.id, sentence, fix))
    return tuple(found)


def _taking_away(node: Node) -> list[tuple[Node, str]]:
    found: list[tuple[Node, str]] = []
    if isinstance(node, Not):
        found.append((node, "is a `not`"))
    if isinstance(node, Have) and node.attempt != "best":
        found.append((node, f"reads only the {node.attempt} attempt"))
    return found + [each for child in children(node) for each in _taking_away(child)]


def cycles(catalogue: Catalogue, check: str = "", among: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Things that ask for themselves, each circle once, from its first name in order; among: only circles through
    these references."""
    graph = holders(catalogue)
    found: dict[tuple[str, ...], Finding] = {}
    for start in sorted(graph if among is None else graph.keys() & set(among)):
        circle = _shortest_circle(graph, start)
        if circle and min(circle) == start:
            found.setdefault(circle, _cycle_finding(circle, check))
    return tuple(found.values())


def _shortest_circle(graph: Mapping[str, tuple[str, ...]], start: str) -> tuple[str, ...]:
    """The shortest way from a reference back to itself, or nothing."""
    before: dict[str, str] = {}
    queue = [start]
    for ref in queue:
        for target in graph.get(ref, ()):
            if target == start:
                return _path(before, start, ref)
            if target not in before:
                before[target] = ref
                queue.append(target)
    return ()


def _path(before: Mapping[str, str], start: str, end: str) -> tuple[str, ...]:
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return tuple(reversed(path))


def _cycle_finding(circle: tuple[str, ...], check: str) -> Finding:
    chain = ", which asks for ".join([*circle[1:], circle[0]])
    last = circle[-1]
    return Finding(
        check, circle[0], circle[-1],
        f"{circle[0]} asks for {chain}: a circle, with no first step.",
        f"Take '{circle[0]}' out of what {last} asks for, or break the circle elsewhere.",
    )  # fmt: skip


def unknown_references(catalogue: Catalogue, check: str = "") -> tuple[Finding, ...]:
    """Competencies, milestones, credentials and shared rules that a rule names and nobody published."""
    known = {
        "competency": set(catalogue.competencies),
        "milestone": set(catalogue.milestones),
        "credential": set(catalogue.credentials),
        "rule": set(catalogue.rules)
        | {f"{rule.id}@{edition.label}" for rule in catalogue.rules.values() for edition in rule.editions},
    }
    found = []
    for held in all_rules(catalogue):
        for node, ref in named(held.node):
            kind, _, name = ref.partition(":")
            if kind in known and name not in known[kind]:
                sentence = f"{held.holder}: node '{node.id}' names {ref}, which is not published."
                found.append(
                    Finding(check, held.holder, node.id, sentence, nearest(name, sorted(known[kind])))
                )
    return tuple(found)


def circles_behind(catalogue: Catalogue, starts: list[str], check: str = "") -> tuple[Finding, ...]:
    """The circles that the given references lead into."""
    return cycles(catalogue, check, reached(holders(catalogue), starts))
