"""One rule against one reading of a record, explained node by node."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal

from throughline.core.progress.evidence import ALWAYS
from throughline.core.progress.explain_leaves import accepted_by, explained_have, explained_total, held_among
from throughline.core.progress.explain_pool import explained_pool
from throughline.core.progress.leaves import Leaf
from throughline.core.progress.outcome import Missing, Outcome
from throughline.core.progress.program import Program
from throughline.core.progress.record import RuleException
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use

ONE = Decimal(1)
ZERO = Decimal(0)


class Explainer:
    """Explains rules of a program over one reading. deep: also the rules behind milestones and
    credentials."""

    def __init__(self, program: Program, world: World, deep: bool = True) -> None:
        self.program, self.world, self.deep = program, world, deep
        self._behind: dict[str, Outcome | None] = {}

    @property
    def twin(self) -> "Explainer":
        """The explainer of the other reading (inside `not`, what might be held counts as held)."""
        if self.world.twin is self.world:
            return self
        return Explainer(self.program, self.world.twin, self.deep)

    def explain(self, node: Node, owner: str, law: bool = False) -> Outcome:
        """The outcome of a node of the rule `owner`; `law`: the nearest cite above it is a law."""
        law = node.cite.law if node.cite is not None else law
        if not self.world.exceptions.owners:
            key = (id(node), law, self.deep)
            return self._once(node, key, lambda: self._plain(node, owner, law, ()))
        decisions = self.world.exceptions.about(owner, node.id, self.program.version(owner))
        outcome = self._plain(node, owner, law, accepted_by(decisions, "also_accept"))
        return self._decided(outcome, decisions) if decisions else outcome

    def decided(self, leaf: Leaf, owner: str, law: bool) -> Outcome | None:
        """A leaf that a waiver or a held substitute settles, without its own evidence; None where none does."""
        decisions = self.world.exceptions.about(owner, leaf.id, self.program.version(owner))
        if not decisions:
            return None
        bare = self._plain(leaf, owner, law, ())._replace(status="not_met", used=(), equivalences=())
        found = self._decided(bare, decisions)
        return found if found.exceptions else None

    def behind(self, ref: str) -> Outcome | None:
        """The rule behind a milestone or stage, explained once; None inside its own explanation, or if
        shallow."""
        if not self.deep or ref not in self.program.units:
            return None
        if ref not in self._behind:
            self._behind[ref] = None
            node = self.program.units[ref].node
            self._behind[ref] = self._once(node, ref, lambda: self.explain(node, ref)._replace(ref=ref))
        return self._behind[ref]

    def _once(self, node: Node, key: Hashable, explain: Callable[[], Outcome]) -> Outcome:
        return self.program.untouched.once(node, self.world, key, explain)

    def _plain(self, node: Node, owner: str, law: bool, accepted: tuple[str, ...]) -> Outcome:
        if isinstance(node, Have):
            return explained_have(self, node, law, accepted)
        if isinstance(node, Total):
            return explained_total(self, node, law, accepted)
        if isinstance(node, Choose):
            return self._choose(node, owner, law)
        if isinstance(node, Use):
            return self._use(node, law)
        return self._not(node, owner, law)

    def _use(self, node: Use, law: bool) -> Outcome:
        ref = f"rule:{node.rule.removeprefix('rule:')}"
        if ref in self.world.open:
            return Outcome(node, "not_met", ZERO, ONE, "", 1, ref=ref, law=law)
        self.world.open.add(ref)
        below = self.explain(self.program.rule(node), ref, law)
        self.world.open.discard(ref)
        return Outcome(
            node, "met" if below.satisfied else "not_met", below.done, below.needed, below.unit,
            below.remaining,
            until=below.until, renewal_due=below.renewal_due, children=(below,), ref=ref, law=law,
        )  # fmt: skip

    def _not(self, node: Not, owner: str, law: bool) -> Outcome:
        below = self.twin.explain(node.of, owner, law)
        met = not below.satisfied
        return Outcome(
            node, "met" if met else "not_met", ONE if met else ZERO, ONE, "", 0 if met else 1,
            gap=None if met else Missing(node, "", ONE, ""), children=(below,), law=law,
        )  # fmt: skip

    def _choose(self, node: Choose, owner: str, law: bool) -> Outcome:
        if not node.within:
            return self._chosen(node, owner, law)
        tags = [f"{node.within}:", *self.world.evidence.values_of(node.within)]
        found = [(self._carrying(tag)._chosen(node, owner, law), tag) for tag in tags]
        best, tag = min(found, key=lambda each: (each[0].remaining, -each[0].done, each[1]))
        return best._replace(within=tag.removeprefix(f"{node.within}:"))

    def _carrying(self, tag: str) -> "Explainer":
        explainer = Explainer(self.program, self.world.carrying(tag), self.deep)
        explainer._behind = self._behind
        return explainer

    def _chosen(self, node: Choose, owner: str, law: bool) -> Outcome:
        below = explained_pool(self, node, owner, law) if node.exclusive else None
        if below is None:
            below = tuple(self.explain(child, owner, law) for child in node.of)
        return summed(node, below, law)

    def _decided(self, outcome: Outcome, decisions: Sequence[RuleException]) -> Outcome:
        """A waiver shows as waived, not met; an accepted stand-in that is held meets the node."""
        if outcome.status == "met":
            return outcome
        waivers = [each for each in decisions if each.kind == "waive"]
        if waivers:
            until = max(each.until or ALWAYS for each in waivers)
            return _settled(outcome, "waived", waivers, (), until)
        for each in decisions:
            # Beside a leaf, `also_accept` already counted with its facts.
            if each.kind == "also_accept" and isinstance(outcome.node, (Have, Total)):
                continue
            fact = held_among(each.accept, self.world)
            if fact is not None:
                until = min(each.until or ALWAYS, fact[1])
                return _settled(outcome, "met", [each], fact[0], until)
        return outcome


def _settled(
    outcome: Outcome, status: str, decisions: Sequence[RuleException], used: tuple[str, ...], until: date
) -> Outcome:
    return outcome._replace(
        status="waived" if status == "waived" else "met",
        remaining=0,
        used=(*outcome.used, *used),
        until=None if until == ALWAYS else until,
        renewal_due=False,
        exceptions=tuple(each.id for each in decisions),
        gap=None,
    )


def summed(node: Choose, below: tuple[Outcome, ...], law: bool) -> Outcome:
    """A `choose` from its children's outcomes: advisory ones do not count."""
    counted = [child for child in below if not child.node.advisory]
    wanted = min(node.needed, len(counted))
    good = [child for child in counted if child.satisfied]
    met = len(good) >= wanted
    done = len(good) if node.max is None else min(len(good), node.max)
    nearest = sorted(counted, key=lambda child: child.remaining)[:wanted]
    ends = sorted((child.until or ALWAYS for child in good), reverse=True)
    until = ends[wanted - 1] if met and wanted else ALWAYS
    return Outcome(
        node, "met" if met else "not_met", Decimal(done), Decimal(wanted), "",
        0 if met else sum(child.remaining for child in nearest),
        until=None if until == ALWAYS else until,
        renewal_due=not met and any(child.renewal_due for child in counted),
        gap=_choice(node, counted, wanted - len(good)) if not met and wanted < len(counted) else None,
        children=below, law=law,
    )  # fmt: skip


def _choice(node: Choose, counted: Sequence[Outcome], more: int) -> Missing:
    """The gap of a real choice: what each open child still misses, nearest first."""
    unmet = sorted((child for child in counted if not child.satisfied), key=lambda child: child.remaining)
    ways = tuple(dict.fromkeys(ref for child in unmet for gap in child.missing[:1] for ref in gap.ways[:1]))
    return Missing(node, "", Decimal(more), "", ways, tuple(child.missing for child in unmet))
