"""A vocational pathway may not ask for less of what is academic than the others do (S001-D11.9)."""

from __future__ import annotations

import pytest

from tests.spec.test_meridian_checks import sentences, with_stage
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.reading import read

WORK_ALONE = ["milestone:cert-site-safety", "milestone:iron-exam-structures", "milestone:iron-exam-drawings"]


@pytest.mark.covers("S001-D11.9", "C09")
def test_a_planted_weak_vocational_pathway_is_refused_and_the_academic_competencies_it_lacks_are_named(
    meridian_pack: Pack,
) -> None:
    state = meridian_pack.catalogue
    assert sentences("C09", "ironworking", state) == []
    weak = with_stage(state, "ironworking", "foundation", gate=read({"choose": WORK_ALONE}))
    (said,) = [
        each
        for each in sentences("C09", "ironworking", weak)
        if each.startswith("pathway:ironworking#foundation") and "academic competencies 4" in each
    ]
    assert said == (
        "pathway:ironworking#foundation asks for less than the same stage of the other pathways: academic competencies 4,"
        " in the middle of the others 13. Most of the others always ask for these academic competencies: Civic"
        " understanding, Data reasoning, Digital literacy, Historical thinking, Quantitative reasoning, Scientific"
        " inquiry, Communication in more than one language."
    )
