"""Plans against efforts that two other solvers proved least (shared standards, audit/made-oracle/plans.jsonl)."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.core.progress.made import DAY, catalogue, fact, pathway, record, stage
from tests.core.progress.standards import rows
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.planning.offers import Offer, Offered
from throughline.core.progress.planning.plans import Goal, plan
from throughline.core.progress.planning.search import Limits
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import stand
from throughline.core.requirements.nodes import Choose, Have, Node, Selector, Total


def tree(data: dict[str, Any], ids: list[int]) -> Node:
    ids.append(0)
    name = f"n{len(ids)}"
    if "have" in data:
        return Have(id=name, what=f"competency:{data['have']}")
    if "total" in data:
        unit = f"{data['total']}{data['unit']}"
        return Total(
            id=name, measure="hours", unit="h", min=Decimal(data["min"]), select=Selector(tags=(unit,))
        )
    below = data["choose"]
    return Choose(id=name, of=tuple(tree(each, ids) for each in below["of"]), min=below["min"])


def amounts(name: str, measure: str, given: dict[str, int]) -> Iterator[Fact]:
    for unit, much in given.items():
        if much:
            tag = f"{measure}{unit}"
            yield fact(f"experience:{tag}", f"{name}.{tag}", amounts={"h": much}, tags=[tag])


def offer(data: dict[str, Any]) -> Offer:
    gives = [fact(f"competency:{name}", f"o{data['id']}.{name}") for name in data["gives"]]
    more = [
        *amounts(f"o{data['id']}", "hours", data["hours"]),
        *amounts(f"o{data['id']}", "credits", data["credits"]),
    ]
    needs = tuple(f"competency:{name}" for name in data["needs"])
    return Offer(f"o{data['id']}", (*gives, *more), needs, effort=Decimal(data["effort"]))


def test_the_least_effort_is_the_one_that_two_solvers_proved() -> None:
    for row in rows("audit/made-oracle/plans.jsonl"):
        gate = replace(stage("s", "course:none"), gate=tree(row["rule"], []))
        kept = catalogue((), [pathway("goal", [gate])])
        held = [fact(f"competency:{name}") for name in row["has"]]
        for measure in ("hours", "credits"):
            held += amounts("held", measure, {str(unit): much for unit, much in enumerate(row[measure])})
        standing, offered = stand(record(*held), RuleBook(kept), DAY), Offered(map(offer, row["offers"]))
        answer = plan(standing, offered, [Goal("goal")], limits=Limits(plans=1))
        assert answer.plans[0].proved, row["id"]
        assert answer.plans[0].takes("effort") == row["least_effort"], row["id"]
