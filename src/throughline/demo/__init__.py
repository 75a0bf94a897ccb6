"""The demo's people: named ones from the state's pack, and a population from a seed, all through real actions."""

from throughline.demo.people import at_noon
from throughline.demo.population import Populated, first_day, populate

__all__ = ["Populated", "at_noon", "first_day", "populate"]
