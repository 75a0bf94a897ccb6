"""An audit as plain text and as JSON values, for the command line and the API. docs/reference/audit.md
shows both."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.audit import Audit, MilestoneAudit, StageAudit, Summary
from throughline.core.progress.outcome import Missing, Outcome
from throughline.core.requirements.nodes import Have, Node, Text, Total, Use

STANDS = {
    "met": "met", "waived": "waived", "cannot_tell": "nobody can tell yet", "not_met": "open",
    "in_progress": "in progress", "open": "open",
}  # fmt: skip


def as_json(audit: Audit) -> dict[str, Any]:
    """An audit as plain JSON values; amounts as text, so that no reader rounds them."""
    return {
        "pathway": audit.pathway,
        "version": audit.version,
        "as_of": audit.as_of.isoformat(),
        "complete": audit.complete,
        "remaining_at_most": audit.remaining,
        "entry": outcome_json(audit.entry) if audit.entry else None,
        "stages": [_stage_json(stage) for stage in audit.stages],
        "destinations": [
            {"id": each.id, "adds": outcome_json(each.adds) if each.adds else None}
            for each in audit.destinations
        ],
        "credentials": list(audit.credentials),
        "next": list(audit.next),
        "kept": list(audit.kept),
    }


def _stage_json(stage: StageAudit) -> dict[str, Any]:
    milestones = [
        {"id": m.id, "status": m.status, "granted": m.granted, "settings": list(m.settings)}
        for m in stage.milestones
    ]
    return {
        "id": stage.id, "open": stage.open, "passed": stage.passed, "awards": list(stage.awards),
        "milestones": milestones, "gate": outcome_json(stage.gate),
    }  # fmt: skip


def outcome_json(outcome: Outcome, opened: set[str] | None = None) -> dict[str, Any]:
    """A node's outcome and all below; the rule behind a milestone stands where it is first needed, once."""
    opened = set() if opened is None else opened
    again = bool(outcome.ref) and outcome.ref in opened
    if outcome.ref:
        opened.add(outcome.ref)
    body: dict[str, Any] = {
        "node": outcome.node_id,
        "status": outcome.status,
        "done": _amount(outcome.done),
        "needed": _amount(outcome.needed),
        "unit": outcome.unit,
        "remaining_at_most": outcome.remaining,
        "used": list(outcome.used),
        "until": outcome.until.isoformat() if outcome.until else None,
        "renewal_due": outcome.renewal_due,
        "exceptions": list(outcome.exceptions),
        "equivalences": [_step_json(step) for step in outcome.equivalences],
        "unsettled": list(outcome.unsettled),
        "within": outcome.within,
        "ref": outcome.ref,
        "law": outcome.law,
        "missing": [missing_json(gap) for gap in outcome.missing],
        "children": [] if again else [outcome_json(child, opened) for child in outcome.children],
    }
    return {name: value for name, value in body.items() if value not in ("", [], None, False)}


def _step_json(step: EquivalenceStep) -> dict[str, Any]:
    chain = [
        {"id": e.id, "has": e.has, "counts_as": e.counts_as, "certified_by": e.certified_by}
        for e in step.chain
    ]
    return {"has": step.what, "chain": chain}


def missing_json(gap: Missing) -> dict[str, Any]:
    """A gap as plain JSON values."""
    body: dict[str, Any] = {
        "node": gap.node_id, "what": gap.what, "more": _amount(gap.more), "unit": gap.unit, "ways": list(gap.ways),
        "options": [[missing_json(each) for each in option] for option in gap.options],
    }  # fmt: skip
    return {name: value for name, value in body.items() if value not in ("", [])}


def summary_json(summary: Summary) -> dict[str, Any]:
    """One pathway in one line, as plain JSON values."""
    return {
        "pathway": summary.pathway, "complete": summary.complete, "stages": dict(summary.stages),
        "remaining_at_most": summary.remaining, "milestones_met": summary.milestones_met,
        "milestones": summary.milestones,
    }  # fmt: skip


def as_text(audit: Audit, catalogue: Catalogue, language: str = "en") -> str:
    """An audit in plain words, one line a thing."""
    return "\n".join(_lines(audit, _Names(catalogue, language)))


