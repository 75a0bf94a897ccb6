"""Puts the third-party web assets in place before a wheel is built, so that the wheel carries them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebAssets(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # A checkout installed for work fetches its assets when it first runs.
        if self.target_name == "wheel" and version != "editable":
            sys.path.insert(0, str(Path(self.root) / "src"))
            from throughline.project.assets import ensure

            ensure()
