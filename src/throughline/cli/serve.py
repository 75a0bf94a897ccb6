"""`throughline serve`"""

from __future__ import annotations

import argparse
import os

from throughline.cli import installation
from throughline.cli.listening import address_arguments, listen, refuse_taken_port
from throughline.cli.progress import say
from throughline.project.problem import Problem

REQUIRED = {
    "THROUGHLINE_SECRET_KEY": "a long random text that only this installation knows",
    "THROUGHLINE_HOSTS": "the names people reach this installation by, separated by commas",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the address."""
    address_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serves an installation until interrupted."""
    _refuse_unset()
    refuse_taken_port(arguments.host, arguments.port)
    installation.begin()
    _refuse_unmigrated()
    if not os.environ.get("THROUGHLINE_STATIC_ROOT"):
        _collect_static()
    say(f"Serving on {arguments.host}:{arguments.port}. Stop with Ctrl-C.")
    listen(arguments.host, arguments.port)
    return 0


def _refuse_unset() -> None:
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        raise Problem(
            "This installation is not set up yet.",
            where=f"environment variables {', '.join(missing)}",
            why="; ".join(f"{name} must be {REQUIRED[name]}" for name in missing) + ".",
            next_step="set them and start again, or run `throughline demo` to look around first.",
        )


def _refuse_unmigrated() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Problem(
            "The database is older than this version of Throughline.",
            where=f"database {connection.settings_dict['NAME']!r}",
            why=f"{len(waiting)} changes to its tables have not been made yet.",
            next_step="make a backup, run `throughline migrate`, and start again.",
        )


def _collect_static() -> None:
    from django.core.management import call_command

    from throughline.project import assets

    assets.ensure()
    say("Preparing the static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
