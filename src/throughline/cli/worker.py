"""`throughline worker`"""

from __future__ import annotations

import argparse

from throughline.cli import installation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--once`."""
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")


def run(arguments: argparse.Namespace) -> int:
    """Runs jobs until interrupted. What an earlier worker left half done is taken up first."""
    installation.begin()
    take_up()
    work(once=arguments.once)
    return 0


def take_up() -> None:
    """Asks for what an earlier worker may have left half done."""
    from procrastinate.exceptions import AlreadyEnqueued

    from throughline.apps.advising.tasks import (
        count_the_headline,
        find_those_to_call,
        look_for_missing_support,
        run_checks_on_what_is_certified,
    )
    from throughline.apps.interop.tasks import take_up_imports
    from throughline.apps.opportunities.tasks import take_up_batches
    from throughline.apps.records.tasks import sign_waiting
    from throughline.apps.registry.tasks import catch_up
    from throughline.apps.trail.tasks import ask_witnesses

    waiting = (
        take_up_batches, sign_waiting, take_up_imports, catch_up, run_checks_on_what_is_certified, ask_witnesses,
        find_those_to_call, count_the_headline, look_for_missing_support,
    )  # fmt: skip
    for each in waiting:
        try:
            each.defer()
        except AlreadyEnqueued:
            continue


def work(*, once: bool = False) -> None:
    """Runs the jobs that wait and those that come, until interrupted; once: ends with the last that waits."""
    from django.utils.module_loading import autodiscover_modules
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    autodiscover_modules("tasks")
    connector = app.connector
    assert isinstance(connector, DjangoConnector), "jobs are kept in the database of the pages"
    with app.replace_connector(connector.get_worker_connector()) as here:
        here.run_worker(wait=not once)
