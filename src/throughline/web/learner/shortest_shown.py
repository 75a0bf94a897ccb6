"""The shortest way in words: what first, what then, why each step, how sure it is; and where there is none, who owes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.advising import queries as advising
from throughline.core.catalogue.documents import Organization
from throughline.core.progress.planning.missing import Missing
from throughline.core.progress.planning.offers import SHOWING, Measure
from throughline.core.progress.planning.plans import Plan, Step
from throughline.core.progress.planning.words import amount_said, missing_said, sure_said
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.names import address_of, name_of, say, title_of
from throughline.web.parsing_ways import address_with
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step. ref: what stands for it on a plan. takes: hours, cost, seats and the like, each in words. why: what it is
    for, each with its page. keep, leave: addresses that ask again with it held or left out; empty where it cannot be."""

    ref: str
    title: Text
    href: str
    showing: bool
    provider: Organization | None
    takes: tuple[str, ...]
    why: tuple[tuple[str, str], ...]
    kept: bool
    on_plan: bool
    keep: str
    leave: str


@dataclass(frozen=True, slots=True)
class Part:
    """What begins in one term, or all where no terms are laid out (title empty)."""

    title: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One plan. name: first, second ...; totals: label and amount; differs: what is not in the first one."""

    number: int
    name: str
    totals: tuple[tuple[str, str], ...]
    sure: str
    differs: tuple[Text, ...]
    parts: tuple[Part, ...]

    @property
    def steps(self) -> tuple[StepShown, ...]:
        """All of its steps in order."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def first(self) -> tuple[StepShown, ...]:
        """Those of its first part: what stands in the first week."""
        return self.parts[0].steps if self.parts else ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that nothing within reach leads to. said: what and why; owed: who answers for it. ref: what to ask for;
    of: whom to ask; empty where it is no published thing."""

    said: str
    owed: str
    ref: str
    title: str
    of: str


def ways(found: advising.Shortest, query: str) -> tuple[Way, ...]:
    """The plans of an answer. query: what was asked, as it stands in the address."""
    plans = found.answer.plans
    return tuple(_way(number, each, found, query) for number, each in enumerate(plans))


def in_order(found: advising.Shortest, query: str) -> Way | None:
    """What did not fit, in order and without terms."""
    plan = found.answer.in_order
    return None if plan is None else _way(0, plan, found, query)


def _way(number: int, plan: Plan, found: advising.Shortest, query: str) -> Way:
    first = found.answer.plans[0].offers if found.answer.plans else ()
    new = [each for each in plan.offers if each not in first] if number else []
    names = (_("The first way"), _("The second way"), _("The third way"))
    return Way(
        number + 1, names[number], _totals(plan, found),
        sure_said(plan, found.wish.measure, language()) if plan.steps else "",
        tuple(_title(each) for each in new), tuple(_parts(plan, found, query)),
    )  # fmt: skip


def _totals(plan: Plan, found: advising.Shortest) -> tuple[tuple[str, str], ...]:
    measures: list[tuple[Measure, str]] = [("effort", _("Your time")), ("cost", _("Cost to you"))]
    if found.home:
        measures.append(("travel", _("Travel, there and back")))
    said = [(label, amount_said(plan.takes(each), each, language())) for each, label in measures]
    last = [step.term + step.lasts - 1 for step in plan.steps if step.term is not None]
    if last:
        said.append((_("Done with the term"), _term(max(last), found)))
    return (*said, (_("Steps"), str(len(plan.steps))))


def _term(number: int, found: advising.Shortest) -> str:
    """A term by its name and year; by its number where the state names none."""
    term = found.terms[number] if number < len(found.terms) else None
    if term is None or term.begins is None:
        return _("Term {n}").format(n=number + 1)
    return f"{words(term.title)} {term.begins.year}"


def _parts(plan: Plan, found: advising.Shortest, query: str) -> Iterable[Part]:
    for term, steps in groupby(plan.steps, key=lambda step: step.term):
        title = "" if term is None else _term(term, found)
        yield Part(title, tuple(_step(each, found, query) for each in steps))


def _step(step: Step, found: advising.Shortest, query: str) -> StepShown:
    kept = reading.catalogue()
    given, ref = kept.opportunities.get(step.offer), _ref(step.offer)
    held, showing = step.offer in found.wish.keep, step.offer.startswith(SHOWING)
    free = not held and not showing
    return StepShown(
        ref, title_of(kept, ref), address_of(ref), showing,
        kept.organizations.get(given.provider) if given else None,
        tuple(_takes(step, paid=given is not None and given.paid)), tuple(map(_reason, step.why)), held,
        step.offer in found.on_plan, address_with(query, keep=step.offer) if free else "",
        address_with(query, leave=step.offer) if free else "",
    )  # fmt: skip


def _reason(ref: str) -> tuple[str, str]:
    """What a step is for, by name, with its page."""
    whole = ref.partition("#")[0]
    return name_of(reading.catalogue(), whole) + _stage(ref), address_of(whole)


def _ref(offer: str) -> str:
    return f"milestone:{offer.removeprefix(SHOWING)}" if offer.startswith(SHOWING) else f"opportunity:{offer}"


def _title(offer: str) -> Text:
    return title_of(reading.catalogue(), _ref(offer))


def _stage(ref: str) -> str:
    """The stage of a gate, after its pathway's name."""
    pathway, sep, name = ref.partition("#")
    if not sep:
        return ""
    stages = reading.catalogue().pathways[pathway.removeprefix("pathway:")].stages
    return ": " + next((words(each.title) for each in stages if each.id == name), name)


