"""What is claimed about batches: 10,000 credentials issued and half of them revoked, the worker killed in the middle
of each and taken up again.

    python -m benchmarks.credentials_batch [MANY]

Runs real processes on a database of its own in a temporary folder. Prints how long each part took and what is there at
the end: nothing lost, nothing doubled.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.house import test_batches_cut_off as batches
from throughline.project.embedded import Server


def main(many: int) -> int:
    """Issues, is killed, goes on, revokes half; 0 where every count is right."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home) / "data", durable=False)
        house = batches.environment(server.start(), home)
        try:
            return _run(house, many)
        finally:
            server.stop()


def _run(house: dict[str, str], many: int) -> int:
    _timed("people, file, look, yes", lambda: batches.run(house, "-c", batches.PREPARE, str(many)))
    killed = _timed(
        "issuing until the worker is killed", lambda: batches.work_until_killed(house, after=many // 3)
    )
    print(f"  killed while writing, after {killed:,} of {many:,} lines")
    _timed(
        "issuing the rest, signing all", lambda: batches.run(house, "-m", "throughline", "worker", "--once")
    )
    _timed("file of half of them, look, yes", lambda: batches.run(house, "-c", batches.REVOKE))
    again = _timed(
        "revoking until the worker is killed",
        lambda: batches.work_until_killed(house, after=many + many // 6),
    )
    print(f"  killed while writing, after {again - many:,} of {many // 2:,} lines")
    _timed("revoking the rest", lambda: batches.run(house, "-m", "throughline", "worker", "--once"))
    counts = batches.ask(
        house,
        "SELECT (SELECT count(*) FROM records_award), (SELECT count(DISTINCT learner_id) FROM records_award),"
        " (SELECT count(*) FROM records_award WHERE signed IS NOT NULL),"
        " (SELECT count(*) FROM records_awardmark), (SELECT count(DISTINCT award_id) FROM records_awardmark)",
    )
    print("issued, learners, signed, revoked, awards revoked:", ", ".join(f"{n:,}" for n in counts))
    inside = 0 < killed < many < again < many + many // 2
    return 0 if inside and counts == (many, many, many, many // 2, many // 2) else 1


def _timed(what: str, work):  # type: ignore[no-untyped-def]
    began = time.monotonic()
    found = work()
    print(f"{time.monotonic() - began:7.1f} s  {what}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
