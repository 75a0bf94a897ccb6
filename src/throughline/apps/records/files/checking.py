"""What is wrong with the lines of a file against what is published and kept; asked set by set, before anything is done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.issuing import issued_to
from throughline.apps.records.credentials.standing_of_awards import CAUSES, standing_of
from throughline.apps.records.files.batch_files import Fault, Line
from throughline.apps.records.models import Award
from throughline.core.requirements.values import nearest

ISSUED = Fault("credential", "it is issued to this learner already", "Take the line out.")


def faults_of(lines: Sequence[Line], kind: str, organization: str) -> dict[int, Fault]:
    """The fault of each line that has one, by number; lines that are faulty in themselves are left out."""
    sound = [line for line in lines if line.fault is None]
    return CHECKS[kind](sound, organization)


def _issue(lines: Sequence[Line], organization: str) -> dict[int, Fault]:
    people, issued = _people(lines), issued_to(_ids(lines, "learner"))
    found = {}
    for line in lines:
        ref = f"credential:{line.said['credential'].removeprefix('credential:')}"
        fault = _who(line, people) or _may_issue(ref, organization)
        if fault is None and ref in issued.get(UUID(line.said["learner"]), ()):
            fault = ISSUED
        if fault is not None:
            found[line.number] = fault
    return found


def _may_issue(ref: str, organization: str) -> Fault | None:
    credentials = frameworks.catalogue().credentials
    listing = credentials.get(ref.partition(":")[2])
    if listing is None:
        known = nearest(ref.partition(":")[2], list(credentials))
        return Fault("credential", f"no credential '{ref.partition(':')[2][:60]}' is published", known)
    if organization not in listing.issuers:
        return Fault(
            "credential", f"{organization} may not issue it", f"Its issuers: {', '.join(listing.issuers)}."
        )
    return None


def _revoke(lines: Sequence[Line], organization: str) -> dict[int, Fault]:
    ids = _ids(lines, "award")
    issuers = dict(Award.objects.filter(id__in=ids).values_list("id", "issuer"))
    revoked = {key for key, stands in standing_of(ids).items() if stands.state == "revoked"}
    found = {}
    for line in lines:
        fault = _award_fault(UUID(line.said["award"]), issuers, revoked, organization)
        if fault is None and line.said["cause"] not in CAUSES:
            fault = Fault(
                "cause", f"'{line.said['cause'][:60]}' is no cause", f"One of: {', '.join(CAUSES)}."
            )
        if fault is not None:
            found[line.number] = fault
    return found


def _award_fault(
    key: UUID, issuers: Mapping[UUID, str], revoked: set[UUID], organization: str
) -> Fault | None:
    if key not in issuers:
        return Fault("award", "no award has this id", "Copy the id from the list of awards.")
    if issuers[key] != organization:
        return Fault("award", f"{issuers[key]} issued it", "Only its issuer revokes it.")
    return Fault("award", "it is revoked already", "Take the line out.") if key in revoked else None


def _results(lines: Sequence[Line], organization: str) -> dict[int, Fault]:
    people, today, found = _people(lines), timezone.localdate(), dict[int, Fault]()
    for line in lines:
        fault = _who(line, people)
        if fault is None and not (line.said.get("score") or line.said.get("level")):
            fault = Fault("score", "neither a score nor a level is given", "Fill in one of them.")
        if fault is None and line.said.get("score") and not line.said.get("scale"):
            fault = Fault("scale", "a score means nothing without its scale", "Write it, such as percent.")
        if fault is None and date.fromisoformat(line.said["on"]) > today:
            fault = Fault("on", "the day is still to come", "Write the day of the test.")
        if fault is not None:
            found[line.number] = fault
    return found


def _who(line: Line, people: Mapping[UUID, str]) -> Fault | None:
    name = people.get(UUID(line.said["learner"]))
    if name is None:
        return Fault("learner", "nobody here has this id", "Copy the id from the class list.")
    said = line.said.get("name", "")
    if said and said.casefold() != name.casefold():
        return Fault(
            "name", f"this id belongs to somebody else than {said[:60]}", "Look which of the two is meant."
        )
    return None


def _people(lines: Sequence[Line]) -> dict[UUID, str]:
    return {key: each.name for key, each in directory.people(_ids(lines, "learner")).items()}


def _ids(lines: Sequence[Line], column: str) -> set[UUID]:
    return {UUID(line.said[column]) for line in lines}


CHECKS: Mapping[str, Callable[[Sequence[Line], str], dict[int, Fault]]] = {
    "issue": _issue, "revoke": _revoke, "results": _results
}  # fmt: skip
