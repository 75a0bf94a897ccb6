"""Writes of governing, a file a thing."""

from throughline.apps.governance.actions.profiles import bring_back_profile, publish_profile
from throughline.apps.governance.actions.requests import request_pathway
from throughline.apps.governance.actions.strategies import speak, write_strategy

__all__ = ["bring_back_profile", "publish_profile", "request_pathway", "speak", "write_strategy"]
