"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.seats import (
    NewTerm,
    announce_vacancy,
    end,
    fill,
    give_office,
    resign,
    said_of,
)
from throughline.apps.governance.actions.strategies import speak, write_strategy

__all__ = [
    "NewTerm", "announce_vacancy", "end", "fill", "give_office", "request_pathway", "resign", "said_of", "speak",
    "write_strategy",
]  # fmt: skip
