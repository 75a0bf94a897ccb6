"""The checker of proofs with one of its checks broken: each such checker is caught, by a lie that it believes or by a true
file that it does not. So every check it makes is one that something here depends on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.test_guarantee_proofs import LATER, PROMISES, proof, settled
from tests.apps.test_proof_files import state_keys
from tests.awarding import awarding_state, the
from tests.core.proofs import published
from tests.core.proofs.published import KEY, proof_file, saved_log
from tests.core.proofs.test_behind_milestones import both_ways
from tests.core.proofs.test_pathway_proofs import NAMES, TOTAL, of, state_of
from tests.factories import NOW, load, person
from throughline import check_proof
from throughline.apps.records import actions
from throughline.core.proofs.writing import sealed

pytestmark = pytest.mark.django_db
SOURCE = Path(check_proof.__file__).read_text()
File = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A file as it is put to a checker. true: whether it is to be believed."""

    file: File
    true: bool = False
    at: datetime = published.NOW
    keys: tuple[str, ...] = ()
    log: bytes = b""

    def told(self, checker: ModuleType) -> bool:
        data = json.dumps(self.file, ensure_ascii=False).encode()
        return bool(checker.answer(data, set(self.keys), self.at, [KEY.text()], self.log)[0])


def broken(old: str, new: str) -> ModuleType:
    """The checker with one place of it changed."""
    assert SOURCE.count(old) == 1, f"{SOURCE.count(old)} places hold {old!r}"
    made = ModuleType("broken_checker")
    exec(compile(SOURCE.replace(old, new), "broken_checker", "exec", dont_inherit=True), made.__dict__)
    return made


def with_stage(file: File, nth: int, **changed: Any) -> File:
    stages = [dict(each) for each in file["stages"]]
    stages[nth] |= changed
    return sealed({**file, "stages": stages})


def pathway_files() -> dict[str, Asked]:
    state = state_of(
        of(4, *NAMES), of(5, *NAMES), low=of(2, *NAMES[:3]), high=of(2, *NAMES[3:]), diploma="credential:two"
    )
    listed, refuted, behind = proof_file(state, "two"), proof_file(state, "two", 0), both_ways(200)
    first, second = listed["stages"]
    titled = [dict(each) for each in listed["documents"]]
    titled[0] = {**titled[0], "body": {**titled[0]["body"], "remedy": {"en": "Another one."}}}
    ends = timezone.localdate(published.NOW) + timedelta(days=30)
    limited = replace(state, agreements={k: replace(each, ends=ends) for k, each in state.agreements.items()})
    fewer = [*first["cases"][0]["opens"], "agreement:none"]
    signature = listed["log"]["signature"]
    forged = {**listed["log"], "signature": ("B" if signature[0] == "A" else "A") + signature[1:]}
    without = [
        each
        for each in listed["documents"]
        if each["reference"] in first["before"] or ":two" in each["reference"]
    ]
    shown = {"agreement:late": ["milestone:d0"]}
    return {
        "true list": Asked(listed, True),
        "true refutation": Asked(refuted, True),
        "true behind": Asked(behind, True),
        "true sum": Asked(
            proof_file(
                state_of(TOTAL, NAMES[0], one={"total": {**TOTAL["total"], "min": 5}}, two="credential:two"), "two"
            ),
            True,
        ),
        "seal": Asked({**listed, "seal": "00" * 32}),
        "text": Asked(sealed({**listed, "documents": titled})),
        "checkpoint": Asked(sealed({**listed, "log": forged})),
        "tomorrow": Asked(listed, at=published.NOW - timedelta(minutes=1)),
        "a way less": Asked(with_stage(listed, 0, cases=first["cases"][:-1])),
        "another promise": Asked(
            with_stage(listed, 0, cases=[{**first["cases"][0], "opens": fewer}, *first["cases"][1:]])
        ),
        "ended": Asked(proof_file(limited, "two"), at=published.NOW + timedelta(days=31)),
        "open before": Asked(
            with_stage(listed, 1, before={**second["before"], "agreement:diploma": [*NAMES[:5]]})
        ),
        "not passed": Asked(with_stage(listed, 1, before={**second["before"], "agreement:diploma": [NAMES[0]]})),
        "no end": Asked(with_stage(refuted, 0, chains=[[0]])),
        "a stage less": Asked(sealed({**listed, "stages": listed["stages"][:1], "documents": without})),
        "held by no rule": Asked(with_stage(behind, 1, before={**behind["stages"][1]["before"], **shown})),
        "withdrawn": Asked(
            listed, log=saved_log(state, {"reference": "agreement:low", "number": 2, "act": "retired"})
        ),
        "another log": Asked(listed, log=saved_log(limited)),
    }  # fmt: skip


