"""C10: every pathway holds work-based learning that counts: with a credential or with credit."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Milestone, Pathway
from throughline.core.certification.asked import asked, asked_by_stage
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Have, walk


def c10(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding where no milestone of the pathway has the feature `work-based`, or none of those brings
    anything."""
    work_based = [each for each in asked(pathway, catalogue) if "work-based" in each.features]
    if any(_counts(each, pathway, catalogue) for each in work_based):
        return ()
    if work_based:
        names = ", ".join(f"'{each.id}'" for each in work_based)
        held = f"The work-based milestones of pathway '{pathway.id}' ({names})"
        sentence = f"{held} bring neither credit nor credential."
        fix = "Let one of them, or its stage, award a credential, or agree on credit for it."
    else:
        sentence = f"Pathway '{pathway.id}' has no work-based milestone."
        fix = "Give a milestone that is shown at work the feature `work-based`."
    return (Finding("C10", f"pathway:{pathway.id}", "stages", sentence, fix),)


def _counts(milestone: Milestone, pathway: Pathway, catalogue: Catalogue) -> bool:
    """It awards a credential, a stage that asks for it does, or there is credit for it by agreement."""
    if milestone.awards or any(_credits(each, milestone) for each in catalogue.agreements.values()):
        return True
    return any(stage.awards and milestone in asked_by_stage(stage, catalogue) for stage in pathway.stages)


def _credits(agreement: Agreement, milestone: Milestone) -> bool:
    named = {node.what for node in walk(agreement.trigger) if isinstance(node, Have)}
    return agreement.kind == "credit" and f"milestone:{milestone.id}" in named
