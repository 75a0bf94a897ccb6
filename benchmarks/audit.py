"""How long an audit takes: one learner against 200 pathways of about 40 milestones, and one pathway explained.

Run: `python -m benchmarks.audit [learners]`. Goals, 95th percentile: all pathways of one learner, from the bare record,
within 5 ms; one explained pathway within 0.5 ms once the record is read.
"""

import sys
from collections.abc import Callable, Iterable
from statistics import median, quantiles
from time import process_time

from benchmarks.made_state import DAY, catalogue, learners
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import Audit, audit, audit_all
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of one call."""
    start = process_time()
    work()
    return (process_time() - start) * 1000


def line(what: str, times: Iterable[float]) -> str:
    """Median, 95th percentile and longest, in words."""
    every = sorted(times)
    return f"{what:58} median {median(every):7.3f} ms  p95 {quantiles(every, n=20)[-1]:7.3f}  most {every[-1]:7.3f}"


def main(count: int) -> tuple[float, float]:
    """Prints the figures for so many learners; gives the 95th percentile in milliseconds of everything from the bare record,
    and of one pathway explained."""
    state = catalogue()
    book = RuleBook(state)
    program: list[Program] = []
    print(
        f"{'compile 200 pathways':58} {timed(lambda: program.append(Program(book, sorted(state.pathways)))):14.1f} ms"
    )
    records = list(learners(state, count))
    facts = sum(len(each.facts) for each in records) / len(records)
    print(
        f"{count} learners, {facts:.0f} facts each; milestones a pathway: {_milestones(program[0], state.pathways)}"
    )
    standings = [Standing(each, program[0], DAY) for each in records]
    print(
        line(
            "read a record and what follows from it",
            [timed(lambda r=r: Standing(r, program[0], DAY)) for r in records],
        )
    )
    print(line("200 pathways, read record", [timed(lambda s=s: audit_all(s)) for s in standings]))
    whole = [timed(lambda r=r: audit_all(Standing(r, program[0], DAY))) for r in records]
    print(line("200 pathways, from the bare record (goal 5)", whole))
    names = sorted(state.pathways)
    nobody = Standing(Record(), program[0], DAY)
    once = timed(lambda: [_explained(audit(name, nobody)) for name in names])
    print(f"{'explanations that are the same for everyone, made once':58} {once:14.1f} ms")
    fresh = [Standing(each, program[0], DAY) for each in records]
    one = [timed(lambda s=s, n=n: audit(names[n % len(names)], s)) for n, s in enumerate(fresh)]
    print(line("how one pathway stands, read record", one))
    fresh = [Standing(each, program[0], DAY) for each in records]
    one = [timed(lambda s=s, n=n: _explained(audit(names[n % len(names)], s))) for n, s in enumerate(fresh)]
    print(line("one pathway explained, read record (goal 0.5)", one))
    high = quantiles(whole, n=20)[-1], quantiles(one, n=20)[-1]
    fresh = [Standing(each, program[0], DAY) for each in records]
    theirs = [max(names, key=lambda name: len(program[0].milestones(name) & s.sure.counted)) for s in fresh]
    one = [timed(lambda s=s, n=n: _explained(audit(n, s))) for n, s in zip(theirs, fresh, strict=True)]
    print(line("the pathway they are on explained, read record", one))
    gates = [Standing(each, program[0], DAY) for each in records]
    gate = state.pathways[names[0]].stages[0].gate
    print(
        line(
            "its gate alone explained", [timed(lambda s=s: s.explain(gate, "pathway:p000#s")) for s in gates]
        )
    )
    done = sum(each.complete for s in standings for each in audit_all(s))
    print(f"complete pairs: {done} of {len(standings) * len(names)}")
    return high


def _explained(found: Audit) -> list[object]:
    """Everything an audit can explain, asked for."""
    destinations = [each.adds for each in found.destinations]
    behind = [each.outcome for each in found.milestones]
    return [
        found.entry,
        found.kept,
        *(stage.gate for stage in found.stages),
        *destinations,
        *behind,
        found.next,
    ]


def _milestones(program: Program, pathways: Iterable[str]) -> str:
    sizes = [len(program.milestones(name)) for name in pathways]
    return f"{min(sizes)} to {max(sizes)}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