def learner_files() -> dict[str, Asked]:
    state = awarding_state()
    load(replace(state, agreements={each.id: each for each in PROMISES}))
    ana, bo = settled(), settled("Bo")
    one, other, keys = proof(ana), proof(bo), tuple(state_keys())
    award = the(ana, "foundation-diploma")
    registrar = person("Reg", ("registrar", award.issuer))
    actions.revoke(by=registrar, award=award.id, cause="issued_in_error", reason="It was another's.", now=NOW)
    new = proof(bo, LATER)
    college, hospital, lab = one["guarantees"]
    stage = hospital["steps"][0]
    exam = hospital["finish"][-1]
    gate = next(place for place in stage["nodes"] if place.endswith("#foundation"))
    named = [{**one["credentials"][0], "name": "Another Diploma"}]
    without = [each for each in one["documents"] if each["reference"] != lab["id"]]

    def step(**changed: Any) -> File:
        steps = [{**stage, **changed.pop("stage", {})}, *hospital["steps"][1:]]
        return sealed({**one, "guarantees": [college, {**hospital, "steps": steps, **changed}, lab]})

    def less(*places: str) -> dict[str, str]:
        return {place: thing for place, thing in stage["nodes"].items() if place not in places}

    exam_at = next(place for place, thing in stage["nodes"].items() if thing == exam)
    lies = {
        "another's": sealed({**one, "credentials": other["credentials"], "statusLists": other["statusLists"]}),
        "taken back": sealed({**one, "issuers": new["issuers"], "statusLists": new["statusLists"]}),
        "from nothing": sealed(
            {**one, "guarantees": [college, {**hospital, "finish": [], "steps": hospital["steps"][-1:]}, lab]}
        ),
        "an exam less": step(stage={"nodes": less(exam_at)}, finish=hospital["finish"][:-1]),
        "no stage before": step(stage={"nodes": less(gate)}),
        "holder": sealed({**one, "holder": {**one["holder"], "id": "urn:uuid:" + "0" * 36}}),
        "credential": sealed({**one, "credentials": named}),
        "for nothing": sealed({**one, "guarantees": [{**college, "finish": ["milestone:tools"]}, hospital, lab]}),
        "shown for nothing": sealed({**one, "guarantees": [college, hospital], "documents": without}),
    }  # fmt: skip
    files = {name: Asked(file, at=LATER, keys=keys) for name, file in lies.items()}
    credentials = {
        "format": "throughline-proof-1", **{name: other[name] for name in ("issuers", "credentials", "statusLists")},
    }  # fmt: skip
    return files | {
        "true guarantees": Asked(one, True, LATER, keys),
        "true credentials": Asked(credentials, True, LATER, keys),
        "another state": Asked(one, at=LATER, keys=("z6MkOther",)),
        "run out": Asked(credentials, at=NOW + timedelta(days=8), keys=keys),
        "a credential altered": Asked({**credentials, "credentials": named}, at=LATER, keys=keys),
    }


MUTANTS: tuple[tuple[str, str, str], ...] = (
    ('need(file["seal"] ==', 'need(file["seal"] !=', "true list"),
    ('need(file["seal"] == sha256(canonical(rest)).hex(),', "need(True,", "seal"),
    ("need(made == self.root, f\"{ref}", "need(True, f\"{ref}", "text"),
    ("need(signed, \"The log did not", "need(True, \"The log did not", "checkpoint"),
    ("need(datetime.fromtimestamp(at, UTC) <= now,", "need(True,", "tomorrow"),
    ("need(shown == ways,", "need(True,", "a way less"),
    ("need(fits, \"A way does not open", "need(True, \"A way does not open", "another promise"),
    ("need(holds, f\"{ref} is not in force", "need(True, f\"{ref} is not in force", "ended"),
    ("need(not promises[ref].met(known),", "need(True,", "open before"),
    ("need(passed, \"A way", "need(True, \"A way", "not passed"),
    ("need(not known[-1],", "need(True,", "no end"),
    ("need([each[\"stage\"] for each in given] == wanted,", "need(True,", "a stage less"),
    ("need(rules.possible(known),", "need(True,", "held by no rule"),
    ("need(not newer,", "need(True,", "withdrawn"),
    ("need(\n                    made == self.root,", "need(\n                    True,", "another log"),
    (">= Decimal(", "< Decimal(", "true sum"),
    ("if name not in inside and", "if False and", "true behind"),
    ("self.add(-less, -of[-1], this)", "self.add(-less, of[-1], this)", "true refutation"),
    ("need(about[\"id\"] in holder[\"subjects\"],", "need(True,", "another's"),
    ("need(not marked(", "need(True or marked(", "taken back"),
    ("need(nodes and set(nodes.values()) <= known,", "need(True,", "from nothing"),
    ("need(rules.rule(by).stands(nodes),", "need(True,", "an exam less"),
    ("need(value == place or", "need(True or value == place or", "no stage before"),
    ("need(signed, \"What the state says", "need(True, \"What the state says", "holder"),
    ("need(gained - relied == {ref},", "need(True,", "for nothing"),
    ("need(held <= used,", "need(True,", "shown for nothing"),
    ("need(key in state_keys,", "need(True,", "another state"),
    ("need(until is None or self.now <= moment(until),", "need(True,", "run out"),
    ("return bool(bits[index // 8] >> (7 - index % 8) & 1)", "return True", "true credentials"),
    ("key=lambda name: name.encode(\"utf-16-be\")", "key=len", "true guarantees"),
    ("        return False\n    return True", "        return True\n    return True", "a credential altered"),
)  # fmt: skip
"""What is broken, in place of what, and the file by which it is caught."""


def test_every_checker_with_one_check_broken_is_caught():
    files = pathway_files() | learner_files()
    for name, asked in files.items():
        assert asked.told(check_proof) is asked.true, (name, asked.told(check_proof))
    missed = [
        (old, name) for old, new, name in MUTANTS if files[name].told(broken(old, new)) is files[name].true
    ]
    assert missed == []
    assert {name for _, _, name in MUTANTS} | {"credential"} == files.keys(), "each file catches one"
