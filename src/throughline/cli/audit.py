"""`throughline audit`"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from throughline.project import zone
from throughline.project.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds whose record, against what, and how to print it."""
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--learner", type=UUID, metavar="ID", help="a learner in the database")
    whose.add_argument(
        "--record", type=Path, metavar="FILE", help="a record in a file (YAML or JSON); needs --state"
    )
    parser.add_argument("--state", type=Path, metavar="DIR", help="the folder of the state whose rules count")
    parser.add_argument("--pathway", metavar="P", help="one pathway, explained (default: all, one line each)")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DAY", help="on which day, e.g. 2027-06-01"
    )
    parser.add_argument("--language", default="en", help="language of the words (default: en)")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Holds a record against one pathway, explained, or against all of them."""
    return _on_files(arguments) if arguments.record else _in_database(arguments)


def _on_files(arguments: argparse.Namespace) -> int:
    from throughline.core.catalogue.rulebook import RuleBook
    from throughline.core.formats.record_file import read_record
    from throughline.core.formats.state_pack import PackErrors, read_pack
    from throughline.core.progress.standing import stand

    if arguments.state is None:
        raise Problem(
            "The record was not audited.", where="--state", why="a record alone has no rules to be held against.",
            next_step="Name the state's folder, for example --state states/meridian.",
        )  # fmt: skip
    today = zone.today()
    try:
        found = read_record(arguments.record, today)
        catalogue = read_pack(arguments.state).catalogue
    except PackErrors as errors:
        print(errors)
        return 1
    as_of = arguments.as_of or found.as_of or today
    return _print(stand(found.record, RuleBook(catalogue, began=found.began), as_of), arguments)


def _in_database(arguments: argparse.Namespace) -> int:
    from throughline.cli import installation

    installation.begin()
    from throughline.apps.advising import queries as advising
    from throughline.apps.directory.actor import HOUSE, Refused
    from throughline.apps.frameworks.queries import NothingPublished

    now = datetime.now(UTC)
    on, pathway = arguments.as_of or zone.today(), arguments.pathway or ""
    try:
        standing = advising.standing_of(HOUSE, arguments.learner, now=now, on=on, pathway=pathway)
    except Refused as refused:
        raise Problem(
            "The record was not audited.", where=f"--learner {arguments.learner}", why=refused.why,
            next_step="Check the id.",
        ) from None  # fmt: skip
    except NothingPublished:
        raise Problem(
            "The record was not audited.", where="the database", why="no state is loaded yet.",
            next_step="Load one: throughline load states/meridian",
        ) from None  # fmt: skip
    return _print(standing, arguments)


def _print(standing: object, arguments: argparse.Namespace) -> int:
    from throughline.core.progress.audit import audit, audit_all
    from throughline.core.progress.report import as_json, as_text, summary_json
    from throughline.core.progress.standing import Standing

    assert isinstance(standing, Standing)
    catalogue = standing.program.rules.catalogue
    if arguments.pathway:
        name = arguments.pathway.removeprefix("pathway:")
        _refuse_unknown(name, list(catalogue.pathways))
        found = audit(name, standing)
        print(
            json.dumps(as_json(found), indent=2)
            if arguments.json
            else as_text(found, catalogue, arguments.language)
        )
        return 0
    every = audit_all(standing)
    if arguments.json:
        print(json.dumps([summary_json(each) for each in every], indent=2))
        return 0
    for each in every:
        print(
            f"{each.pathway:28} {each.milestones_met:3} of {each.milestones} milestones; at most {each.remaining} more steps"
        )
    return 0


def _refuse_unknown(name: str, known: list[str]) -> None:
    if name not in known:
        raise Problem(
            "The record was not audited.", where=f"--pathway {name}", why="the state has no pathway of that name.",
            next_step=f"Name one of: {', '.join(sorted(known))}.",
        )  # fmt: skip
