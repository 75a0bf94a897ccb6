"""`throughline revoke`"""

from __future__ import annotations

import argparse

from throughline.cli import batches


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what every batch asks for."""
    batches.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Looks at a file of credentials to revoke, and does it after a yes."""
    return batches.run(arguments, "revoke")
