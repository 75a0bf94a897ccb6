"""What a pathway promises, proven: for people, and as a file that a short program checks."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import proofs
from throughline.apps.trail import log_keys
from throughline.core.catalogue.documents import Agreement, Pathway, Stage
from throughline.web import reading
from throughline.web.components.record_papers import proof_file_answer
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import name_of
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class StageProven:
    """A stage with the promises that completing it opens. ways: how many least ways there are; 0: too many to list, so
    that all are shown at once."""

    stage: Stage
    ways: int
    opens: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The proof of a pathway. problem: why there is none; key: of the public log. taken: what, by name, is taken to be
    given in no other way than the published texts say."""

    pathway: Pathway
    number: int
    stages: tuple[StageProven, ...]
    problem: str
    key: str
    taken: tuple[str, ...]


@page("catalogue.read")
@kept_for_everyone
def proof(request: HttpRequest, name: str) -> HttpResponse:
    """The proof in words."""
    catalogue = reading.catalogue()
    if name not in catalogue.pathways:
        raise Http404(f"There is no pathway '{name}'.")
    stages, problem, taken = _stages(name)
    number = catalogue.versions.get(f"pathway:{name}", 1)
    shown = ProofPage(
        catalogue.pathways[name], number, stages, problem, log_keys.signer().key.text(),
        tuple(name_of(catalogue, ref) for ref in taken),
    )  # fmt: skip
    return show(request, "throughline/public/proof.html", shown)


@page("catalogue.read")
def proof_file(request: HttpRequest, name: str) -> HttpResponse:
    """The proof as a file."""
    if name not in reading.catalogue().pathways:
        raise Http404(f"There is no pathway '{name}'.")
    return proof_file_answer(proofs.pathway_proof(f"pathway:{name}", now=timezone.now()), name)


def _stages(name: str) -> tuple[tuple[StageProven, ...], str, tuple[str, ...]]:
    catalogue = reading.catalogue()
    try:
        found = proofs.proven(f"pathway:{name}", now=timezone.now())
    except Refused as why:
        return (), why.why, ()
    of = {stage.id: stage for stage in catalogue.pathways[name].stages}
    stages = tuple(
        StageProven(
            of[each.stage],
            len(each.cases),
            tuple(catalogue.agreements[ref.partition(":")[2]] for ref in sorted(each.before)),
        )
        for each in found.stages
    )
    return stages, "", found.opened
