"""An audit of one learner against one pathway, for people and for programs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.run_cases import number, wanted
from throughline.core.progress.audit import Audit, StageAudit
from throughline.core.requirements.nodes import Text


def render_text(audit: Audit, catalogue: Catalogue, language: str) -> str:
    """The audit in lines: each stage with how far it is, what is still to show, and what can be worked on
    now."""
    pathway = catalogue.pathways[audit.pathway]
    lines = [f"{_in(pathway.title, language)}, {audit.as_of.isoformat()}"]
    for stage in audit.stages:
        lines += _stage(stage, pathway, catalogue, language)
    if audit.next:
        lines.append(f"next: {', '.join(_milestone(name, catalogue, language) for name in audit.next)}")
    return "\n".join(lines) + "\n"


def _stage(stage: StageAudit, pathway: Pathway, catalogue: Catalogue, language: str) -> Iterator[str]:
    title = next(_in(each.title, language) for each in pathway.stages if each.id == stage.id)
    gate = stage.gate
    how = "passed" if stage.passed else "cannot be told yet" if gate.status == "cannot_tell" else "open"
    yield f"{title}: {how}, {number(gate.done)} of {number(gate.needed)}"
    for milestone in stage.milestones:
        yield f"  {milestone.status.replace('_', ' '):11} {_milestone(milestone.id, catalogue, language)}"
    if not stage.passed:
        for name in dict.fromkeys(name for gap in gate.missing for name in wanted(gap)):
            yield f"  still to show: {_called(name, catalogue, language)}"


def _called(reference: str, catalogue: Catalogue, language: str) -> str:
    kind, _, name = reference.partition(":")
    collection = shape.COLLECTION_OF.get(kind, "")
    held: Mapping[str, Any] = getattr(catalogue, collection) if collection else {}
    return f"{_in(held[name].title, language)} ({reference})" if name in held else reference


def _milestone(name: str, catalogue: Catalogue, language: str) -> str:
    return _called(f"milestone:{name}", catalogue, language)


def _in(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()))


def render_json(audit: Audit) -> str:
    """The audit as JSON, by ids: stages with counts, milestones and what is missing; credentials; what is
    next."""
    body = {
        "pathway": audit.pathway,
        "version": audit.version,
        "as_of": audit.as_of.isoformat(),
        "complete": audit.complete,
        "stages": [_stage_body(stage) for stage in audit.stages],
        "destinations": {each.id: each.adds.status if each.adds else None for each in audit.destinations},
        "credentials": list(audit.credentials),
        "next": list(audit.next),
        "kept": list(audit.kept),
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _stage_body(stage: StageAudit) -> dict[str, Any]:
    return {
        "id": stage.id,
        "open": stage.open,
        "passed": stage.passed,
        "status": stage.gate.status,
        "done": number(stage.gate.done),
        "needed": number(stage.gate.needed),
        "milestones": {each.id: each.status for each in stage.milestones},
        "missing": list(dict.fromkeys(name for gap in stage.gate.missing for name in wanted(gap))),
        "awards": list(stage.awards),
    }