class _Names:
    """Titles of what is published, by reference, in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.kinds: Mapping[str, Mapping[str, Any]] = {
            "milestone": catalogue.milestones, "credential": catalogue.credentials, "rule": catalogue.rules,
            "competency": catalogue.competencies, "pathway": catalogue.pathways,
        }  # fmt: skip
        self.languages = (language, *catalogue.state.languages)

    def of(self, ref: str) -> str:
        """The title of a reference, or the reference itself."""
        kind, _, name = ref.partition(":")
        document = self.kinds.get(kind, {}).get(name)
        return self.words(document.title) or ref if document else ref

    def words(self, text: Text) -> str:
        """A text in the first language it has."""
        return next((text[tag] for tag in self.languages if tag in text), "")

    def node(self, node: Node) -> str:
        """What a node asks for."""
        written = self.words(node.title)
        if written or not isinstance(node, (Have, Total, Use)):
            return written or node.id
        if isinstance(node, Have):
            return self.of(node.what)
        return (
            self.of(f"rule:{node.rule}")
            if isinstance(node, Use)
            else f"{_amount(node.min)} {node.unit or node.measure}"
        )


def _lines(audit: Audit, names: _Names) -> Iterator[str]:
    yield f"{names.of(f'pathway:{audit.pathway}')}, version {audit.version}, on {audit.as_of.isoformat()}"
    if audit.entry is not None:
        yield f"To begin: {STANDS[audit.entry.status]}"
    for stage in audit.stages:
        yield ""
        yield f"Stage {stage.id}: {_stage_stands(stage)}"
        yield from (f"  {_milestone(m, names)}" for m in stage.milestones)
        if not stage.passed:
            yield from (f"  missing: {_gap(gap, names)}" for gap in stage.gate.missing)
        yield from _relied(stage.gate, names)
    for destination in audit.destinations:
        if destination.adds is not None:
            yield f"Destination {destination.id} adds: {STANDS[destination.adds.status]}"
            yield from (f"  missing: {_gap(gap, names)}" for gap in destination.adds.missing)
    yield ""
    yield "Next: " + (
        ", ".join(names.of(f"milestone:{name}") for name in audit.next) or "nothing more before the next gate"
    )
    if audit.credentials:
        yield "Follows: " + ", ".join(names.of(ref) for ref in audit.credentials)


def _stage_stands(stage: StageAudit) -> str:
    if stage.passed:
        return "passed"
    gate = stage.gate
    if gate.status == "cannot_tell":
        return f"nobody can tell yet; waiting for {', '.join(gate.unsettled)}"
    count = f"{_amount(gate.done)} of {_amount(gate.needed)}"
    return f"open, {count}" if stage.open else f"after the stage before it, {count}"


def _milestone(milestone: MilestoneAudit, names: _Names) -> str:
    where = f" ({', '.join(milestone.settings)})" if milestone.settings else ""
    due = ", renewal due" if milestone.outcome is not None and milestone.outcome.renewal_due else ""
    return f"{STANDS[milestone.status]:12} {names.of(f'milestone:{milestone.id}')}{where}{due}"


def _gap(gap: Missing, names: _Names) -> str:
    if gap.options:
        ways = " or ".join(names.of(ref) for ref in gap.ways)
        return f"{_amount(gap.more)} more of: {ways or gap.node_id}"
    more = f"{_amount(gap.more)} {gap.unit} more: " if gap.unit else ""
    others = [names.of(ref) for ref in gap.ways if ref != gap.what]
    return more + names.node(gap.node) + (f" (or {' or '.join(others)})" if others else "")


def _relied(gate: Outcome, names: _Names) -> Iterator[str]:
    for step in gate.relied_on:
        links = ", ".join(
            f"{e.id}{f' certified by {e.certified_by}' if e.certified_by else ''}" for e in step.chain
        )
        yield f"  counted by equivalence: {names.of(step.what)} ({links})"
    for name in gate.decisions:
        yield f"  by signed decision: {name}"
    if gate.until is not None:
        yield f"  holds until {gate.until.isoformat()}"


def _amount(amount: Decimal) -> str:
    """A number without needless zeros."""
    return str(int(amount)) if amount == amount.to_integral_value() else str(amount.normalize())
