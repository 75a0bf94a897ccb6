"""Writes: the witnesses that this house knows by address are asked for their cosignatures (C2SP tlog-witness v1)."""

from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from throughline.apps.trail import log_keys
from throughline.apps.trail.actions import take_cosignatures
from throughline.apps.trail.public_log import consistency_proof, signed_checkpoint, witnessed
from throughline.core.checkpoint import Checkpoint, read_checkpoint
from throughline.core.signed_notes import BadNote, NoteKey, read_note
from throughline.core.witnessing import SIZE_TYPE, Asking

SECONDS = 10
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What one witness answered. cosigned: whether its signature stands below the newest checkpoint now. why: a sentence,
    where it does not."""

    witness: str
    cosigned: bool
    why: str = ""


def ask_witnesses() -> tuple[Heard, ...]:
    """Ask each witness that has an address and did not sign the newest checkpoint yet; what they sign is kept and published
    with it. Nothing is held while they think: may be cut off at any time, the next run asks again."""
    note = signed_checkpoint()
    if not note:
        return ()
    checkpoint, given = read_checkpoint(note)
    sizes = {each.name: each.size for each in witnessed()}
    return tuple(
        _asked(key, address, note, checkpoint, sizes[key.name])
        for key, address in log_keys.asked_witnesses()
        if given.cosigned_by(key) is None
    )


def _asked(key: NoteKey, address: str, note: str, now: Checkpoint, old: int) -> Heard:
    status, body, kind = _sent(address, note, old, now.size)
    if status == 409 and kind == SIZE_TYPE and body.strip().isdecimal() and int(body) != old:
        # It has seen another size than we know of: the proof begins there.
        old = int(body)
        if old > now.size:
            return Heard(
                key.name, False, f"It has seen {old} entries already, and the log was cut to {now.size}."
            )
        status, body, kind = _sent(address, note, old, now.size)
    if status != 200:
        return Heard(key.name, False, _why(status, body))
    try:
        answered = read_note(note + body)
        if answered.cosigned_by(key) is None:
            raise BadNote("its answer is not signed with the key that this house knows of it")
        take_cosignatures(answered.written())
    except BadNote as why:
        return Heard(key.name, False, f"Its answer does not count: {why}.")
    return Heard(key.name, True)


def _sent(address: str, note: str, old: int, size: int) -> tuple[int, str, str]:
    """Status, body and kind of an answer; status 0 where there is none."""
    proof = tuple(bytes.fromhex(step) for step in consistency_proof(old, size)) if 0 < old < size else ()
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    asked = Request(f"{address}/add-checkpoint", Asking(old, proof, note).text().encode(), headers)
    try:
        with urlopen(asked, timeout=SECONDS) as answer:
            return answer.status, answer.read(LARGEST).decode(), answer.headers.get("Content-Type", "")
    except HTTPError as refused:
        body = refused.read(LARGEST).decode("utf-8", "replace")
        return refused.code, body, refused.headers.get("Content-Type", "")
    except (URLError, TimeoutError, OSError, UnicodeDecodeError) as error:
        return 0, str(error), ""


def _why(status: int, body: str) -> str:
    said = " ".join(body.split())[:200]
    return {
        0: f"It could not be reached: {said}.",
        404: "It does not know this log: send its keeper the log's key.",
        403: "It has another key of this log: send its keeper the one in use.",
        409: f"It cosigned another log of this size ({said} entries): somebody was shown two.",
        422: "It has seen entries that this log does not begin with: compare with its copy.",
    }.get(status, f"It answered {status}: {said}")
