"""Who decides what, for everyone: each right with its clause, whose votes it rests on, and when it was changed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body
from throughline.web import reading
from throughline.web.governing.bodies import SECTORS, percent
from throughline.web.pages import page, show

PROPOSALS = {
    "pathway": gettext_lazy("pathways"), "framework": gettext_lazy("frameworks"),
    "agreement": gettext_lazy("agreements"), "waiver": gettext_lazy("waivers"), "charter": gettext_lazy("charters"),
    "vision": gettext_lazy("the vision"), "variation": gettext_lazy("local variations"),
    "funding": gettext_lazy("funding"), "commitment": gettext_lazy("commitments"), "policy": gettext_lazy("policy"),
}  # fmt: skip
STANDING = {
    "proposing": gettext_lazy("Anyone signed in may ask and propose."),
    "voting": gettext_lazy("Each member votes for their own seat."),
    "seating": gettext_lazy("The chair or clerk of a body fills its seats; an operator only with a second operator."),
    "issuing": gettext_lazy("Whoever may issue credentials issues and withdraws them, within what a body certified."),
    "promising": gettext_lazy("Whoever the state names makes its promise to every learner, in signed versions."),
    "registering": gettext_lazy("Members of bodies and the operator take in what others published, and say how it fits."),
    "endorsing": gettext_lazy("The network of a region endorses local programs, by the rule that the state published."),
    "standards": gettext_lazy("Whoever the state names registers apprenticeship standards, each version for good."),
    "placing": gettext_lazy("Whoever leads an organization opens its rounds. The house matches them by their public rule."),
    "watching": gettext_lazy("The house opens findings of tracking by its public method. Whoever owes them answers."),
    "operating": gettext_lazy("What an operator does in place of others, a second operator must agree to."),
    "listing": gettext_lazy("The operator lists places and offers as they are. No rule follows from it."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right that a charter gives. shares: of the votes, by sector, in percent; voices: of learners, families, young
    people and communities together."""

    registered: governance.Registered
    body: Body
    decides: tuple[str, ...]
    shares: tuple[tuple[str, int], ...]
    voices: int


@dataclass(frozen=True, slots=True)
class RightsPage:
    """The register. standing: rights that no charter gives, in words. entries: how much of the public log a right stands
    behind, and how much none does."""

    rows: tuple[RightRow, ...]
    standing: tuple[str, ...]
    behind: int
    nobody: tuple[governance.Behind, ...]


@page("body.read")
def rights(request: HttpRequest) -> HttpResponse:
    """The decision-rights register."""
    bodies, found = reading.catalogue().bodies, governance.rights_register()
    behind = governance.behind_the_log()
    shown = RightsPage(
        tuple(_row(each, bodies[each.right.body]) for each in found if each.right.body),
        tuple(str(STANDING[each.right.id]) for each in found if not each.right.body),
        sum(each.times for each in behind if each.right is not None),
        tuple(each for each in behind if each.right is None),
    )
    return show(request, "throughline/governing/rights.html", shown)


def _row(each: governance.Registered, body: Body) -> RightRow:
    right = each.right
    shares = tuple((str(SECTORS[sector]), percent(share)) for sector, share in right.sectors.items())
    decides = tuple(str(PROPOSALS[kind]) for kind in right.decides)
    return RightRow(each, body, decides, shares, percent(right.voices))
