"""What a large framework in CASE costs: reading it, reading it again unchanged, and comparing it with a changed one.

Run: `python -m benchmarks.standards [items]` (100,000 unless told): so many items and as many associations, 2.7 kB an item
with its association, as in published packages. Processor time of this process, and the most memory that it ever held as a
whole (`ru_maxrss`), beside what OpenSALT gives itself for an import: 4,096 MB and 900 s (its `CaseImport` service), and the
body of 10 MB beyond which OpenCASE refuses a package.
"""

import json
import mmap
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from uuid import UUID

from throughline.core.formats import comparing
from throughline.core.formats.case import reading, writing

SERVICE = "https://standards.example.gov/ims/case/v1p1"
CHANGED = "2026-01-01T00:00:00+00:00"
WORDS = tuple(
    each
    for line in (
        "explain model ratio proportional relationship evidence community design measure argument compare quantity",
        "describe structure weld joint safety patient record care plan budget circuit current resistance reason",
    )
    for each in line.split()
)
DOCUMENT = str(UUID(int=5 << 64 | 4 << 76 | 8 << 60))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step took, in seconds of processor time, and the most memory of the process so far, in MB."""

    step: str
    seconds: float
    memory: int


def main(items: int) -> None:
    """Prints a line for each step, as a table that documentation can take over."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first.json"), Path(folder, "second.json")
        write(first, package(items))
        write(second, package(items, changed_every=100))
        print(f"{items:,} items, {items:,} associations, {first.stat().st_size / 1e6:.0f} MB.\n")
        print("| step | CPU s | memory MB |\n|---|---|---|")
        for cost in measured(first, second):
            print(f"| {cost.step} | {cost.seconds:.1f} | {cost.memory} |")
        print("| OpenSALT's limits for an import | 900 | 4096 |")


def measured(first: Path, second: Path) -> Iterator[Cost]:
    """The steps of a registry with a file that is new, with one that is the same, and with one that has changed."""
    with mapped(first) as old, mapped(second) as new:
        yield timed("read strictly", lambda: reading.read(old, name=first.name))
        package_read = reading.read(old, name=first.name)
        yield timed("give every row", lambda: [None for row in walked(package_read) if not row.body])
        yield timed("digest every row", lambda: sum(1 for row in walked(package_read) if comparing.mark(row)))
        yield timed("compare with itself", lambda: comparing.compare(package_read, package_read))
        changed = reading.read(new, name=second.name)
        yield timed("compare with one item in 100 changed", lambda: comparing.compare(package_read, changed))
        yield timed(
            "write as CASE 1.1", lambda: exhaust(writing.write(package_read, "case-1.1", changed=CHANGED))
        )


def package(items: int, *, changed_every: int = 0) -> Iterator[str]:
    """A package of CASE 1.1 in pieces: a tree of eight children each; every so manieth statement is another one."""
    random = Random(7)
    guids = [guid(random) for _ in range(items)]
    yield '{"CFDocument":' + json.dumps(document()) + ',"CFItems":[\n'
    for nth, own in enumerate(guids):
        statement = " ".join(random.choices(WORDS, k=45))
        if changed_every and nth % changed_every == 0:
            statement = f"Changed: {statement}"
        notes = " ".join(random.choices(WORDS, k=70))
        yield (",\n" if nth else "") + json.dumps(item(own, nth, statement, notes))
    yield '],"CFAssociations":[\n'
    for nth, own in enumerate(guids):
        above = guids[(nth - 1) // 8] if nth else DOCUMENT
        yield (",\n" if nth else "") + json.dumps(child_of(guid(random), own, above, nth))
    yield '],"CFDefinitions":{"CFConcepts":[],"CFSubjects":[],"CFLicenses":[],"CFItemTypes":[],"CFAssociationGroupings":[]}}'


def document() -> dict[str, Any]:
    return named("CFDocuments", DOCUMENT) | {
        "creator": "State of Example",
        "title": "A framework",
        "caseVersion": "1.1",
    }


def item(own: str, nth: int, statement: str, notes: str) -> dict[str, Any]:
    return named("CFItems", own) | {
        "fullStatement": statement, "humanCodingScheme": f"EX.{nth}", "notes": notes, "CFItemType": "Standard",
        "CFItemTypeURI": link("Standard", "CFItemTypes", DOCUMENT), "educationLevel": ["09", "10", "11", "12"],
        "conceptKeywords": ["ratio", "evidence"], "language": "en",
        "extensions": {"example": {"sources": [{"page": nth, "text": statement[:200]}]}},
    }  # fmt: skip


def child_of(own: str, child: str, above: str, nth: int) -> dict[str, Any]:
    return named("CFAssociations", own) | {
        "originNodeURI": link(f"EX.{nth}", "CFItems", child), "associationType": "isChildOf",
        "destinationNodeURI": link("above", "CFItems", above), "sequenceNumber": nth % 8 + 1,
    }  # fmt: skip


def named(kind: str, own: str) -> dict[str, Any]:
    return {"identifier": own, "uri": f"{SERVICE}/{kind}/{own}", "lastChangeDateTime": CHANGED}


def link(title: str, kind: str, own: str) -> dict[str, str]:
    return {"title": title, "identifier": own, "uri": f"{SERVICE}/{kind}/{own}"}


def guid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def write(file: Path, pieces: Iterator[str]) -> None:
    with file.open("w") as opened:
        opened.writelines(pieces)


def mapped(file: Path) -> mmap.mmap:
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def walked(read: Any) -> Iterator[Any]:
    yield from read.items
    yield from read.associations


def exhaust(pieces: Iterator[bytes]) -> None:
    while any(True for _ in islice(pieces, 1000)):
        pass


def timed(step: str, act: Callable[[], Any]) -> Cost:
    began = process_time()
    act()
    return Cost(step, process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
