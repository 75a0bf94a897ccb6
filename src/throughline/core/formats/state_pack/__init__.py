"""A state as a folder of YAML files: read, checked, and written as JSON bodies.

The format is described in docs/reference/state-format.md.
"""

from throughline.core.formats.state_pack.errors import PackError, PackErrors, Place
from throughline.core.formats.state_pack.pack import Pack, read_pack
from throughline.core.formats.state_pack.walking import references

__all__ = ["Pack", "PackError", "PackErrors", "Place", "read_pack", "references"]
