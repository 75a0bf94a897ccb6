"""Labor data: occupations, what they earn, what is projected, which studies lead there, as their publishers give them."""

from throughline.core.formats.labor.editions import KINDS, editions_of
from throughline.core.formats.labor.faults import Fault, Unreadable
from throughline.core.formats.labor.rows import Edition, Kind, Terms

__all__ = ["KINDS", "Edition", "Fault", "Kind", "Terms", "Unreadable", "editions_of"]
