"""A learner's own: progress and portability. Sign in first; nobody else's record is here."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from throughline.api.problems import Problem
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries as opportunities
from throughline.core.agreements.counting import executed_json
from throughline.core.progress.report import as_json, summary_json
from throughline.core.requirements.nodes import Have


def signed_in(request: HttpRequest) -> Actor | None:
    """The learner who is signed in; None refuses the call."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor if actor.person is not None and actor.holds("learner") else None


router = Router(tags=["mine"], auth=signed_in)
ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class Switch(Schema):
    """What a move to a pathway would keep and still need: together one least way through all its gates. Nothing is
    ever lost. also_kept: milestones that count there too without being needed. besides: what else is needed that is no
    milestone, by reference. steps: what is still needed, counted."""

    pathway: str
    version: int
    kept: list[str]
    also_kept: list[str]
    needed: list[str]
    besides: list[str]
    steps: int


@router.get(
    "/me/audits",
    response={200: list[dict[str, Any]], 401: Problem, 403: Problem},
    summary="All pathways, one line each",
)
def audits(request: HttpRequest) -> Any:
    """My record against every pathway in force."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    assert actor.person is not None
    return [summary_json(each) for each in advising.everywhere(actor, actor.person, now=timezone.now())]


@router.get(
    "/me/audits/{pathway}", response={200: dict[str, Any], **ERRORS}, summary="One pathway, explained"
)
def audit(request: HttpRequest, pathway: str) -> Any:
    """My record against one pathway, node by node: done, needed, used, missing, every way to get it."""
    actor = _known(request, pathway)
    assert actor.person is not None
    found = advising.progress(actor, actor.person, now=timezone.now(), pathway=f"pathway:{pathway}")
    assert found.audit is not None
    return as_json(found.audit)


@router.get(
    "/me/portability/{pathway}", response={200: Switch, **ERRORS}, summary="What a move would keep and need"
)
def portability(request: HttpRequest, pathway: str) -> Any:
    """What changing to a pathway would keep, and what would still be needed."""
    actor = _known(request, pathway)
    assert actor.person is not None
    found = advising.switch_preview(actor, actor.person, f"pathway:{pathway}", now=timezone.now())
    return Switch(
        pathway=pathway, version=frameworks.current_number(f"pathway:{pathway}"), kept=list(found.kept_milestones),
        also_kept=list(found.also_kept), needed=list(found.needed_milestones),
        besides=[leaf.what if isinstance(leaf, Have) else leaf.id for leaf in found.besides], steps=found.steps,
    )  # fmt: skip


@router.get(
    "/me/agreements/{name}",
    response={200: dict[str, Any], **ERRORS},
    summary="What an agreement gives my record",
)
def agreement(request: HttpRequest, name: str) -> Any:
    """One agreement executed on my record: whether it opens, which sets are there, what counts for them and where."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    found = opportunities.negotiations.own_count(actor, name, now=timezone.now())
    if found is None:
        raise Http404(f"There is no agreement '{name}'.")
    return executed_json(found)


def _known(request: HttpRequest, pathway: str) -> Actor:
    if pathway not in frameworks.catalogue().pathways:
        raise Http404(f"There is no pathway '{pathway}'.")
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
