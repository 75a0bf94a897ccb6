"""The pages of proofs and of the log: anyone can check all of it with what stands on the page, and nothing else."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.test_walks import sign_in
from throughline import check_proof

SHIM = (
    "#!/bin/sh\nexec '{python}' -c 'import sys; from throughline.cli import main; sys.exit(main())' \"$@\"\n"
)
ALIAS = "#!/bin/sh\nexec '{python}' \"$@\"\n"


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def commands(page: str) -> list[str]:
    """Every command that a page prints, as somebody would copy it."""
    return [
        html.unescape(each) for each in re.findall(r"<code>((?:throughline|curl|python).*?)</code>", page)
    ]


NO_NETWORK = """
import socket
def refuse(*given, **named):
    raise OSError("there is no network here")
socket.socket.connect = socket.getaddrinfo = refuse
"""


@pytest.mark.covers("X09", "X02")
def test_a_stranger_with_only_the_page_and_an_empty_folder_checks_everything_in_five_minutes(demo, tmp_path):
    """Each command as it stands on the page, in its order; those that name no address with the network off."""
    began = time.monotonic()
    asked = [each for each in commands(read(f"{demo}/log/check/")) if not each.startswith("pip")]
    service = [each for each in asked if "--serve" in each]
    asked = [each for each in asked if each not in service]
    assert [each.split()[2] for each in asked if each.startswith("throughline log")] == [
        "save", "verify", "monitor", "monitor", "witness-key", "witness",
    ]  # fmt: skip
    folder = tmp_path / "empty"
    folder.mkdir()
    said, offline = {}, 0
    for each in asked:
        without = demo not in each
        offline += without
        run = subprocess.run(
            each, shell=True, cwd=folder, env=stranger(tmp_path, without), capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        assert run.returncode == 0, (each, run.stdout, run.stderr)
        said[" ".join(each.split()[:3])] = run.stdout
    assert "Whole: the entries give the signed root" in said["throughline log verify"]
    assert "Nothing before was changed." in said["throughline log monitor"]
    assert "cosigned." in said["throughline log witness"]
    assert said["python3 check_proof.py proof.json"].startswith("PROVEN\npathway:")
    assert offline >= 3, "checking needs no network; only fetching does"
    _serves(service[0], folder, stranger(tmp_path, False))
    assert time.monotonic() - began < 300


def stranger(folder: Path, offline: bool) -> dict[str, str]:
    """The environment of somebody who has the program and nothing else of this house."""
    tools = folder / "tools"
    if not tools.exists():
        (tools / "offline").mkdir(parents=True)
        (tools / "offline" / "sitecustomize.py").write_text(NO_NETWORK)
        for name, script in (("throughline", SHIM), ("python3", ALIAS)):
            (tools / name).write_text(script.format(python=sys.executable))
            (tools / name).chmod(0o755)
    paths = [str(Path(check_proof.__file__).parents[1]), *([str(tools / "offline")] if offline else [])]
    return {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(paths), "HOME": str(folder),
    }  # fmt: skip


def _serves(command: str, folder: Path, environment: dict[str, str]) -> None:
    """The witness of the page answers as a service, with the book that the line before began."""
    running = subprocess.Popen(
        f"exec {command}", shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        address = running.stdout.readline().split()[-1].removesuffix("/add-checkpoint")
        assert "my-town.example/witness" in read(f"{address}/")
        name = read(f"{address}/").split()[-1]
        assert "my-town.example/witness" in read(f"{address}/newest/{quote(name, safe='')}")
    finally:
        running.terminate()
        running.communicate(timeout=30)


CHECKED = {
    "jason-18": ("secondary-diploma-medical-sciences", "msu-medicine-admission"),
    "mariah-19": ("diploma-ironworking", "ironworking-apprenticeship-entry"),
}


@pytest.mark.covers("A-L18-3", "X02")
@pytest.mark.parametrize("who", CHECKED)
def test_a_learner_checks_their_guarantee_with_the_network_off_and_one_altered_byte_breaks_it(
    demo, page, tmp_path, who
):
    """The steps of the scenario: download, run the small checker offline, alter one byte."""
    sign_in(page, demo, who)
    answer = page.request.get(f"{demo}/me/guarantees/proof.json")
    assert "attachment" in answer.headers["content-disposition"]
    data = answer.body()
    (tmp_path / "check_proof.py").write_text(read(f"{demo}/verify/check_proof.py"))
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    keys = re.findall(r"--state-key (\S+)", html.unescape(read(f"{demo}/issuers/")))

    def checked(given: bytes) -> tuple[int, list[str]]:
        (tmp_path / "proof.json").write_bytes(given)
        words = ["check_proof.py", "proof.json", *(word for key in keys for word in ("--state-key", key))]
        run = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip
        return run.returncode, (run.stdout or run.stderr).splitlines()

    code, said = checked(data)
    assert (code, said[0]) == (0, "PROVEN"), said
    shown = {
        each["credentialSubject"]["achievement"]["id"].split("/")[-2]
        for each in json.loads(data)["credentials"]
    }
    diploma, promise = CHECKED[who]
    assert diploma in shown, "the diploma itself is in the file, signed by the school"
    assert json.loads(data)["holder"]["holds"] == [], "nothing stands by the state's word alone"
    assert any(line.startswith(f"agreement:{promise} is open (") for line in said), said
    for place in (len(data) // 7, len(data) // 2, data.index(b"validFrom") + 15):
        altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        code, said = checked(altered)
        assert (code, said[0]) == (1, "NOT PROVEN"), place


@pytest.mark.parametrize("where", ["/pathways/medical-sciences/proof", "/log/check/"])
def test_the_pages_read_well_on_a_phone_and_without_barriers(demo, phone, axe, where):
    phone.goto(f"{demo}{where}")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(phone) == []
