"""What an assessment and a rating form must have before they may be certified: a rubric two people can use alike, judges
the rules ask for, a wait no longer than the state's, and a design that an author and a learner have looked at."""

from collections.abc import Iterator, Mapping

from throughline.core.catalogue.assessments import Assessment, AssessmentPart, Criterion, Exemplar, RatingForm
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import all_rules
from throughline.core.progress.judging import missing_validators
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Have, Total, ValidatedBy, walk

Faults = Iterator[tuple[str, str, str]]
"""Where in the document, the sentence, the fix."""

REVIEW_ITEMS = 12
"""The most items an employer is asked: the short form of N23 takes no longer."""
QUESTIONS = "how it deepens learning, what the learner decides, and whom it might shut out"


def assessments_sound(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each fault of an assessment: its rubric, judges, exemplars, wait, design, or use."""
    asked = _asked(catalogue)
    return tuple(
        Finding("", f"assessment:{each.id}", where, sentence, fix)
        for each in catalogue.assessments.values()
        for where, sentence, fix in _assessment(each, catalogue, asked)
    )


def _asked(catalogue: Catalogue) -> Mapping[str, tuple[tuple[ValidatedBy, ...], ...]]:
    """Every assessment that rules ask for, with who each of them wants to stand behind it."""
    found: dict[str, tuple[tuple[ValidatedBy, ...], ...]] = {}
    for held in all_rules(catalogue):
        for node in walk(held.node):
            whats = (
                (node.what,)
                if isinstance(node, Have)
                else node.select.what
                if isinstance(node, Total)
                else ()
            )
            for what in whats:
                by = node.validated_by if isinstance(node, Have) else ()
                found[what] = (*found.get(what, ()), by)
    for each in catalogue.equivalences.values():
        found.setdefault(each.has, ())
    return found


def _assessment(
    each: Assessment, catalogue: Catalogue, asked: Mapping[str, tuple[tuple[ValidatedBy, ...], ...]]
) -> Faults:
    name = f"Assessment '{each.id}'"
    if not each.parts and each.external is None:
        yield "parts", f"{name} has no part that could be shown.", "Write at least one under `parts`."
    if each.cooling_days > catalogue.state.cooling_days:
        yield (
            "cooling_days",
            f"{name} asks for a wait of {each.cooling_days} days between tries; "
            f"the state allows {catalogue.state.cooling_days}.",
            f"Write {catalogue.state.cooling_days} days or fewer.",
        )
    for at, part in enumerate(each.parts):
        yield from _part(f"parts[{at}]", part, each, catalogue)
        yield from _use(f"parts[{at}]", part, asked)
    for at, exemplar in enumerate(each.exemplars):
        yield from _exemplar(f"exemplars[{at}]", exemplar, each)
    if each.external is not None and each.external.min <= 0:
        yield "external.min", f"{name} takes every score as enough.", "Write the score from which it counts."
    yield from _design(each, name)


def _part(at: str, part: AssessmentPart, of: Assessment, catalogue: Catalogue) -> Faults:
    name = f"Part '{part.id}' of assessment '{of.id}'"
    if not part.criteria:
        yield f"{at}.criteria", f"{name} has no criteria.", "Say under `criteria` what a judge looks for."
    if not part.judges:
        yield (
            f"{at}.judges",
            f"{name} does not say who judges it.",
            "Name roles under `judges`: [{roles: [teacher]}].",
        )
    if part.performance and not of.practice:
        sentence = f"{name} is a performance, and nobody may practice it before it counts."
        yield at, sentence, "Write `practice: true` on the assessment, or leave it out."
    if part.panel and (part.panel.members < 2 or part.panel.sectors < 2):
        sentence = f"{name} goes before a panel of {part.panel.members} from {part.panel.sectors} sector(s)."
        yield f"{at}.panel", sentence, "Ask for two members or more, from two sectors or more."
    for index, criterion in enumerate(part.criteria):
        yield from _criterion(f"{at}.criteria[{index}]", criterion, name, catalogue)


def _criterion(at: str, criterion: Criterion, part: str, catalogue: Catalogue) -> Faults:
    name, numbers = f"Criterion '{criterion.id}'", [level.number for level in criterion.levels]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        sentence = (
            f"{part}: {name} has the levels {numbers}; two or more are asked for, from 1 up without a gap."
        )
        yield f"{at}.levels", sentence, "Describe level 1, level 2 and so on."
    elif criterion.meets not in numbers:
        sentence = f"{part}: {name} is met from level {criterion.meets}, which it does not have."
        yield f"{at}.meets", sentence, f"Write one of {', '.join(map(str, numbers))}."
    competency = catalogue.competencies.get(criterion.competency)
    framework = catalogue.competency_frameworks.get(competency.framework) if competency else None
    if framework and numbers and max(numbers) > max(step.number for step in framework.scale):
        top = max(step.number for step in framework.scale)
        sentence = (
            f"{part}: {name} goes to level {max(numbers)}; competency '{criterion.competency}' ends at {top}."
        )
        yield f"{at}.levels", sentence, "Use the levels of the competency's own scale."


def _use(at: str, part: AssessmentPart, asked: Mapping[str, tuple[tuple[ValidatedBy, ...], ...]]) -> Faults:
    if not part.shows:
        if not any(each.competency for each in part.criteria):
            sentence = f"Part '{part.id}' shows nothing: no fact, and no criterion names a competency."
            yield f"{at}.shows", sentence, "Name the fact under `shows`, or a `competency` on its criteria."
        return
    if part.shows not in asked:
        sentence = f"Part '{part.id}' shows {part.shows}, which no rule asks for and no equivalence knows."
        yield f"{at}.shows", sentence, "Name the fact a rule asks for."
    for wanted in asked.get(part.shows, ()):
        for missing in missing_validators(wanted, part.judges):
            sentence = f"A rule asks that {missing} stand behind {part.shows}, and part '{part.id}' has no such judge."
            yield f"{at}.judges", sentence, "Add the role under `judges`."


def _exemplar(at: str, exemplar: Exemplar, of: Assessment) -> Faults:
    part = of.part(exemplar.part)
    if part is None:
        sentence = (
            f"Exemplar '{exemplar.id}' belongs to part '{exemplar.part}', which assessment '{of.id}' lacks."
        )
        yield f"{at}.part", sentence, f"Name one of {', '.join(each.id for each in of.parts)}."
        return
    criteria = {each.id: len(each.levels) for each in part.criteria}
    for name, level in exemplar.levels.items():
        if name not in criteria or not 1 <= level <= criteria[name]:
            sentence = f"Exemplar '{exemplar.id}' stands at level {level} of '{name}', which the rubric does not have."
            yield f"{at}.levels.{name}", sentence, "Name a criterion of the part and one of its levels."


def _design(each: Assessment, name: str) -> Faults:
    """Parts that are judged here are designed here; what comes from outside answers to its own makers."""
    answered = {review.by for review in each.reviews}
    for by, words in (("author", "its author"), ("learner", "a learner who reviewed it")):
        if each.parts and by not in answered:
            yield (
                "reviews",
                f"{name} cannot be certified: {words} has not answered {QUESTIONS}.",
                f"Add an entry with `by: {by}` under `reviews`: deepens, ownership, equity.",
            )


def forms_sound(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each rating form that is too long for an employer, rated by too few, or without a scale."""
    return tuple(
        Finding("", f"rating_form:{each.id}", where, sentence, fix)
        for each in catalogue.rating_forms.values()
        for where, sentence, fix in _form(each)
    )


def _form(form: RatingForm) -> Faults:
    name = f"Rating form '{form.id}'"
    if form.review and len(form.items) > REVIEW_ITEMS:
        sentence = f"{name} asks an employer {len(form.items)} items; {REVIEW_ITEMS} are the most."
        yield "items", sentence, "Choose those that matter most at work."
    if len(set(form.items)) < len(form.items):
        yield "items", f"{name} asks for one thing twice.", "Name each item once."
    if len(form.scale) < 2:
        yield "scale", f"{name} has no scale of two steps or more.", "Describe the steps under `scale`."
    if not form.raters:
        yield "raters", f"{name} does not say who rates.", "Name self, mentor, teacher, family or employer."
