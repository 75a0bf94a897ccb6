"""What is kept of governing, a file a thing."""

from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.strategies import Strategy, StudentInput

__all__ = ["PathwayRequest", "Strategy", "StudentInput"]
