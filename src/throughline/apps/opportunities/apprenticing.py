"""What the state settles for apprenticeships, and an apprentice's weeks as the rules see them."""

from collections.abc import Iterable

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Apprentice, WorkWeek
from throughline.core.apprenticeships.standards import Standards, read
from throughline.core.apprenticeships.weeks import Week
from throughline.core.catalogue.apprenticeships import ApprenticeshipRules, Incentive


def rules() -> ApprenticeshipRules:
    """The state's rules for apprenticeships. Raises `Refused` where it has none."""
    found = frameworks.catalogue().state.apprenticeships
    if found is None:
        raise Refused("Apprenticeships", "this state has settled no rules for them.", "Ask who governs here.")
    return found


def incentive_named(name: str) -> Incentive:
    """One credit to employers."""
    found = next((each for each in rules().incentives if each.id == name), None)
    if found is None:
        raise Refused("A credit", f"the state has none called '{name}'.", "Look in the list.")
    return found


def standards_of(row: Apprentice) -> Standards:
    """The registered standards that somebody learns by."""
    return read(row.version.document)


def weeks_of(rows: Iterable[WorkWeek]) -> list[Week]:
    """Weeks as the rules see them; each with its signature fetched."""
    return [
        Week(each.monday, each.hours, each.instruction, each.paid, hasattr(each, "signature"))
        for each in rows
    ]
