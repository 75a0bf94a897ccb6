"""C22: every pathway keeps a holistic strand open: arts, civics, sports, languages, without a tie to a
career."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Competency, Milestone, Pathway
from throughline.core.certification.asked import asked
from throughline.core.reasoning.findings import Finding


def c22(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding where no milestone of the pathway has the feature `holistic`, or each such one is about a
    profession."""
    holistic = [each for each in asked(pathway, catalogue) if "holistic" in each.features]
    if any(not _tied(each, catalogue) for each in holistic):
        return ()
    if holistic:
        sentence = f"The holistic milestones of pathway '{pathway.id}' are all tied to a profession."
        fix = "Let one of them certify academic, personal or identity competencies only."
    else:
        sentence = f"Pathway '{pathway.id}' has no holistic milestone."
        fix = "Ask for a milestone with the feature `holistic`, such as arts, civics, sports or languages."
    return (Finding("C22", f"pathway:{pathway.id}", "stages", sentence, fix),)


def _tied(milestone: Milestone, catalogue: Catalogue) -> bool:
    """Whether it certifies a professional competency that is not one of those everyone learns."""
    named = [catalogue.competencies.get(name.partition(":")[2]) for name in milestone.competencies]
    return any(
        each is not None and each.strand == "professional" and not _universal(each, catalogue)
        for each in named
    )


def _universal(competency: Competency, catalogue: Catalogue) -> bool:
    framework = catalogue.competency_frameworks.get(competency.framework)
    return framework is not None and framework.universal
