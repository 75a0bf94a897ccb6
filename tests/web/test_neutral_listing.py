"""Nothing stands before another for where it leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughline.core.catalogue.structure import Structure
from throughline.core.formats.state_pack import Pack
from throughline.web.public.listing import listing


@pytest.mark.covers("T-15")
def test_the_catalogue_shows_a_trade_and_a_degree_in_one_order_whatever_each_leads_to(
    meridian_pack: Pack,
) -> None:
    catalogue = meridian_pack.catalogue
    names = sorted(catalogue.pathways)
    ends = [(catalogue.pathways[name].destinations, catalogue.pathways[name].stages) for name in names]
    swapped = {
        name: replace(catalogue.pathways[name], destinations=to, stages=by)
        for name, (to, by) in zip(names, reversed(ends), strict=True)
    }
    assert [swapped[name].destinations for name in names] != [each for each, _ in ends]
    assert _order(Structure(replace(catalogue, pathways=swapped))) == _order(Structure(catalogue))


def _order(structure: Structure) -> list[str]:
    return [row.pathway.id for row in listing(structure, {}).rows]
