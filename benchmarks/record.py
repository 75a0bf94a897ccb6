"""What a long record costs: its page, its signed file and its transcript, beside a view that does nothing.

Run: `python -m benchmarks.record [entries]` (300 unless told). It fills a database of its own in a temporary folder with
the demo state and gives one learner so many confirmed facts. Least of several calls, in processor time of this process.
"""

import sys
from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.pages import Cost, _client, _cost, _prepare

if TYPE_CHECKING:
    from django.test import Client

PAGES = (
    "/me/record/", "/me/record/competency/communication/", "/me/record/resume/", "/me/shares/new/?for=college",
)  # fmt: skip
FILES = ("/me/record/record.json", "/me/record/record.pdf", "/me/record/everything.zip")
KEY = "jason-16"


def main(entries: int) -> None:
    """Prints a line for each page and file, as a table that documentation can take over."""
    _prepare(20)
    _fill(entries)
    client = _client(KEY)
    empty = _cost(client, "learner", "/empty")
    print(f"A record of {_held()} entries.\n")
    print("| what | CPU ms | times an empty view | queries | bytes |\n|---|---|---|---|---|")
    for path in PAGES:
        _say(_cost(client, "learner", path), empty)
    for path in FILES:
        _say(_file(client, path), empty)


def _fill(entries: int) -> None:
    """So many facts in all, of every kind a record has, on different days."""
    from django.utils import timezone

    from throughline.apps.directory import queries as directory
    from throughline.apps.frameworks import queries as frameworks
    from throughline.apps.records import actions
    from throughline.apps.records.facts import NewFact

    now = timezone.now()
    learner, by = directory.actor_named(KEY, on=now.date()), directory.actor_named("ms-ortiz", on=now.date())
    known = [f"competency:{name}" for name in sorted(frameworks.catalogue().competencies)]
    made = known + [f"experience:project-{n}" for n in range(entries // 6)]
    made += [f"course:course-{n}" for n in range(entries // 6)]
    facts = [
        NewFact(
            learner.me, what, now.date() - timedelta(days=nth), level=2 if what in known else None,
            note="Shown in class, with a model and a talk.",
        )
        for nth, what in zip(range(entries - _held()), made * entries)
    ]  # fmt: skip
    actions.attest_many(by=by, facts=facts, now=now)


def _held() -> int:
    from django.utils import timezone

    from throughline.apps.directory import queries as directory
    from throughline.apps.records import queries

    learner = directory.actor_named(KEY, on=timezone.localdate())
    return len(queries.own_record(learner, learner.me, now=timezone.now()).lines)


def _file(client: "Client", path: str) -> Cost:
    """A file is made anew each time; three calls are enough to see what it takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu: list[float] = []
    for _ in range(3):
        began = process_time()
        answer = client.get(path)
        cpu.append((process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    return Cost("learner", path, min(cpu), len(seen), len(answer.content), False)


def _say(found: Cost, empty: Cost) -> None:
    print(
        f"| `{found.path}` | {found.cpu:.1f} | {found.cpu / empty.cpu:.0f} | {found.queries} | {found.size:,} |"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
