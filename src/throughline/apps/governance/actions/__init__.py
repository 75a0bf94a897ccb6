"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.strategies import speak, write_strategy

__all__ = ["request_pathway", "speak", "write_strategy"]