def _takes(step: Step, *, paid: bool) -> Iterable[str]:
    yield amount_said(step.effort, "effort", language())
    yield _("you are paid") if paid and not step.cost else amount_said(step.cost, "cost", language())
    if step.hours >= 1:
        hours = int(step.hours.to_integral_value())
        yield ngettext("{n} hour a week", "{n} hours a week", hours).format(n=hours)
    if step.lasts > 1:
        yield ngettext("{n} term", "{n} terms", step.lasts).format(n=step.lasts)
    if step.seats is not None:
        yield ngettext("{n} place", "{n} places", step.seats).format(n=step.seats)
    if step.away is not None:
        away = int(step.away.to_integral_value())
        yield _("{n} km away").format(n=away) if away else _("where you learn")


def lacking(found: advising.Shortest) -> tuple[Lacking, ...]:
    """What is out of reach, each thing once."""
    once: dict[str, Missing] = {}
    for each in found.answer.missing:
        once.setdefault(each.what or f"{each.owner} {each.node}", each)
    return tuple(_lacking(each) for each in once.values())


def _lacking(each: Missing) -> Lacking:
    kept = reading.catalogue()
    told = missing_said(each, say(kept), language())
    places = [ref for ref in each.owed_by if ref.startswith("organization:")] or [*each.owed_by]
    title = name_of(kept, each.what or each.owner.partition("#")[0])
    return Lacking(
        told[0], told[1] if len(told) > 1 else "", each.what, title, places[0] if places and each.what else ""
    )


def heavy(found: advising.Shortest) -> tuple[tuple[Text, int], ...]:
    """The offers that alone take more hours a week than were given."""
    plan = found.answer.in_order
    steps = {step.offer: step for step in plan.steps} if plan else {}
    return tuple(
        (_title(n), int(steps[n].hours.to_integral_value())) for n in found.answer.heavy if n in steps
    )


def sooner_or_lighter(found: advising.Shortest) -> Decimal:
    """How many hours a week the heaviest step takes, at least what was given."""
    plan, most = found.answer.in_order, found.wish.hours or reading.catalogue().state.pace.hours
    return max((most, *(step.hours for step in plan.steps))) if plan else most
