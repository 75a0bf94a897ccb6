"""What the columns of a table are: said once, remembered for the next table with the same headings."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.interop import actions, queries, tasks
from throughline.apps.interop.queries.tables import HIERARCHIES, LEVELS, LINKS, MEMBERS
from throughline.web.pages import page, show, status, who

SHOWN = 20
WORDS: dict[str, Any] = {
    "fullStatement": gettext_lazy("Statement"), "abbreviatedStatement": gettext_lazy("Short statement"),
    "humanCodingScheme": gettext_lazy("Code"), "identifier": gettext_lazy("Identifier (GUID)"),
    "uri": gettext_lazy("Address (URI)"), "CFItemType": gettext_lazy("Kind of item"),
    "educationLevel": gettext_lazy("Education level"), "subject": gettext_lazy("Subject"),
    "conceptKeywords": gettext_lazy("Keywords"), "notes": gettext_lazy("Notes"), "language": gettext_lazy("Language"),
    "listEnumeration": gettext_lazy("Number in the list"), "statusStartDate": gettext_lazy("In force from"),
    "statusEndDate": gettext_lazy("In force until"), "lastChangeDateTime": gettext_lazy("Last changed"),
    "parent": gettext_lazy("The row above it (code or identifier)"), "smartLevel": gettext_lazy("Level such as 1.2.3"),
    "sequenceNumber": gettext_lazy("Place among its neighbors"),
}  # fmt: skip
TREES: dict[str, Any] = {
    "none": gettext_lazy("No tree: every row stands at the top"),
    "parent": gettext_lazy("A column names the row above"),
    "smartLevel": gettext_lazy("A column of levels such as 1.2.3"),
    "code": gettext_lazy("The codes: M.1 stands above M.1.a"),
    "levels": gettext_lazy("One column for each level"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a column, or the tree, can be."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table with what its columns are thought to be. groups: what a column can be, under headings. faults: what is wrong
    with the table read so; more: how many besides."""

    table: queries.TableShown
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    trees: tuple[Choice, ...]
    hierarchy: str
    faults: tuple[Any, ...]
    more: int
    problem: str


@page("import.run")
def table(request: HttpRequest, file: int) -> HttpResponse:
    """The columns on the left, what they are on the right; saved, the import is looked at again."""
    actor, problem, faults = who(request), "", tuple[Any, ...]()
    found = queries.table_of(actor, file)
    if request.method == "POST":
        said = _said(request, found)
        try:
            faults = actions.map_columns(by=actor, file=file, said=said, now=timezone.now(), at_once=False)
        except Refused as refused:
            problem = str(refused)
        if not faults and not problem:
            tasks.have_read(found.run)
            return redirect("import", key=found.run)
        found = _typed(found, said)
        problem = problem or _(
            "Read like this, the table has faults. Change a column, or mend the file and bring it again."
        )
    shown = TablePage(
        found, _groups(), tuple(Choice(each, str(TREES[each])) for each in HIERARCHIES), found.hierarchy,
        faults[:SHOWN], max(0, len(faults) - SHOWN), problem,
    )  # fmt: skip
    return show(request, "throughline/steward/import_table.html", shown, status(problem))


def _said(request: HttpRequest, found: queries.TableShown) -> dict[str, Any]:
    given = request.POST
    columns = {each.heading: given.get(f"column-{nth}", "") for nth, each in enumerate(found.columns)}
    return {
        "title": given.get("title", "").strip(), "creator": given.get("creator", "").strip(),
        "language": given.get("language", "").strip(), "identifier": given.get("identifier", "").strip(),
        "columns": columns, "hierarchy": given.get("hierarchy", "none"),
    }  # fmt: skip


def _typed(found: queries.TableShown, said: dict[str, Any]) -> queries.TableShown:
    """The table as it was filled in, so that nothing has to be typed twice."""
    columns = tuple(
        queries.Column(each.heading, each.examples, said["columns"][each.heading]) for each in found.columns
    )
    return queries.TableShown(
        found.file, found.run, found.path, found.rows, columns, said["hierarchy"], said["title"], said["creator"],
        said["language"], said["identifier"],
    )  # fmt: skip


def _groups() -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    return (
        (_("What it says"), tuple(Choice(each, str(WORDS[each])) for each in MEMBERS)),
        (_("A level of the tree"), tuple(Choice(each, _level(each)) for each in LEVELS)),
        (_("A link to other items"), tuple(Choice(f"link:{each}", each) for each in LINKS)),
    )


def _level(target: str) -> str:
    return _("Statement of level {n}").format(n=target.partition(":")[2])
