"""Checks a proof file, alone: `python check_proof.py FILE --state-key KEY [--as-of 2027-06-01T00:00:00Z]`.

Written apart from the software that makes such files, to be read in one sitting and run by anyone, without a network.
It needs Python 3.11 and the package `cryptography`, for Ed25519 signatures, and nothing else.

A proof file holds credentials with all that is needed to believe them: who may issue (a list signed by the state),
the credentials (each signed by its issuer), and which were taken back (lists signed by the issuers). One key is not in the
file and must come from elsewhere: the state's, as the state publishes it. All signatures are `eddsa-jcs-2022` (W3C Data
Integrity EdDSA Cryptosuites 1.0, section 3.3): Ed25519 over the SHA-256 of the canonical JSON (RFC 8785) of the proof's
options, then of the document. Whatever is missing, unknown or doubtful is a no.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "throughline-proof-1"
PARTS = {"format", "issuers", "credentials", "statusLists"}
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LARGEST_LIST = 16 * 1024 * 1024
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


class No(Exception):
    """Why the file is not believed, in one sentence."""


def need(holds: bool, why: str) -> None:
    """Go on where it holds."""
    if not holds:
        raise No(why)


# -- the whole file


def check(data: bytes, state_keys: set[str], now: datetime) -> list[str]:
    """What the file proves at a moment, a line a credential. state_keys: the state's own, as Multikeys. Raises `No`."""
    file = read(data)
    need(
        isinstance(file, dict) and set(file) == PARTS, f"It does not have exactly the parts {sorted(PARTS)}."
    )
    need(file["format"] == FORMAT, f"Its format is not {FORMAT}.")
    issuers = read_issuers(file["issuers"], state_keys, now)
    lists = {each["id"]: each for each in objects(file["statusLists"], "status list")}
    need(len(lists) == len(file["statusLists"]), "Two status lists have one address.")
    credentials = objects(file["credentials"], "credential")
    need(bool(credentials), "It holds no credential.")
    used: set[str] = set()
    proven = [check_credential(each, issuers, lists, used, now) for each in credentials]
    need(used == set(lists), "It holds a status list that no credential names.")
    return proven


def check_credential(
    given: dict[str, Any], issuers: dict[str, dict[str, Any]], lists: dict[str, dict[str, Any]], used: set[str],
    now: datetime,
) -> str:  # fmt: skip
    """One credential: its issuer may issue, signed it, it holds now, and was not taken back."""
    need("VerifiableCredential" in listed(given.get("type")), "A part of it is no credential.")
    issuer = check_issued(given, issuers, now)
    begins = moment(given.get("validFrom"))
    until = issuers[issuer].get("until")
    need(moment(issuers[issuer].get("since")) <= begins, "It was issued before its issuer might issue.")
    need(until is None or begins < moment(until), "It was issued after its issuer might issue no more.")
    entries = listed(given.get("credentialStatus"))
    need(bool(entries), "A credential does not say where it would be taken back.")
    for entry in entries:
        check_status(entry, issuer, issuers, lists, now)
        used.add(entry["statusListCredential"])
    name, by = given.get("name"), issuers[issuer].get("name")
    return f"{name}, issued by {by} ({issuer}) on {given['validFrom']}, stands."


def check_issued(given: dict[str, Any], issuers: dict[str, dict[str, Any]], now: datetime) -> str:
    """Who issued a credential or a status list: known to the state, signed by a key of theirs, within its days."""
    issuer = given.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    need(isinstance(issuer, str) and issuer in issuers, "Its issuer is not on the state's list.")
    key = key_named(issuers[str(issuer)], given)
    need(signed_by(given, key), f"What {issuer} is said to have signed was changed, or signed by another.")
    need(moment(given.get("validFrom")) <= now, "It does not hold yet.")
    until = given.get("validUntil")
    need(until is None or now <= moment(until), "It, or a status list it needs, has run out.")
    return str(issuer)


def check_status(
    entry: Any,
    issuer: str,
    issuers: dict[str, dict[str, Any]],
    lists: dict[str, dict[str, Any]],
    now: datetime,
) -> None:
    """One entry of a credential's status: its issuer's own list does not mark it (Bitstring Status List 1.0)."""
    need(
        isinstance(entry, dict) and entry.get("type") == "BitstringStatusListEntry",
        "Its status is of no known kind.",
    )
    found = lists.get(entry.get("statusListCredential", ""))
    if found is None:
        raise No("The list that says whether it was taken back is not in the file.")
    need("BitstringStatusListCredential" in listed(found.get("type")), "That list is no status list.")
    need(check_issued(found, issuers, now) == issuer, "Another issuer signed that list.")
    about = mapping(found.get("credentialSubject"), "That list holds no bits.")
    need(about.get("type") == "BitstringStatusList", "That list holds no bits.")
    need(about["statusPurpose"] == entry.get("statusPurpose"), "That list is about something else.")
    index = entry.get("statusListIndex")
    need(
        isinstance(index, str) and index.isascii() and index.isdecimal(),
        "Its place in the list is no number.",
    )
    need(not marked(about["encodedList"], int(index)), "It was taken back.")


def marked(encoded: str, index: int) -> bool:
    """Whether the bit at an index is set; the first is the highest of the first byte."""
    need(encoded.startswith("u"), "The bits of a list are not written as they should be.")
    packed = urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
        bits = file.read(LARGEST_LIST + 1)
    need(index < 8 * len(bits) <= 8 * LARGEST_LIST, "Its place is outside of the list.")
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


# -- who may issue


