"""What a long record costs: its page, its signed file and its transcript, beside a view that does nothing.

Run: `python -m benchmarks.record [entries]` (300 unless told). It fills a database of its own in a temporary folder with
the demo state and gives one learner so many confirmed facts. Least of several calls, in processor time of this process.
"kept": asked for again while nothing changed; "after a change": one fact was added since it was looked at.
"""

import sys
from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.pages import Cost, _client, _cost, _drawn, _prepare, _queries

if TYPE_CHECKING:
    from django.test import Client

PAGES = (
    "/me/record/", "/me/record/competency/communication/", "/me/record/resume/", "/me/shares/new/?for=college",
)  # fmt: skip
KEPT_FILES = ("/me/record/record.json", "/me/record/record.pdf")
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
        found = _cost(client, "learner", path)
        _say(found, empty)
        if found.kept:
            _say(_changed(client, path), empty)
            _say(_drawn(client, "learner", path), empty)
    for path in FILES:
        _say(_file(client, path, anew=True), empty)
        if path in KEPT_FILES:
            _say(_changed(client, path), empty)
            _say(_file(client, path, anew=False), empty)


def _changed(client: "Client", path: str) -> Cost:
    """The first look after one fact was added, in a process that knew the record before."""
    from django.utils import timezone

    from throughline.apps.directory import queries as directory
    from throughline.apps.records import actions
    from throughline.apps.records.facts import NewFact

    cpu, queries, now = list[float](), list[int](), timezone.now()
    learner, by = directory.actor_named(KEY, on=now.date()), directory.actor_named("ms-ortiz", on=now.date())
    client.get(path)
    for nth in range(20):
        fact = NewFact(learner.me, f"course:later-{nth}-{hash(path)}", now.date() - timedelta(days=1))
        actions.attest(by=by, fact=fact, now=timezone.now())
        if nth % 2:
            queries.append(_queries(client, path))
            continue
        began = process_time()
        answer = client.get(path)
        cpu.append((process_time() - began) * 1000)
    return Cost("learner, after a change", path, min(cpu), max(queries), len(answer.content), False)


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


def _file(client: "Client", path: str, *, anew: bool) -> Cost:
    """A file made anew, or handed out again; three calls are enough to see what the making takes."""
    from throughline.apps.records.models import KeptFile

    cpu: list[float] = []
    for _ in range(3 if anew else 30):
        if anew:
            KeptFile.objects.all().delete()
        began = process_time()
        answer = client.get(path)
        cpu.append((process_time() - began) * 1000)
    if anew:
        KeptFile.objects.all().delete()
    return Cost("learner", path, min(cpu), _queries(client, path), len(answer.content), not anew)


def _say(found: Cost, empty: Cost) -> None:
    change = ", after a change" if found.who.endswith("change") else ""
    name = f"`{found.path}`" + (", kept" if found.kept else change)
    times = f"{found.cpu / empty.cpu:.0f}"
    print(f"| {name} | {found.cpu:.1f} | {times} | {found.queries} | {found.size:,} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
