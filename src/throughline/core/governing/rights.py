"""The decision-rights register: who decides what, under which clause, and how much of that say each sector holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from throughline.core.catalogue.charters import Body
from throughline.core.catalogue.documents import Sector
from throughline.core.governing.makeup import seats_by_sector, voices
from throughline.core.requirements.nodes import Text

Holder = Literal["body", "office", "members", "issuer", "operator", "anyone"]


@dataclass(frozen=True, slots=True)
class Right:
    """One right to decide. id: `body/power`, or of a standing right. holder: a body by its vote, its officers, its members
    each for themselves, an issuing organization, the operator, or anyone. decides: kinds of proposal, or of entries of
    the public log. sectors: the share of the voting seats each sector holds; voices: that of learners, families, young
    people and communities; both empty where no body decides."""

    id: str
    holder: Holder
    decides: tuple[str, ...]
    clause: str
    body: str = ""
    title: Text = field(default_factory=dict)
    sectors: Mapping[Sector, Fraction] = field(default_factory=dict)
    voices: Fraction | None = None


STANDING: tuple[Right, ...] = (
    Right("proposing", "anyone", ("proposal",), "Anyone signed in may ask and propose."),
    Right("voting", "members", ("vote",), "Each member votes for their own seat."),
    Right("seating", "office", ("seat", "office"), "A body's chair or clerk; the operator only as two persons."),
    Right("issuing", "issuer", ("credential", "status_list", "issuer_key", "recognition"),
          "An organization that may issue, within what a body certified."),
    Right("registering", "members", ("document", "alignment"), "Members of bodies, and the operator, publicly."),
    Right("promising", "issuer", ("promising",), "Whoever the state names as `promised_by`."),
    Right("endorsing", "office", ("endorsement",), "A region's network endorses programs by the state's rule."),
    Right("standards", "issuer", ("standards",), "Whoever the state's `apprenticeships` name as registrar."),
    Right("placing", "office", ("round",), "Whoever leads an organization opens its rounds; the house matches them."),
    Right("watching", "office", ("finding",), "The house opens findings by its public method; whoever owes them answers."),
    Right("operating", "operator", ("operator",), "One operator asks, another answers."),
    Right("listing", "operator", ("register",), "The operator lists places and offers as they are; no rule follows."),
)  # fmt: skip
"""Rights that no charter gives."""

PROPOSAL_OF: Mapping[str, str] = {
    "pathway": "pathway", "milestone": "pathway", "rule": "pathway", "credential": "pathway",
    "assessment": "pathway", "competency": "framework", "competency_framework": "framework",
    "qualification_framework": "framework", "cluster": "framework", "rating_form": "framework",
    "equivalence": "framework", "agreement": "agreement", "body": "charter", "waiver": "waiver", "state": "policy",
    "learner_states": "policy", "organization": "register", "region": "register", "opportunity": "register",
    "learner_promise": "promising", "standards": "standards",
}  # fmt: skip
"""By kind of document, the kind of proposal under which a new version of it is decided."""


def rights(bodies: Iterable[Body]) -> tuple[Right, ...]:
    """Every right: those the charters give, in the order of the bodies and their powers, then the standing ones."""
    return (*(_right(body, number) for body in bodies for number in range(len(body.powers))), *STANDING)


def right_over(bodies: Iterable[Body], proposal: str, body: str = "") -> Right | None:
    """The right under which proposals of a kind are decided: that of the body named, or of the first that has it."""
    for each in bodies:
        for number, power in enumerate(each.powers):
            if proposal in power.decides and body in ("", each.id):
                return _right(each, number)
    return None


def right_behind(bodies: Iterable[Body], kind: str, reference: str) -> Right | None:
    """The right behind an entry of the public log, by its kind and reference; None where nobody has it. A decision's
    reference names its body and the kind of proposal (`decision:body/proposal/...`); a version's, its document."""
    every = list(bodies)
    if kind == "version":
        proposal = PROPOSAL_OF.get(reference.partition(":")[0], "")
        return _standing(proposal) or right_over(every, proposal)
    if kind == "money":
        return right_over(every, "funding", reference.partition(":")[2].partition("/")[0])
    if kind == "decision":
        body, _, rest = reference.partition(":")[2].partition("/")
        return right_over(every, rest.partition("/")[0], body)
    return _standing(kind)


def _standing(kind: str) -> Right | None:
    return next((each for each in STANDING if kind in each.decides), None)


def _right(body: Body, number: int) -> Right:
    power, seats = body.powers[number], seats_by_sector(body)
    shares = {sector: Fraction(count, body.voting_seats) for sector, count in seats.items()}
    return Right(
        f"{body.id}/{power.id}",
        "body",
        power.decides,
        power.clause,
        body.id,
        power.title,
        shares,
        voices(body),
    )
