"""No caller is forgotten: whatever may add to a record is done inside the one door that opens offers.

Which actions add to a record is worked out from the code of `records` itself, by who calls whom down to the rows; then
every call of one of them above `records` has to stand inside `with opening(...)`, or inside another action that does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "throughline"
RECORDS = SOURCE / "apps" / "records"
ABOVE = ("web", "api", "cli", "demo", "apps/advising", "apps/interop", "apps/opportunities")
ROWS = {
    "Attainment.objects.bulk_create", "Attainment.objects.create", "Award.objects.bulk_create",
    "Award.objects.create", "ExceptionGrant.objects.create", "AwardMark.objects.create",
}  # fmt: skip
"""What writes the rows that records are read from (a reinstated award is one again)."""
KEEPS = {("facts", "keep"), ("credentials/issuing", "keep")}
TAKES_AWAY = {"withdraw", "revoke", "revoke_many", "suspend", "appeal", "bring"}
"""What adds nothing: it marks, questions, or only reads a file."""
BY_THE_DOOR = "apps/opportunities/actions/stays.py"
"""What the door itself does before it opens offers; its other callers are held to it below."""
ALSO = {"join": "directory/joining.py"}
"""Two records that are joined are one that holds more."""


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def functions(folder: Path) -> Iterator[tuple[str, str, set[str]]]:
    """Each function of a folder: its module, its name, what it calls, resolved by its imports."""
    for file in sorted(folder.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        module = str(file.relative_to(folder).with_suffix(""))
        known = imported(tree(file))
        for each in tree(file).body:
            if isinstance(each, ast.FunctionDef):
                called = {resolved(c.func, known) for c in ast.walk(each) if isinstance(c, ast.Call)}
                named = {name.id for name in ast.walk(each) if isinstance(name, ast.Name)}
                yield module, each.name, called | {f"{module}.{name}" for name in _behind(named, tree(file))}


def _behind(named: set[str], module: ast.Module) -> set[str]:
    """Names a function uses, and what stands behind those that are tables of functions (`WORK[kind]`)."""
    tables = {
        target.id: {name.id for name in ast.walk(each) if isinstance(name, ast.Name)}
        for each in module.body
        if isinstance(each, ast.Assign | ast.AnnAssign)
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
        if isinstance(target, ast.Name)
    }
    return named.union(*(tables[name] for name in named if name in tables))


def imported(module: ast.Module) -> dict[str, str]:
    """What a module's names stand for, within `records`: `actions/attaining.attest`."""
    found = {}
    for each in ast.walk(module):
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("throughline.apps.records"):
            where = (each.module or "").removeprefix("throughline.apps.records").strip(".").replace(".", "/")
            for name in each.names:
                found[name.asname or name.name] = f"{where}.{name.name}" if where else name.name
    return found


def resolved(function: ast.expr, known: dict[str, str]) -> str:
    text = ast.unparse(function)
    head, _, rest = text.partition(".")
    if head not in known:
        return text
    base = known[head]
    return f"{base.replace('.', '/')}.{rest}" if rest else base


@cache
def adding() -> frozenset[str]:
    """The public actions of `records` that may add to a record."""
    every = list(functions(RECORDS))
    grows = {(m, n) for m, n, calls in every if {c.removeprefix("models/") for c in calls} & ROWS} | KEEPS
    while True:
        names = {f"{m}.{n}" for m, n in grows}
        more = {(m, n) for m, n, calls in every if calls & names} - grows
        if not more:
            break
        grows |= more
    public = {n for m, n in grows if m.startswith("actions/") and not n.startswith("_")}
    return frozenset(public - TAKES_AWAY | set(ALSO))