def read_issuers(given: Any, state_keys: set[str], now: datetime) -> dict[str, dict[str, Any]]:
    """Issuers by id, from the list that the state's keeper signed with one of the state's keys. Who only endorses what
    others issue (`only`) stands in it too, and is none of them."""
    given = mapping(given, "The list of issuers is none.")
    issuers = {each["id"]: each for each in objects(given.get("issuers"), "issuer")}
    need(len(issuers) == len(given["issuers"]), "One issuer is listed twice.")
    keeper = issuers.get(given.get("keptBy", ""))
    if keeper is None:
        raise No("The list of issuers does not name its keeper.")
    key = key_named(keeper, given)
    need(key in state_keys, "The list of issuers is not signed with the state's key.")
    need(signed_by(given, key), "The list of issuers was changed.")
    need(moment(given.get("asOf")) <= now, "The list of issuers is from a day to come.")
    return {name: each for name, each in issuers.items() if "only" not in each}


def key_named(issuer: dict[str, Any], signed: dict[str, Any]) -> str:
    """The issuer's key that a document says it was signed with, as a Multikey: theirs, for statements, and in force."""
    proof = mapping(signed.get("proof"), "A proof is missing.")
    document = mapping(issuer.get("document"), "The issuer's keys are missing.")
    name = proof.get("verificationMethod")
    found = [each for each in objects(document.get("verificationMethod"), "key") if each["id"] == name]
    need(len(found) == 1 and name in listed(document.get("assertionMethod")), "Its issuer has no such key.")
    key = found[0]
    need(document.get("id") == issuer["id"] == key.get("controller"), "The key is somebody else's.")
    need(str(name).partition("#")[0] == issuer["id"], "The key is somebody else's.")
    need("revoked" not in key, "The key was withdrawn.")
    ended = key.get("expires")
    need(ended is None or moment(proof.get("created")) <= moment(ended), "The key had ended before.")
    multikey = key.get("publicKeyMultibase")
    need(isinstance(multikey, str), "The key is not of the kind that is read here.")
    return str(multikey)


# -- one signature


def signed_by(document: dict[str, Any], multikey: str) -> bool:
    """Whether the one proof of a document is by this key: `eddsa-jcs-2022`."""
    content = {name: value for name, value in document.items() if name != "proof"}
    options = dict(document["proof"])
    signature = from_base58(options.pop("proofValue", ""))
    fits = (options.get("type"), options.get("cryptosuite"), options.get("proofPurpose"))
    need(fits == ("DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"), "It is signed in another way.")
    need(options.get("@context") == content.get("@context"), "Its proof names other words than it.")
    need("expires" not in options, "Its proof has an end, which is not read here.")
    moment(options.get("created"))
    key = from_base58(multikey)
    need(key[:2] == b"\xed\x01" and len(key) == 34, "The key is not Ed25519.")
    data = b"".join(hashlib.sha256(canonical(each)).digest() for each in (options, content))
    try:
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def canonical(value: Any) -> bytes:
    """JSON in its one spelling (RFC 8785)."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(canonical(name) + b":" + canonical(value[name]) for name in names) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    if isinstance(value, float):
        need(value == 0 or 1e-6 <= abs(value) < 1e15, "A number is out of range.")
        return (str(int(value)) if value == int(value) else repr(value)).encode()
    need(not isinstance(value, int) or abs(value) < 2**53, "A number is out of range.")
    return json.dumps(value, ensure_ascii=False).encode()


def from_base58(text: str) -> bytes:
    """Bytes from multibase base58btc (`z...`)."""
    fits = text.startswith("z") and len(text) < 200 and all(letter in DIGITS for letter in text[1:])
    need(fits, "A key or signature is not readable.")
    number = 0
    for letter in text[1:]:
        number = number * 58 + DIGITS.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


# -- reading


def read(data: bytes) -> Any:
    """JSON, in which no name stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len({name for name, _ in pairs}) == len(pairs), "A name stands twice.")
        return dict(pairs)

    return json.loads(data.decode("utf-8"), object_pairs_hook=once)


def objects(given: Any, what: str) -> list[dict[str, Any]]:
    """A list of objects that have an id each."""
    need(isinstance(given, list), f"There is no list of each {what}.")
    need(
        all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in given),
        f"A {what} is unclear.",
    )
    return list(given)


def mapping(given: Any, why: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(given, dict):
        raise No(why)
    return given


def listed(given: Any) -> list[Any]:
    """A list, of one thing or of many."""
    return given if isinstance(given, list) else [] if given is None else [given]


def moment(given: Any) -> datetime:
    """An instant in UTC."""
    need(isinstance(given, str) and MOMENT.fullmatch(given) is not None, "A time is unclear.")
    return datetime.fromisoformat(given)


def answer(data: bytes, state_keys: set[str], now: datetime) -> tuple[bool, list[str]]:
    """Whether the file is believed, and why, in sentences. Whatever is brought, it answers."""
    try:
        return True, check(data, state_keys, now)
    except No as why:
        return False, [str(why)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError, EOFError) as error:
        return False, [f"It cannot be read: {type(error).__name__}."]


def main(words: list[str] | None = None) -> int:
    """Prints the answer; 0: believed, 1: not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--state-key", action="append", required=True, help="the state's key, z6Mk...; may be repeated"
    )
    parser.add_argument(
        "--as-of", type=moment, default=datetime.now(UTC), help="at which moment, 2027-06-01T00:00:00Z"
    )
    given = parser.parse_args(words)
    believed, why = answer(given.file.read_bytes(), set(given.state_key), given.as_of)
    sys.stdout.write("\n".join([("PROVEN" if believed else "NOT PROVEN"), *why]) + "\n")
    return 0 if believed else 1


if __name__ == "__main__":
    sys.exit(main())
