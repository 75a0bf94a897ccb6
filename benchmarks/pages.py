"""What a page costs: processor time, queries and bytes, beside a view that does nothing.

Run: `python -m benchmarks.pages [learners]`. Goals: 5 ms of processor time and 8 queries a page, the session's own
query counted. It fills a database of its own in a temporary folder (THROUGHLINE_DATA names another) with the demo
state. The least of many calls is shown, in processor time of this process: what else the machine does counts little.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

EVERYONE = (
    "/", "/map/", "/pathways/", "/pathways/?q=steel", "/pathways/medical-sciences/",
    "/pathways/compare/?p=ironworking&p=nursing", "/milestones/mathematics-1/", "/competencies/communication/",
    "/pathways/nursing/elsewhere/", "/published/", "/explore/",
)  # fmt: skip
LEARNER = (
    "/me/", "/me/progress/", "/me/progress/ironworking/", "/me/doors/", "/me/milestones/medical-benchmark-4/",
    "/me/plan/", "/me/looks/", "/me/record/", "/explore/", "/pathways/medical-sciences/", "/pathways/nursing/elsewhere/",
)  # fmt: skip
ADVISER = ("/advising/",)
CALLS = 30


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs. cpu: milliseconds of processor time, the least of `CALLS`. kept: drawn before."""

    who: str
    path: str
    cpu: float
    queries: int
    size: int
    kept: bool


def main(learners: int) -> None:
    """Prints a line for each page, as a table that documentation can take over."""
    _prepare(learners)
    print("| who | page | CPU ms | times an empty view | queries | bytes |")
    print("|---|---|---|---|---|---|")
    for who, key, paths in (
        ("anyone", "", EVERYONE),
        ("learner", "jason-16", LEARNER),
        ("adviser", "mr-okafor", ADVISER),
    ):
        client = _client(key)
        empty = _cost(client, who, "/empty")
        _say(empty, empty)
        for path in paths:
            found = _cost(client, who, path)
            _say(found, empty)
            if found.kept:
                _say(_drawn(client, who, path), empty)


def _prepare(learners: int) -> None:
    folder = tempfile.mkdtemp()
    # Registered first, so that it runs last: after the database in it has stopped.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("THROUGHLINE_DATA", folder)
    os.environ.setdefault(
        "THROUGHLINE_SECRET_KEY", "only for this benchmark, and for nothing else: " + "x" * 20
    )
    from throughline.cli import installation

    installation.begin("demo")
    installation.migrate()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.empty_view"
    settings.ALLOWED_HOSTS = ["*"]
    _fill(Path(__file__).resolve().parents[1] / "states" / "meridian", learners)


def _fill(folder: Path, learners: int) -> None:
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions
    from throughline.core.formats.state_pack import read_pack
    from throughline.demo import populate

    actions.publish(by=HOUSE, pack=read_pack(folder).catalogue, now=timezone.now())
    populate(folder, size=learners)


def _client(key: str) -> "Client":
    from django.contrib.auth import get_user_model
    from django.test import Client

    from throughline.apps.directory import queries as directory

    client = Client()
    if key:
        client.force_login(get_user_model().objects.get(pk=directory.account_of(key)))
    return client


def _cost(client: "Client", who: str, path: str) -> Cost:
    answer = _timed(client, path)[1]
    cpu = min(_timed(client, path)[0] for _ in range(CALLS))
    kept = "ETag" in answer.headers or (bool(_view_of(path)) and who != "anyone")
    return Cost(who, path, cpu, _queries(client, path), len(answer.content), kept)


def _view_of(path: str) -> Any:
    """The tables of a view that keeps a person's own pages; None for any other."""
    from django.urls import resolve

    return getattr(resolve(path.partition("?")[0]).func, "tables", None)


def _drawn(client: "Client", who: str, path: str) -> Cost:
    """The same page when nobody asked for it since something of it changed."""
    from throughline.apps.records.kept_views import views
    from throughline.web import keeping, keeping_own

    answer, cpu = _timed(client, path)[1], []
    for _ in range(CALLS):
        for store in (keeping, keeping_own, views):
            store.forget()
        cpu.append(_timed(client, path)[0])
    for store in (keeping, keeping_own, views):
        store.forget()
    return Cost(f"{who}, first", path, min(cpu), _queries(client, path), len(answer.content), False)


def _queries(client: "Client", path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return sum(1 for each in seen if each["sql"] not in ("BEGIN", "COMMIT"))


def _timed(client: "Client", path: str) -> tuple[float, Any]:
    start = process_time()
    answer = client.get(path)
    return (process_time() - start) * 1000, answer


def _say(cost: Cost, empty: Cost) -> None:
    page = f"`{cost.path}`" + (", kept" if cost.kept else "")
    print(
        f"| {cost.who} | {page} | {cost.cpu:.2f} | {cost.cpu / empty.cpu:.1f} | {cost.queries} | {cost.size:,} |",
        flush=True,
    )


def arguments(given: Sequence[str]) -> int:
    """How many learners."""
    return int(given[1]) if len(given) > 1 else 200


if __name__ == "__main__":
    main(arguments(sys.argv))
