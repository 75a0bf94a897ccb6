"""The tables that a learner's record is read from, for whoever keeps what was worked out of them."""

from throughline.apps.directory.row_versions import PERSON, THEIRS, Tables

_FACTS = f"(SELECT id FROM records_attainment t WHERE {THEIRS})"
_AWARDS = f"(SELECT id FROM records_award t WHERE {THEIRS})"
_SPOKEN = f"(SELECT id FROM records_endorsement t WHERE t.award_id IN {_AWARDS})"
_WORK = f"(SELECT id FROM records_evidence t WHERE {THEIRS})"
_VERSIONS = f"(SELECT id FROM records_evidenceversion t WHERE t.evidence_id IN {_WORK})"

FACTS: Tables = {
    "records_attainment": THEIRS,
    "records_attainmentmark": f"t.attainment_id IN {_FACTS}",
    "records_award": THEIRS,
    "records_awardmark": f"t.award_id IN {_AWARDS}",
    "records_exceptiongrant": THEIRS,
}
"""What progress is worked out from."""

RECORD: Tables = {
    **PERSON,
    **{name: FACTS[name] for name in FACTS if name != "records_exceptiongrant"},
    "records_evidence": THEIRS,
    "records_evidenceversion": f"t.evidence_id IN {_WORK}",
    "records_evidencefile": f"t.version_id IN {_VERSIONS}",
    "records_attainmentevidence": f"t.attainment_id IN {_FACTS}",
    "records_attestation": f"t.version_id IN {_VERSIONS}",
    "records_storedfile": f"t.digest IN (SELECT stored_id FROM records_evidencefile WHERE version_id IN {_VERSIONS})",
    "records_featured": THEIRS,
    "records_endorsement": f"t.award_id IN {_AWARDS}",
    "records_endorsementmark": f"t.endorsement_id IN {_SPOKEN}",
    "records_endorsementanswer": f"t.endorsement_id IN {_SPOKEN}",
    "records_neutralplace": THEIRS,
}
"""What the record is read from as people read it."""
