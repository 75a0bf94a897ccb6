"""The demo's people: named ones from the state's pack, and a population from a seed, all through real actions."""

from throughline.demo.population import Populated, populate

__all__ = ["Populated", "populate"]
