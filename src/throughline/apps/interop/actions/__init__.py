"""Writes: look, map columns, apply, go on, undo; what was refused is tried again or set aside; bundles are made."""

from throughline.apps.interop.actions.applying import apply, go_on, undo
from throughline.apps.interop.actions.looking import Brought, look, map_columns, read_on
from throughline.apps.interop.actions.quarantine import retry, set_aside

__all__ = ["Brought", "apply", "go_on", "look", "map_columns", "read_on", "retry", "set_aside", "undo"]
