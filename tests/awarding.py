"""A small state that awards: a badge for a milestone, a diploma for a stage, a licence that only its board gives."""

from dataclasses import replace

from tests.factories import NOW, every, have, milestone, small_state, words
from throughline.apps.records import queries
from throughline.apps.records.credentials import addresses
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity
from throughline.core.requirements.nodes import Have, ScoreAtLeast

KINDS = {
    "numbers-badge": ("badge", 2, ("northside-high", "southside-high")),
    "tools-certificate": ("certificate", 3, ("trades-association",)),
    "foundation-diploma": ("diploma", 3, ("southside-high", "northside-high")),
    "care-degree": ("degree", 5, ("mercy-bay",)),
    "shop-card": ("certificate", 3, ("trades-association",)),
    "trade-licence": ("licence", 4, ("board",)),
    "readiness-badge": ("badge", 3, ("board",)),
}


def awarding_state() -> Catalogue:
    """The small state with awards. readiness: an outside test with a cut of 75, whose badge is given on request."""
    pack = small_state()
    milestones = dict(pack.milestones)
    milestones["numbers"] = replace(milestones["numbers"], awards=("credential:numbers-badge",))
    milestones["tools"] = replace(milestones["tools"], awards=("credential:tools-certificate",))
    milestones["readiness"] = replace(
        milestone(
            "readiness",
            Have(
                id="passed", what="assessment:readiness", score=ScoreAtLeast(scale="percent", min=75), attempt="best"
            ),
        ),
        awards=("credential:readiness-badge",),
        features=("on-request",),
    )  # fmt: skip
    medicine, trades = pack.pathways["medicine"], pack.pathways["trades"]
    return replace(
        pack,
        milestones=milestones,
        credentials={name: _credential(name, *kind) for name, kind in KINDS.items()},
        pathways={
            "medicine": _awarding(medicine, {"foundation": "foundation-diploma", "secondary": "care-degree"}),
            "trades": replace(
                trades,
                stages=(
                    trades.stages[0],
                    replace(
                        trades.stages[1],
                        gate=every("shop-and-ready", [have("milestone:shop"), have("milestone:readiness")], 1),
                    ),
                ),
            ),
        },
    )  # fmt: skip


def _credential(name: str, kind: str, level: int, issuers: tuple[str, ...]) -> d.Credential:
    title = name.replace("-", " ").title()
    return d.Credential(
        name, words(title), kind, level, issuers, purpose=words(f"Shows that its holder earned the {title}."),
        outcomes=words("You can do what it says."), onward_study=words("Counts at the college."),
        onward_work=words("Is honored at work."),
    )  # fmt: skip


def _awarding(pathway: d.Pathway, awards: dict[str, str]) -> d.Pathway:
    stages = tuple(
        replace(stage, awards=(f"credential:{awards[stage.id]}",) if stage.id in awards else ())
        for stage in pathway.stages
    )
    return replace(pathway, stages=stages)


def the(who, credential):
    """The award of that credential in somebody's record."""
    found = queries.awards(who, who.me, now=NOW)
    return next(each for each in found if each.credential == f"credential:{credential}")


def outcome_of(document):
    """What the one proof of a document is worth, by its issuer's published keys."""
    issuer = addresses.issuer_of(
        document["issuer"]["id"] if isinstance(document["issuer"], dict) else document["issuer"]
    )
    (check,) = data_integrity.check_proofs(document, methods=known(queries.methods_of(issuer)))
    return check.outcome
