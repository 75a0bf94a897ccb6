"""`throughline log witness --serve`: a witness as a small service that logs ask for their cosignatures (C2SP tlog-witness).

What it cosigned is on disk before its answer is sent. A process that is stopped at any moment leaves the truth behind.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from throughline.cli.log_sources import witness_of
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.checkpoint import Checkpoint
    from throughline.core.witnessing import Answer, Witness

ADD, NEWEST = "/add-checkpoint", "/newest/"
LARGEST = 200_000
MOST_EVIDENCE = 100
SECONDS = 20


class WitnessBook:
    """What one witness cosigned, in a folder: by log every checkpoint by its size, and the newest as `newest`. One process
    at a time has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: IO[str] | None = None

    def __enter__(self) -> WitnessBook:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._held = (self.folder / ".in-use").open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._held.close()
            raise Problem(
                "This witness is at work already.", where=str(self.folder),
                why="another process keeps its book there, and two could cosign two histories.",
                next_step="stop the other one, or give another --kept with another key.",
            ) from None  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held:
            self._held.close()

    def newest(self, origin: str) -> str:
        """The checkpoint of a log that was cosigned last; empty where there is none."""
        file = self._of(origin) / "newest"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def keep(self, checkpoint: Checkpoint, cosigned: str) -> None:
        """Write it down, for good: when this returns it is on disk, whatever happens to the machine."""
        for name in (f"{checkpoint.size:012}", "newest"):
            self._write(self._of(checkpoint.origin) / name, cosigned)

    def keep_evidence(self, checkpoint: Checkpoint, note: str) -> None:
        """A checkpoint that the log signed and that does not go with what was seen before; of too many, the first."""
        folder = self._of(checkpoint.origin) / "does-not-fit"
        if not folder.exists() or len([*folder.iterdir()]) < MOST_EVIDENCE:
            self._write(folder / f"{checkpoint.size:012}-{checkpoint.root.hex()[:16]}", note)

    def _of(self, origin: str) -> Path:
        name = quote(origin, safe="")
        # A name that is too long for a file, or means a folder, goes by its hash.
        fits = len(name) <= 200 and name.strip(".")
        return self.folder / (name if fits else sha256(origin.encode()).hexdigest())

    def _write(self, file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.new")
        with fresh.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
        for folder in (file.parent, self.folder):
            opened = os.open(folder, os.O_RDONLY)
            os.fsync(opened)
            os.close(opened)


def serve(arguments: argparse.Namespace) -> int:
    """Answers until it is stopped."""
    from throughline.core.signed_notes import NoteKey, read_note_key
    from throughline.core.witnessing import Witness

    key, sign = witness_of(arguments.name, arguments.witness_key)
    logs: dict[str, list[NoteKey]] = {}
    for each in map(read_note_key, arguments.key):
        logs.setdefault(each.name, []).append(each)
    if not logs:
        raise ValueError("a witness answers the logs it knows: give the key of each with --key")
    with WitnessBook(arguments.kept) as book:
        service = Service(Witness(key, sign, logs), book, arguments.host, arguments.serve)
        where = f"http://{arguments.host}:{service.server_address[1]}"
        print(f"{key.text()} witnesses {', '.join(sorted(logs))} at {where}{ADD}", flush=True)
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            service.server_close()
    return 0


class Service(ThreadingHTTPServer):
    """A witness that can be asked. port: 0 takes a free one."""

    daemon_threads = True

    def __init__(self, witness: Witness, book: WitnessBook, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), Asked)
        self.witness, self.book, self._turn = witness, book, Lock()

    def answered(self, request: str) -> Answer:
        """The answer, with what it rests on already on disk. Looking up the newest and writing the next one are one step:
        two askers wait for each other."""
        from throughline.core.checkpoint import read_checkpoint

        with self._turn:
            answer = self.witness.answer(request, self.book.newest, datetime.now(UTC))
            if answer.keep:
                self.book.keep(read_checkpoint(answer.keep)[0], answer.keep)
            if answer.evidence:
                self.book.keep_evidence(read_checkpoint(answer.evidence)[0], answer.evidence)
        return answer


class Asked(BaseHTTPRequestHandler):
    """One request to a witness."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    server: Service

    def do_POST(self) -> None:
        """A log asks for a cosignature."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            self.close_connection = True
            self._say(413, f"A request has a length, of at most {LARGEST} bytes.\n")
            return
        request = self.rfile.read(int(length)).decode("utf-8", "replace")
        if urlsplit(self.path).path != ADD:
            self._say(404, f"Ask at {ADD}.\n")
            return
        answer = self.server.answered(request)
        self._say(answer.status, answer.body, answer.kind)

    def do_GET(self) -> None:
        """Who this is, and what it cosigned last of a log: others compare it with what they were shown."""
        path, witness = urlsplit(self.path).path, self.server.witness
        if path == "/":
            self._say(200, "".join(f"{witness.key.text()} {name}\n" for name in sorted(witness.logs)))
            return
        note = self.server.book.newest(unquote(path.removeprefix(NEWEST))) if path.startswith(NEWEST) else ""
        self._say(200 if note else 404, note or "Nothing was cosigned of such a log.\n")

    def _say(self, status: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """A line for the one who runs it, without who asked."""
        print(f"{self.log_date_time_string()} {format % args}", file=sys.stderr, flush=True)