def callers() -> Iterator[tuple[str, int, str, bool]]:
    """Each mention of such an action above `records`: file, line, action, and whether it stands inside the door."""
    for folder in ABOVE:
        for file in sorted((SOURCE / folder).rglob("*.py")):
            if (
                str(file.relative_to(SOURCE)) == BY_THE_DOOR
                or "migrations" in file.parts
                or "records" not in file.read_text() + "joining"
            ):
                continue
            known = {**imported(tree(file)), **_joining(tree(file))}
            for node, inside in in_the_door(tree(file)):
                action = resolved(node, known).rpartition(".")[2]
                if action in adding() and ast.unparse(node).partition(".")[0] in known:
                    yield str(file.relative_to(SOURCE)), node.lineno, action, inside


def _joining(module: ast.Module) -> dict[str, str]:
    named = {
        alias.asname or alias.name
        for each in ast.walk(module)
        if isinstance(each, ast.ImportFrom) and each.module == "throughline.apps.directory"
        for alias in each.names
    }
    return {"joining": "joining"} if "joining" in named else {}


def walked(node: ast.AST, *, inside: bool) -> Iterator[tuple[ast.expr, bool]]:
    """Every called expression below a node, and whether it stands inside `with opening(...)`."""
    if isinstance(node, ast.With) and any(
        ast.unparse(i.context_expr).startswith("opening(") for i in node.items
    ):
        inside = True
    if isinstance(node, ast.Call):
        yield node.func, inside
    for child in ast.iter_child_nodes(node):
        yield from walked(child, inside=inside)


def in_the_door(module: ast.Module) -> Iterator[tuple[ast.expr, bool]]:
    """The same for a whole module; a private function counts as inside where all that call it do."""
    own = [each for each in module.body if isinstance(each, ast.FunctionDef) and each.name.startswith("_")]
    within = {each.name for each in own if _only_called_inside(each.name, module)}
    for each in module.body:
        inside = isinstance(each, ast.FunctionDef) and each.name in within
        yield from walked(each, inside=inside)


def _only_called_inside(name: str, module: ast.Module) -> bool:
    calls = [inside for node, inside in walked(module, inside=False) if ast.unparse(node) == name]
    return bool(calls) and all(calls)


def test_the_actions_that_add_to_a_record_are_the_ones_a_reader_would_name():
    assert adding() >= {
        "attest", "attest_many", "judge", "sign", "close_exhibition", "decide", "answer_correction", "bring_scores",
        "bring_record", "grant_exception", "issue", "issue_many", "issue_due", "issue_anew", "ask_for", "stand_on",
        "go_on", "join",
    }  # fmt: skip


def test_every_call_that_may_add_to_a_record_stands_inside_the_door():
    found = list(callers())
    assert {action for _, _, action, _ in found} >= {
        "judge",
        "sign",
        "attest_many",
        "decide",
        "go_on",
        "join",
    }
    outside = [f"{file}:{line} {action}" for file, line, action, inside in found if not inside]
    assert outside == []


def test_what_the_door_settles_itself_is_settled_nowhere_outside_of_it():
    found = [
        (str(file.relative_to(SOURCE)), inside)
        for file in sorted(SOURCE.rglob("*.py"))
        if "stays" in file.read_text()
        for node, inside in in_the_door(tree(file))
        if ast.unparse(node) in ("stays.settle", "stays.settle_ended")
    ]
    assert ("apps/opportunities/actions/opening.py", False) in found
    assert [each for each in found if not each[1]] == [("apps/opportunities/actions/opening.py", False)]


@pytest.mark.parametrize("planted", ["actions.judge(by=1)", "actions.recognizing.decide(by=1)"])
def test_a_planted_call_is_seen_outside_the_door_and_inside_it(planted):
    head = "from throughline.apps.records import actions\ndef f():\n"
    for body, inside in (
        (f"    {planted}\n", False),
        (f"    with opening(now=1):\n        {planted}\n", True),
    ):
        module = ast.parse(head + body)
        found = [
            within for node, within in walked(module, inside=False)
            if resolved(node, imported(module)).rpartition(".")[2] in adding()
        ]  # fmt: skip
        assert found == [inside]
