"""How to check all of it: the log, the proofs, the signatures, in five minutes and without trusting this house."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.frameworks.nights import Night, last_night
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.web import reading
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The commands, ready to copy. address: of this house. key: the log's. pathway: whose proof is taken as an example.
    witnesses: with what each signed last. quorum: how many of them it takes. night: what was proven the latest night."""

    address: str
    key: str
    size: int
    pathway: str
    witnesses: tuple[trail.Witnessed, ...]
    quorum: int
    night: Night | None


@page("log.read")
def check(request: HttpRequest) -> HttpResponse:
    """The page with every command that it takes."""
    pathways = sorted(reading.catalogue().pathways)
    shown = CheckPage(
        request.build_absolute_uri("/").rstrip("/"), log_keys.signer().key.text(), trail.log_size(),
        pathways[0] if pathways else "", trail.witnessed(),
        log_keys.witnesses().quorum, last_night(),
    )  # fmt: skip
    return show(request, "throughline/public/log_check.html", shown)
