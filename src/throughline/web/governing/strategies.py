"""Each school's pathways strategy, open to all: need, portrait of a graduate, what students say; and how schools stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import STAFF
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.opportunities.queries.programs import programs_at, spectrum_at
from throughline.core.catalogue.documents import Organization, Pathway, Rule
from throughline.web import reading
from throughline.web.components.outcomes import Reader, Reason
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

SPECTRUM = (
    ("career", gettext_lazy("a head start in a career")), ("college", gettext_lazy("a head start in college")),
    ("exploration", gettext_lazy("wider exploration")),
)  # fmt: skip
"""The three parts of the spectrum on which a program type stands (S002, what a pathway is)."""
LACKING = {
    "need": gettext_lazy("the need it answers"), "portrait": gettext_lazy("the portrait of a graduate"),
    "student voice": gettext_lazy("what students say"),
}  # fmt: skip
INPUTS = ("need", "portrait", "voice", "types")


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school in the overview.

    milestones: of its pathways, each once; performance: how many of them can be shown by doing. complete: its strategy.
    balance: programs by part of the spectrum; empty where the state's program types stand on none.
    """

    school: Organization
    pathways: tuple[Pathway, ...]
    milestones: int
    performance: int
    complete: bool
    balance: tuple[tuple[str, int], ...]

    @property
    def share(self) -> int:
        """Of a hundred milestones, how many can be shown by doing."""
        return round(100 * self.performance / self.milestones) if self.milestones else 0


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """One school's strategy. linked, unlinked: its pathways that the strategy speaks of, and those it does not. programs:
    the types of programs it bears, each held against what it offers."""

    school: Organization
    strategy: governance.SchoolStrategy
    missing: tuple[str, ...]
    linked: tuple[Pathway, ...]
    unlinked: tuple[Pathway, ...]
    programs: tuple[tuple[Rule, Reason], ...]
    row: SchoolRow
    may_write: bool
    may_speak: bool
    word: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WritePage:
    """The strategy as a form, with what was typed and what is wrong with it."""

    school: Organization
    pathways: tuple[tuple[Pathway, bool], ...]
    typed: Mapping[str, str]
    problem: str


@page("strategy.read")
def schools(request: HttpRequest) -> HttpResponse:
    """Every school: its pathways, how its milestones can be shown, and whether its strategy stands."""
    written = {each.school: each for each in governance.strategies()}
    found = [o for o in reading.catalogue().organizations.values() if o.kind == "school"]
    rows = (school_row(each, each.id in written and written[each.id].complete) for each in found)
    by_name = tuple(sorted(rows, key=lambda row: words(row.school.title).casefold()))
    return show(request, "throughline/governing/schools.html", by_name)


def school_row(school: Organization, complete: bool) -> SchoolRow:
    """What a school offers, counted from the catalogue in force."""
    structure = reading.structure()
    names = structure.pathways_at.get(school.id, ())
    milestones = {m for name in names for m in structure.parts[name].milestones}
    shown_by_doing = sum(
        1 for m in milestones if any(w.performance for w in structure.book.milestone(m).ways)
    )
    pathways = tuple(structure.catalogue.pathways[name] for name in names)
    return SchoolRow(school, pathways, len(milestones), shown_by_doing, complete, _balance(school.id))


def _balance(school: str) -> tuple[tuple[str, int], ...]:
    found = spectrum_at(school)
    return tuple((str(title), found[part]) for part, title in SPECTRUM) if found else ()


@page("strategy.read")
def strategy(request: HttpRequest, name: str) -> HttpResponse:
    """One school's strategy."""
    return show(request, "throughline/governing/strategy.html", strategy_page(who(request), school_of(name)))


def school_of(name: str) -> Organization:
    """The school of that id; a page that is not there for anything else."""
    found = reading.catalogue().organizations.get(name)
    if found is None or found.kind != "school":
        raise Http404(f"There is no school '{name}'.")
    return found


def strategy_page(actor: Actor, school: Organization, word: str = "", problem: str = "") -> StrategyPage:
    """All that the page shows."""
    pathways = reading.catalogue().pathways
    found = governance.strategy_of(school.id)
    named = (each.removeprefix("pathway:") for each in found.programs)
    return StrategyPage(
        school=school,
        strategy=found,
        missing=tuple(str(LACKING[each]) for each in found.missing),
        linked=tuple(pathways[each] for each in named if each in pathways),
        unlinked=tuple(pathways[each] for each in found.unlinked),
        programs=_programs(school.id),
        row=school_row(school, found.complete),
        may_write=school.id in actor.organizations(*STAFF),
        may_speak=school.id in actor.organizations("learner") and found.written_at is not None,
        word=word,
        problem=problem,
    )


def _programs(school: str) -> tuple[tuple[Rule, Reason], ...]:
    every = programs_at(school, on=timezone.localdate())
    return tuple((p.rule, Reader(reading.catalogue(), p.facts, {}, {}).reason(p.outcome)) for p in every)


@page("strategy.write")
def write(request: HttpRequest, name: str) -> HttpResponse:
    """The school's team writes its strategy."""
    actor, school, problem = who(request), school_of(name), ""
    found = governance.strategy_of(name)
    if name not in actor.organizations(*STAFF):
        raise Refused(
            _("Writing this strategy"), _("only those who work at this school may."), _("You can read it.")
        )
    given = request.POST
    typed = {each: given.get(each, "") for each in INPUTS} if given else _typed(found)
    programs = tuple(given.getlist("programs")) if given else found.programs
    if request.method == "POST":
        try:
            actions.write_strategy(
                by=actor, school=name, now=timezone.now(), need=typed["need"], portrait=typed["portrait"],
                voice=typed["voice"], types=typed["types"].split("\n") if typed["types"].strip() else (),
                programs=programs,
            )  # fmt: skip
            messages.success(request, _("The strategy is written, and open to all."))
            return redirect("strategy", name)
        except Refused as refusal:
            problem = str(refusal)
    offered = reading.structure().pathways_at.get(name, ())
    every = tuple((reading.catalogue().pathways[each], f"pathway:{each}" in programs) for each in offered)
    return show(
        request,
        "throughline/governing/strategy_write.html",
        WritePage(school, every, typed, problem),
        status(problem),
    )


def _typed(found: governance.SchoolStrategy) -> dict[str, str]:
    return {
        "need": found.need,
        "portrait": found.portrait,
        "voice": found.voice,
        "types": "\n".join(found.types),
    }


@page("strategy.speak")
@require_POST
def speak(request: HttpRequest, name: str) -> HttpResponse:
    """A student's word; each student counts once, and no name is shown."""
    actor, word = who(request), request.POST.get("word", "")
    try:
        actions.speak(by=actor, school=name, text=word.strip(), now=timezone.now())
    except Refused as refusal:
        if name not in actor.organizations("learner"):
            raise
        shown = strategy_page(actor, school_of(name), word, str(refusal))
        return show(request, "throughline/governing/strategy.html", shown, 422)
    messages.success(request, _("Your word is counted. Saying something else replaces it."))
    return redirect("strategy", name)
