"""Libraries that wallets and verifiers elsewhere are built on accept what this house issues: badge, record, status.

Runs where THROUGHLINE_PEERS names a folder in which this was done: `npm install @digitalbazaar/vc@7
@digitalbazaar/data-integrity @digitalbazaar/eddsa-rdfc-2022-cryptosuite @digitalbazaar/vc-bitstring-status-list
@digitalcredentials/vc`.
"""

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.awarding import awarding_state, the
from tests.factories import learner, load, person, show, teacher
from throughline.apps.records import actions, queries
from throughline.apps.records.credentials import addresses

pytestmark = pytest.mark.django_db
MULTIKEY = "https://w3id.org/security/multikey/v1"
SCRIPT = Path(__file__).with_name("issued_for_peers.mjs")
NEEDED = ("@digitalbazaar/vc", "@digitalbazaar/vc-bitstring-status-list", "@digitalcredentials/vc")


@pytest.fixture
def folder():
    """Where the peers are installed."""
    named = os.environ.get("THROUGHLINE_PEERS")
    if not named or shutil.which("node") is None:
        pytest.skip("THROUGHLINE_PEERS names no folder with the peers, or node is not here")
    absent = [name for name in NEEDED if not (Path(named) / "node_modules" / name).is_dir()]
    if absent:
        pytest.skip(f"not installed in {named}: {', '.join(absent)}")
    return Path(named)


def answers(folder, credentials, documents):
    script = folder / SCRIPT.name
    shutil.copyfile(SCRIPT, script)
    asked = json.dumps({"credentials": credentials, "documents": documents})
    done = subprocess.run(
        ["node", script.name],
        cwd=folder,
        input=asked,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def at_addresses(credentials, shared):
    """What stands at the addresses that these credentials name: contexts, keys, status lists."""
    index = json.loads((shared / "credentials" / "contexts" / "index.json").read_text())
    named = {url for each in credentials for url in each["@context"]} | {
        MULTIKEY,
        "https://www.w3.org/ns/did/v1",
    }
    found = {
        url: json.loads((shared / "credentials" / "contexts" / index[url]["file"]).read_text())
        for url in named
        if url in index
    }
    for each in credentials:
        found |= _keys(addresses.issuer_of(each["issuer"]["id"]))
        found |= _lists(each)
    return found


def _keys(issuer):
    document = queries.controller_document(issuer)
    methods = {m["id"]: {"@context": MULTIKEY, **m} for m in document["verificationMethod"]}
    return {document["id"]: document, **methods}


def _lists(credential):
    said = credential.get("credentialStatus", [])
    addresses_ = [each.get("statusListCredential") for each in (said if isinstance(said, list) else [said])]
    return {
        url: queries.status_list(*url.split("/")[-2:], now=timezone.now())[0]
        for url in filter(None, addresses_)
    }


@pytest.mark.covers("S001-R3.2d")
def test_two_libraries_elsewhere_accept_a_badge_and_a_record_and_refuse_them_changed(
    folder, shared_standards
):
    now = timezone.now()
    load(awarding_state(), now=now - timedelta(days=9))
    ana, clerk = learner(), person("Bea", ("registrar", "board"))
    show(ana, teacher(), "competency:numbers", "competency:reading", "competency:cells")
    badge = queries.credential_of(ana, the(ana, "numbers-badge").id, now=now)
    diploma = queries.credential_of(ana, the(ana, "foundation-diploma").id, now=now)
    licence = actions.issue(by=clerk, issuer="board", learner=ana.me, credential="trade-licence", now=now)
    held = queries.credential_of(ana, licence, now=now)
    actions.suspend(by=clerk, award=licence, cause="under_review", reason="A mix-up.", now=now)
    _, record = queries.own_file(ana, ana.me, now=now)
    children = record["credentialSubject"]["verifiableCredential"]
    credentials = {"badge": badge, "diploma": diploma, "suspended": held, "record": record}
    credentials |= {f"child {number}": each for number, each in enumerate(children)}
    changed = {
        "badge with another name": badge | {"name": "Medicine"},
        "record with a child left out": record
        | {"credentialSubject": record["credentialSubject"] | {"verifiableCredential": children[1:]}},
    }
    every = credentials | changed
    found = answers(folder, every, at_addresses(list(every.values()), shared_standards))
    assert set(found) == {"@digitalbazaar/vc", "@digitalcredentials/vc"}
    assert len(children) > 2
    for library, said in found.items():
        for name in every:
            assert said[name]["verified"] == (name in credentials), (library, name, said[name]["why"])
        assert (said["badge"]["set"], said["suspended"]["set"]) == ([], ["suspension"]), library
