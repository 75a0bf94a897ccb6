"""`throughline impact`"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughline.project import zone
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.catalogue.catalogue import Catalogue
    from throughline.core.formats.population.impact_file import Tried
    from throughline.core.progress.population.impact_shown import CountsShown, ImpactShown

WHAT = "The draft was not tried."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds which draft, against which rules, on whose facts."""
    parser.add_argument(
        "--draft", type=Path, required=True, metavar="PATH",
        help="a file of documents by reference (JSON; null: retired), or the folder of the state as it would be",
    )  # fmt: skip
    parser.add_argument("--state", type=Path, metavar="DIR", help="the folder of the state as it is")
    parser.add_argument(
        "--facts", type=Path, metavar="FILE",
        help="facts of all learners (Parquet); without it, everyone in this installation's database",
    )  # fmt: skip
    parser.add_argument(
        "--decisions", type=Path, metavar="FILE", help="signed decisions about learners (Parquet)"
    )
    parser.add_argument(
        "--people", type=Path, metavar="FILE",
        help="who is on which pathway, in which group: columns learner, pathway, group (Parquet)",
    )  # fmt: skip
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="on which day (today)")
    parser.add_argument(
        "--smallest", type=int, metavar="N", help="hide groups below N (the state's own least)"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Tries a draft on everyone and prints who would gain and who would need more, small groups hidden."""
    if bool(arguments.facts) != bool(arguments.state):
        raise Problem(
            WHAT, where="--facts and --state", why="one of them alone does not say whose rules or whose facts.",
            next_step="Give both, or neither to try it on this installation's database.",
        )  # fmt: skip
    said = _on_files(arguments) if arguments.facts else _on_database(arguments)
    print(json.dumps(said, indent=1) if arguments.json else "\n".join(_in_words(said)))
    return 0


# -- on files alone


def _on_files(arguments: argparse.Namespace) -> dict[str, Any]:
    from throughline.core.formats.state_pack import PackErrors, read_pack

    try:
        from throughline.core.formats.population.facts_rows import FactsError
        from throughline.core.formats.population.impact_file import FileTrial, try_on_file
    except ImportError:
        raise Problem(
            WHAT, where="Parquet files", why="the package that reads them is not installed.",
            next_step="pip install 'throughline[population]'",
        ) from None  # fmt: skip
    try:
        state = read_pack(arguments.state).catalogue
        draft = _draft(arguments.draft, state)
        as_of = arguments.as_of or zone.today()
        work = FileTrial(state, draft, arguments.facts, as_of, arguments.decisions, arguments.people)
        found = try_on_file(work, _tell)
    except PackErrors as errors:
        print(errors, file=sys.stderr)
        raise Problem(WHAT, where="the state", why="its folder has faults.", next_step="Mend them.") from None
    except FactsError as error:
        raise Problem(WHAT, where=str(error.file), why=f"{error.why}.", next_step=f"{error.fix}.") from None
    return _of_files(found, as_of, arguments.smallest or state.state.smallest_group, len(draft))


def _draft(path: Path, state: Catalogue) -> dict[str, Any]:
    from throughline.core.formats.state_pack.drafts import NotADraft, read_draft

    try:
        return read_draft(path, state)
    except NotADraft as error:
        raise Problem(WHAT, where=error.where, why=f"{error.why}.", next_step=f"{error.fix}.") from None


def _of_files(found: Tried, as_of: date, smallest: int, documents: int) -> dict[str, Any]:
    from throughline.core.progress.population.impact_shown import shown, together

    pathways = {
        f"pathway:{name}": {
            "on": shown(found.on[name], smallest).as_json() if found.on.get(name) else None,
            "others": counts_json(together(found.others[name], smallest)) if name in found.others else None,
        }
        for name in found.pathways
    }
    rules = [
        {"rule": each.ref, "is": "new" if each.is_new else "gone" if each.goes else "changed"}
        | ({} if each.is_new or each.goes else shown([("", each.tally)], smallest).as_json())
        for each in found.rules
    ]
    return {
        "as_of": as_of.isoformat(), "documents": documents, "learners": found.learners, "smallest": smallest,
        "pathways": pathways, "rules": rules,
    }  # fmt: skip


def counts_json(each: CountsShown) -> dict[str, int | None]:
    """Counts as plain values."""
    return {"learners": each.learners, "gain": each.gain, "more": each.more, "same": each.same}


# -- on the database


def _on_database(arguments: argparse.Namespace) -> dict[str, Any]:
    from throughline.cli import installation

    installation.begin()
    from throughline.apps.advising.impacts import impact_of
    from throughline.apps.frameworks import queries as frameworks
    from throughline.core.progress.population.impact_shown import shown, together

    kept = frameworks.catalogue()
    draft = _draft(arguments.draft, kept)
    as_of = arguments.as_of or zone.today()
    found = impact_of(draft, on=as_of)
    smallest = arguments.smallest or kept.state.smallest_group
    on: ImpactShown = shown(found.regions, smallest)
    return {
        "as_of": as_of.isoformat(), "documents": len(draft), "smallest": smallest, "on": on.as_json(),
        "others": {name: counts_json(together(each, smallest)) for name, each in found.others},
        "stranded": list(found.stranded),
    }  # fmt: skip


# -- in words


def _in_words(said: Mapping[str, Any]) -> Iterator[str]:
    learners = f" on {said['learners']:,} learners" if "learners" in said else ""
    yield f"Tried{learners} as of {said['as_of']}; {said['documents']} documents change. Hidden: below {said['smallest']}."
    for name, each in said.get("pathways", {}).items():
        yield from _whole(f"{name}, those on it", each["on"])
        yield from _whole(f"{name}, everyone else", each["others"])
    if "on" in said:
        yield from _whole("Those on the pathways it touches", said["on"])
    for name, each in said.get("others", {}).items():
        yield from _whole(f"{name}, everyone else", each)
    for each in said.get("rules", ()):
        yield from (
            _whole(each["rule"], each) if each["is"] == "changed" else [f"{each['rule']}: {each['is']}"]
        )
    yield from said.get("stranded", ())


def _whole(title: str, each: Mapping[str, Any] | None) -> Iterator[str]:
    if each is None:
        return
    yield f"{title}: {_counted(each)}"
    for steps, many in each.get("steps", {}).items():
        yield f"  {_number(many)} need {steps} more"
    groups = each.get("groups", {})
    for group, counts in groups.items() if len(groups) > 1 else ():
        yield f"  {group or 'in no group'}: {_counted(counts)}"


def _counted(each: Mapping[str, Any]) -> str:
    return (
        f"{_number(each['learners'])} learners; {_number(each['gain'])} gain, {_number(each['more'])} would need more, "
        f"{_number(each['same'])} as before"
    )


def _number(n: int | None) -> str:
    return "(hidden)" if n is None else f"{n:,}"


def _tell(done: int, rows: int) -> None:
    print(f"{done:,} of {rows:,} facts", file=sys.stderr)
