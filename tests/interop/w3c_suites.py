"""Runs the W3C's own suites of tests against this house and says what passed, what did not, and why.

    python tests/interop/w3c_suites.py FOLDER [--install]

FOLDER holds, unpacked: vc-data-model-2.0-test-suite, vc-di-eddsa-test-suite (w3c), vc-test-suite-implementations (w3c) and
data-integrity-test-suite-assertion (w3c-ccg). --install brings what they need from npm, with the last two taken from the
folder. The house is started for itself with THROUGHLINE_VC_API=on, and ended with the run; nothing else is asked.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITES = ("vc-data-model-2.0-test-suite", "vc-di-eddsa-test-suite")
LOCAL = ("vc-test-suite-implementations", "data-integrity-test-suite-assertion")
SERVER = """
import django, sys
from django.conf import settings
settings.configure(DEBUG=False, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF="throughline.api.doors.vc_api",
                   SECRET_KEY="one-run", MIDDLEWARE=[], INSTALLED_APPS=[], USE_TZ=True)
django.setup()
from wsgiref.simple_server import make_server, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
class Quiet(WSGIRequestHandler):
    def log_message(self, *told): pass
make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), handler_class=Quiet).serve_forever()
"""
KNOWN = {
    "The value of the relatedResource property MUST be one or more objects of the following form:":
        "The suite's digest of https://www.w3.org/ns/credentials/v2 is not the one that the recommendation itself publishes"
        " (appendix B.1: 59955ced...); a digest that contradicts the resource is an error (section 5.3).",
}  # fmt: skip
"""Tests that do not pass, by their title, each with the reason."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite came to. failed: title and message of each."""

    suite: str
    passed: int
    skipped: int
    failed: tuple[tuple[str, str], ...]

    @property
    def unexplained(self) -> tuple[tuple[str, str], ...]:
        """Failures for which no reason is known."""
        return tuple(each for each in self.failed if each[0] not in KNOWN)


def missing(folder: Path) -> str:
    """What is not there for a run; empty where all is."""
    if shutil.which("npx") is None:
        return "Node and npm are not here"
    gone = [name for name in (*SUITES, *LOCAL) if not (folder / name / "package.json").is_file()]
    if gone:
        return f"{folder} does not hold {', '.join(gone)}"
    bare = [name for name in SUITES if not (folder / name / "node_modules").is_dir()]
    return f"{', '.join(bare)}: run once with --install" if bare else ""


def install(folder: Path) -> None:
    """Brings what the suites need from npm; what they take from elsewhere is taken from the folder."""
    for name in SUITES:
        file = folder / name / "package.json"
        package = json.loads(file.read_text())
        for kind in ("dependencies", "devDependencies"):
            for local in LOCAL:
                if local in package.get(kind, {}):
                    package[kind][local] = f"file:{(folder / local).resolve()}"
        file.write_text(json.dumps(package, indent=2))
        command = ["npm", "install", "--ignore-scripts", "--install-links", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder / name, check=True)


@contextmanager
def house() -> Iterator[str]:
    """This house's VC API on a port of its own, alone, while the run lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/vc-api/credentials/issue")
        yield f"http://127.0.0.1:{port}/vc-api"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the house did not start within half a minute")


def configure(folder: Path, base: str) -> None:
    """Tells the suites where the house stands, and that they shall ask nobody else."""
    both = {"vc": ["1.1", "2.0"]}
    name = "did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"
    at = {"id": name, "supports": both}
    house = {
        "name": "Throughline", "implementation": "Throughline",
        "issuers": [
            at | {"endpoint": f"{base}/credentials/issue", "tags": ["vc2.0", "eddsa-rdfc-2022"]},
            at | {"endpoint": f"{base}/eddsa-jcs-2022/credentials/issue", "tags": ["eddsa-jcs-2022"]},
        ],
        "verifiers": [at | {"endpoint": f"{base}/credentials/verify",
                            "tags": ["vc2.0", "eddsa-rdfc-2022", "eddsa-jcs-2022"]}],
        "vpVerifiers": [{"id": name, "endpoint": f"{base}/presentations/verify", "tags": ["vc2.0"]}],
    }  # fmt: skip
    settings = {"enableInteropTests": False, "testAllImplementations": False}
    written = json.dumps({"settings": settings, "implementations": [house]}, indent=2)
    for suite in SUITES:
        (folder / suite / "localConfig.cjs").write_text(f"module.exports = {written};\n")


def run(folder: Path, suite: str) -> Outcome:
    """One suite, run."""
    command = [
        "npx",
        "--no-install",
        "mocha",
        "tests/",
        "--timeout",
        "15000",
        "--preserve-symlinks",
        "--reporter",
        "json",
    ]
    done = subprocess.run(command, cwd=folder / suite, capture_output=True, text=True, timeout=1200)
    # Some tests print; the reporter's object is the last that begins a line.
    told = json.loads(done.stdout[done.stdout.index('{\n  "stats"') :])
    failed = tuple((each["title"], each["err"].get("message", "")[:300]) for each in told["failures"])
    return Outcome(suite, told["stats"]["passes"], told["stats"]["pending"], failed)


def run_all(folder: Path) -> list[Outcome]:
    """Every suite, against the house."""
    with house() as base:
        configure(folder, base)
        return [run(folder, suite) for suite in SUITES]


def _lines(found: Outcome) -> str:
    total = found.passed + len(found.failed)
    skipped = f", {found.skipped} skipped" if found.skipped else ""
    told = [f"{found.suite}: {found.passed} of {total} passed{skipped}"]
    told += [f"  not passed: {title}\n    {KNOWN.get(title) or message}" for title, message in found.failed]
    return "\n".join(told) + "\n"


def main(arguments: list[str]) -> int:
    """What every suite came to, on the terminal; 0 where nothing failed without a known reason."""
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    folder = Path(arguments[0]).resolve()
    if "--install" in arguments:
        install(folder)
    if gone := missing(folder):
        sys.exit(f"The suites cannot run: {gone}.")
    found = run_all(folder)
    for each in found:
        sys.stdout.write(_lines(each))
    return 1 if any(each.unexplained for each in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
