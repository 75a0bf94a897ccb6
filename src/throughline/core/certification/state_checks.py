"""Checks of what a state publishes besides its pathways: competencies, listings, milestones, modules.

Each is one function: a catalogue in, findings out; none means sound. Their `check` names no certification
check.
"""

from collections.abc import Callable, Iterator
from datetime import date

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Competency, Credential, Milestone, Opportunity
from throughline.core.certification.assessments_sound import assessments_sound, forms_sound
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.certification.c15_open_entry import screened_entries
from throughline.core.certification.counting_courses import no_credit_less_first
from throughline.core.certification.indivisible import kept_together
from throughline.core.certification.observable_verbs import begins_with_observable_verb
from throughline.core.certification.pre_apprenticeships import pre_apprenticeships_sponsored
from throughline.core.certification.presupposed import presupposed_asked
from throughline.core.governing.waivers import sound_waivers
from throughline.core.reasoning.findings import Finding

Faults = Iterator[tuple[str, str, str]]
"""Where in the document, the sentence, the fix."""


def competencies_sound(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each competency that cannot be seen, judged, used in two places, or led on from."""
    return tuple(
        Finding("", f"competency:{each.id}", where, sentence, fix)
        for each in catalogue.competencies.values()
        for where, sentence, fix in _competency(each)
    )


def _competency(competency: Competency) -> Faults:
    name = f"Competency '{competency.id}'"
    for language, statement in competency.statement.items():
        if not begins_with_observable_verb(statement, language):
            first = statement.split()[0] if statement.split() else ""
            yield (
                f"statement.{language}",
                f"{name} begins with '{first}' in '{language}', which nobody can see or hear being done.",
                "Begin with what the person does: explains, builds, measures.",
            )
    if not competency.criteria:
        yield "criteria", f"{name} has no criteria.", "Say under `criteria` what a judge looks for."
    if len(set(competency.contexts)) < 2:
        yield (
            "contexts",
            f"{name} can be shown in {len(set(competency.contexts))} place; two are asked for.",
            "Name another under `contexts`: school, workplace, community, home.",
        )
    if not competency.leads_to:
        yield "leads_to", f"{name} does not say where it leads.", "Say under `leads_to` how it is used next."


def listings_complete(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each credential that lacks what a listing states: purpose, outcomes, education pathway,
    employment or community pathway, day of review (level and credits have values of their own). Source: the
    seven fields of a listing on the New Zealand Qualifications Framework."""
    return tuple(
        Finding("", f"credential:{each.id}", where, sentence, fix)
        for each in catalogue.credentials.values()
        for where, sentence, fix in _listing(each)
    )


LISTED = {
    "purpose": "its purpose",
    "outcomes": "what its holders can do",
    "onward_study": "the education it leads to",
    "onward_work": "the employment or community pathway it leads to",
    "review_by": "the day of its next review",
}
"""Fields of a listing that must say something, and what they say."""


def _listing(credential: Credential) -> Faults:
    for field, words in LISTED.items():
        if not getattr(credential, field):
            sentence = f"Credential '{credential.id}' cannot be listed: it does not state {words}."
            yield field, sentence, f"Write it under `{field}`."
    for nth, each in enumerate(credential.worth):
        if not 0 <= each.low <= each.high or each.people < 1 or not each.cite.source:
            sentence = f"A figure of credential '{credential.id}' has no interval, no holders or no source."
            fix = "Give `low` and `high` in this order, how many `people` it rests on, and its `cite`."
            yield f"worth[{nth}]", sentence, fix


def reviews_due(catalogue: Catalogue, today: date) -> tuple[Finding, ...]:
    """A finding for each listing whose day of review has passed: it stays listed, and the register shows
    it."""
    return tuple(
        Finding(
            "",
            f"credential:{each.id}",
            "review_by",
            f"The listing of credential '{each.id}' was to be reviewed by {each.review_by.isoformat()}.",
            "Review it and set the next day.",
        )
        for each in catalogue.credentials.values()
        if each.review_by is not None and each.review_by < today
    )


def milestones_rounded(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each milestone without both content and skill, and for each professional one without a
    habit.

    Only milestones of a pathway are read: rules of other systems name theirs as those systems do."""
    if not catalogue.pathways:
        return ()
    return tuple(
        Finding("", f"milestone:{each.id}", "competencies", sentence, "Add one under `competencies`.")
        for each in catalogue.milestones.values()
        for sentence in _lacking(each, catalogue)
    )


def _lacking(milestone: Milestone, catalogue: Catalogue) -> Iterator[str]:
    named = [catalogue.competencies.get(name.partition(":")[2]) for name in milestone.competencies]
    held = [each for each in named if each is not None]
    kinds = {each.kind for each in held}
    if "content" not in kinds:
        yield f"Milestone '{milestone.id}' certifies no content competency."
    if not kinds & {"skill", "habit"}:
        yield f"Milestone '{milestone.id}' certifies no skill competency."
    if any(each.strand == "professional" for each in held) and "habit" not in kinds:
        name = f"Milestone '{milestone.id}'"
        yield f"{name} is professional and certifies no habit of thinking, working or learning."


def modules_startable(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each opportunity that nobody could ever begin, because what it needs is given only by
    opportunities that wait for it in turn. What no opportunity gives can be learned elsewhere."""
    everything = catalogue.opportunities
    by_opportunity = {what for each in everything.values() for what in _given(each)}
    held: set[str] = set()
    waiting = set(everything)
    while ready := [name for name in waiting if set(everything[name].needs) & by_opportunity <= held]:
        waiting -= set(ready)
        held |= {what for name in ready for what in _given(everything[name])}
    return tuple(_stuck(name) for name in everything if name in waiting)


def _given(opportunity: Opportunity) -> tuple[str, ...]:
    return (*opportunity.gives, f"opportunity:{opportunity.id}")


def _stuck(name: str) -> Finding:
    sentence = (
        f"Nobody can begin opportunity '{name}': what it needs is given only by others that wait for it."
    )
    return Finding("", f"opportunity:{name}", "needs", sentence, "Take away the need that is not a real one.")


def recognition_signed(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each organization that a pathway names under `recognized_by` and no agreement binds."""
    found = []
    for pathway in catalogue.pathways.values():
        bound = {
            party.removeprefix("organization:")
            for each in active_agreements(pathway, catalogue, None)
            for party in each.parties
        }
        for name in pathway.recognized_by:
            if name.removeprefix("organization:") not in bound:
                sentence = f"Pathway '{pathway.id}' says that '{name}' honors it, and '{name}' is party to no agreement."
                fix = "Publish the agreement, or take the name out of `recognized_by`."
                found.append(Finding("", f"pathway:{pathway.id}", "recognized_by", sentence, fix))
    return tuple(found)


STATE_CHECKS: tuple[Callable[[Catalogue], tuple[Finding, ...]], ...] = (
    competencies_sound,
    listings_complete,
    milestones_rounded,
    modules_startable,
    presupposed_asked,
    kept_together,
    screened_entries,
    recognition_signed,
    pre_apprenticeships_sponsored,
    no_credit_less_first,
    assessments_sound,
    forms_sound,
    sound_waivers,
)
"""All of them that need no day."""
