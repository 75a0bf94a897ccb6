"""What the tests of negotiations share: the small state with promises, who speaks for whom, and terms to agree on."""

from dataclasses import replace

from tests.factories import NOW, load, person, words
from tests.offered import promised_state
from throughline.apps.opportunities.actions import negotiations
from throughline.core.catalogue import documents as d

COLLEGE, SCHOOL, GROUP = "college", "northside-high", "harbor-group"
WHY = {"": "Our students asked for it."}


def state_with_parties(**changes):
    """The small state with a community group in it."""
    pack = promised_state(**changes)
    group = d.Organization(GROUP, words("Harbor Group"), "community", "community", region="bay")
    return replace(pack, organizations={**pack.organizations, GROUP: group})


def parties():
    """The state is loaded; the registrar of the college, the principal of the school, the director of the group."""
    load(state_with_parties())
    return (
        person("Cora", ("registrar", COLLEGE)), person("Pia", ("principal", SCHOOL)), person("Gus", ("director", GROUP)),
    )  # fmt: skip


def terms(**changed):
    """Sets for sets, in plain JSON values: any two of three seen at the school or the group count at the college."""
    return {
        "id": "tools-count", "title": {"en": "Tools count"}, "kind": "recognition", "parties": [COLLEGE, SCHOOL, GROUP],
        "pathways": ["medicine"], "legal_status": "contract", "promise": {"en": "The college counts it."},
        "remedy": {"en": "The college counts it within ten days and says so."}, "owner": COLLEGE,
        "trigger": {"choose": {"min": 2, "of": ["milestone:numbers", "milestone:reading", "milestone:cells"]}},
        "sets": [{"id": "any-two", "of": ["milestone:numbers", "milestone:reading", "milestone:cells"], "min": 2,
                  "counts_as": ["course:college-skills"], "at": COLLEGE, "credits": {"credit": 6}}],
        **changed,
    }  # fmt: skip


def places(**changed):
    """Places at the college for whoever has the foundation diploma."""
    return {
        "id": "study-near", "title": {"en": "Study near"}, "kind": "admission", "parties": [COLLEGE, SCHOOL],
        "pathways": ["medicine"], "legal_status": "contract", "promise": {"en": "You have a place."}, "capacity": 1,
        "remedy": {"en": "Another within a year."}, "trigger": "credential:foundation-diploma", "shortage": "lottery",
        **changed,
    }  # fmt: skip


def signed_by_all(body, *people, now=NOW, reasons=None):
    """A draft that everyone signs in turn; gives the negotiation."""
    made = negotiations.begin(
        by=people[0][0], party=people[0][1], terms=body, reasons=reasons or WHY, now=now
    )
    for who, party in people:
        negotiations.sign(by=who, negotiation=made, party=party, number=1, now=now)
    return made
