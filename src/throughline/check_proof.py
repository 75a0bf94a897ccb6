"""Checks a proof file, alone: `python check_proof.py FILE --state-key KEY [--as-of 2027-06-01T00:00:00Z]`.

Written apart from the software that makes such files, to be read in one sitting and run by anyone, without a network.
It needs Python 3.11 and the package `cryptography`, for Ed25519 signatures, and nothing else.

It reads three kinds of files. Whatever is missing, unknown or doubtful in one is a no.

1. `throughline-proof-1`: credentials with all that is needed to believe them: who may issue (a list signed by the state),
   the credentials (each signed by its issuer), and which were taken back (lists signed by the issuers). All signatures are
   `eddsa-jcs-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3): Ed25519 over the SHA-256 of the canonical
   JSON (RFC 8785) of the proof's options, then of the document.
2. `throughline-pathway-proof-1`: that whoever completes a stage of a pathway, in whichever way, opens a promise that the
   stages before it did not open.
3. `throughline-guarantee-proof-1`: which promises one learner has opened, by which credentials, and which open if they
   finish what is named.

The rules and promises in files 2 and 3 are the texts the state published: each is in its public log (RFC 9162), under a
checkpoint that the log signed. Two keys are not in a file and must come from elsewhere: the state's (for 1 and 3) and the
log's (for 2; in 3 the state's list names it). What follows from the rules is worked out here, from their texts.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
from base64 import b64decode, b64encode, urlsafe_b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SHOWN = {"format", "issuers", "credentials", "statusLists"}
SAID = {"format", "pathway", "log", "documents", "seal"}
PARTS = {
    "throughline-proof-1": SHOWN,
    "throughline-pathway-proof-1": SAID | {"opened", "stages"},
    "throughline-guarantee-proof-1": SHOWN | SAID | {"holder", "guarantees"},
}
MOST_WAYS, MOST_STEPS, LARGEST_LIST = 2_000, 2_000_000, 16 * 1024 * 1024
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")

Fields = dict[str, Any]  # a JSON object
Texts = dict[str, Fields]  # objects by name; texts the state published by `kind:id`
Ways = set[frozenset[str]]  # sets of leaves, each of which meets a rule


class No(Exception):
    """Why the file is not believed, in one sentence."""


def need(holds: Any, why: str) -> Any:
    """Go on, with what was given, where it holds."""
    if not holds:
        raise No(why)
    return holds


def check(
    data: bytes, state_keys: set[str], now: datetime, log_keys: Iterable[str] = (), log: bytes = b""
) -> list[str]:
    """What the file proves at a moment, a line a credential, stage or promise. state_keys: the state's own, as Multikeys.
    log_keys: the public log's, NAME+ID+KEY. log: the whole log as a saved file, where somebody has it, to see whether any
    of the texts was replaced since. Raises `No`."""
    file = read(data)
    need(isinstance(file, dict) and file.get("format") in PARTS, f"Its format is none of {sorted(PARTS)}.")
    kind = file["format"]
    need(set(file) == PARTS[kind], f"It does not have exactly the parts {sorted(PARTS[kind])}.")
    if "seal" in file:
        rest = {name: value for name, value in file.items() if name != "seal"}
        need(file["seal"] == sha256(canonical(rest)).hex(), "It was damaged: its seal is broken.")
    if "stages" in file:
        return check_pathway(file, log_keys, now, log)
    issuers = Issuers(file["issuers"], state_keys, now)
    credentials = issuers.credentials(file)
    if "guarantees" in file:
        return credentials + check_guarantees(file, issuers, log)
    return list(need(credentials, "It holds no credential."))


# -- credentials: who may issue them, what they signed, and what was taken back


class Issuers:
    """Issuers by id, from the list that the state's keeper signed with one of the state's keys. Who only endorses what
    others issue (`only`) stands in it too, and is none of them."""

    def __init__(self, given: Fields, state_keys: set[str], now: datetime) -> None:
        every = {each["id"]: each for each in objects(given["issuers"], "issuer")}
        need(len(every) == len(given["issuers"]), "One issuer is listed twice.")
        keeper = need(every.get(given.get("keptBy", "")), "The list of issuers does not name its keeper.")
        key = key_named(keeper, given)
        need(key in state_keys, "The list of issuers is not signed with the state's key.")
        need(signed_by(given, key), "The list of issuers was changed.")
        need(moment(given.get("asOf")) <= now, "The list of issuers is from a day to come.")
        self.keeper, self.now, self.log_keys = str(given["keptBy"]), now, given.get("log", {}).get("keys", [])
        self.known: Texts = {name: each for name, each in every.items() if "only" not in each}

    def credentials(self, file: Fields) -> list[str]:
        """The credentials of a file and the status lists they need: a line a credential."""
        lists = {each["id"]: each for each in objects(file["statusLists"], "status list")}
        need(len(lists) == len(file["statusLists"]), "Two status lists have one address.")
        used: set[str] = set()
        proven = [self.credential(each, lists, used) for each in objects(file["credentials"], "credential")]
        need(used == set(lists), "It holds a status list that no credential names.")
        return proven

    def credential(self, given: Fields, lists: Texts, used: set[str]) -> str:
        """One credential: its issuer may issue, signed it, it holds now, and was not taken back."""
        need("VerifiableCredential" in listed(given.get("type")), "A part of it is no credential.")
        name = self.issued(given)
        issuer, begins = self.known[name], moment(given.get("validFrom"))
        until = issuer.get("until")
        need(moment(issuer.get("since")) <= begins, "It was issued before its issuer might issue.")
        need(until is None or begins < moment(until), "It was issued after its issuer might issue no more.")
        entries = listed(given.get("credentialStatus"))
        for entry in need(entries, "A credential does not say where it would be taken back."):
            self.check_status(entry, name, lists)
            used.add(entry["statusListCredential"])
        return (
            f"{given.get('name')}, issued by {issuer.get('name')} ({name}) on {given['validFrom']}, stands."
        )

    def issued(self, given: Fields) -> str:
        """Who issued a credential or a status list: known to the state, signed by a key of theirs, within its days."""
        issuer = given.get("issuer")
        issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
        need(isinstance(issuer, str) and issuer in self.known, "Its issuer is not on the state's list.")
        key = key_named(self.known[str(issuer)], given)
        need(
            signed_by(given, key), f"What {issuer} is said to have signed was changed, or signed by another."
        )
        need(moment(given.get("validFrom")) <= self.now, "It does not hold yet.")
        until = given.get("validUntil")
        need(until is None or self.now <= moment(until), "It, or a status list it needs, has run out.")
        return str(issuer)

    def check_status(self, entry: Fields, issuer: str, lists: Texts) -> None:
        """One entry of a credential's status: its issuer's own list does not mark it (Bitstring Status List 1.0)."""
        need(entry["type"] == "BitstringStatusListEntry", "Its status is of no known kind.")
        found = lists.get(entry.get("statusListCredential", ""))
        found = need(found, "The list that says whether it was taken back is not in the file.")
        need("BitstringStatusListCredential" in listed(found.get("type")), "That list is no status list.")
        need(self.issued(found) == issuer, "Another issuer signed that list.")
        about, index = found["credentialSubject"], entry.get("statusListIndex")
        need(about.get("type") == "BitstringStatusList", "That list holds no bits.")
        need(about["statusPurpose"] == entry.get("statusPurpose"), "That list is about something else.")
        fits = isinstance(index, str) and index.isascii() and index.isdecimal()
        need(fits, "Its place in the list is no number.")
        need(not marked(about["encodedList"], int(str(index))), "It was taken back.")


def marked(encoded: str, index: int) -> bool:
    """Whether the bit at an index is set; the first is the highest of the first byte."""
    need(encoded.startswith("u"), "The bits of a list are not written as they should be.")
    packed = urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
        bits = file.read(LARGEST_LIST + 1)
    need(index < 8 * len(bits) <= 8 * LARGEST_LIST, "Its place is outside of the list.")
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def key_named(issuer: Fields, signed: Fields) -> str:
    """The issuer's key that a document says it was signed with, as a Multikey: theirs, for statements, and in force."""
    proof, document = signed["proof"], issuer["document"]
    name = proof.get("verificationMethod")
    found = [each for each in objects(document.get("verificationMethod"), "key") if each["id"] == name]
    need(len(found) == 1 and name in listed(document.get("assertionMethod")), "Its issuer has no such key.")
    key, ended = found[0], found[0].get("expires")
    need(document.get("id") == issuer["id"] == key.get("controller"), "The key is somebody else's.")
    need(str(name).partition("#")[0] == issuer["id"], "The key is somebody else's.")
    need("revoked" not in key, "The key was withdrawn.")
    need(ended is None or moment(proof.get("created")) <= moment(ended), "The key had ended before.")
    return str(key["publicKeyMultibase"])


def signed_by(document: Fields, multikey: str) -> bool:
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
    return verifies(key[2:], signature, b"".join(sha256(canonical(each)) for each in (options, content)))


# -- the public log, and the texts in it


class Log:
    """A public log under a checkpoint it signed (C2SP tlog-checkpoint, tlog-cosignature v1), and the texts of a file, by
    name, each of which is in it. whole: all of it as a saved file, where somebody has it."""

    def __init__(self, file: Fields, keys: Iterable[str], now: datetime, whole_log: bytes) -> None:
        given = file["log"]
        need(
            set(given) == {"origin", "size", "root", "signedAt", "signature"}, "The checkpoint is not whole."
        )
        origin, self.size, at = given["origin"], whole(given["size"]), whole(given["signedAt"])
        self.root, signature = base64(given["root"], 32), base64(given["signature"], 64)
        note = f"cosignature/v1\ntime {at}\n{origin}\n{self.size}\n{given['root']}\n".encode()
        named = [base64(key.split("+", 2)[2], 33) for key in keys if key.startswith(f"{origin}+")]
        need(named, f"The key of the log {origin} was not given.")
        signed = any(key[0] == 1 and verifies(key[1:], signature, note) for key in named)
        need(signed, "The log did not sign this checkpoint.")
        need(datetime.fromtimestamp(at, UTC) <= now, "The log signed this checkpoint on a day to come.")
        self.texts = self._read(file["documents"])
        day = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
        self.said = [
            f"The texts stand in the public log {origin} as it was on {day}.",
            self._since(whole_log),
        ]

    def _read(self, given: list[Fields]) -> Texts:
        found: Texts = {}
        for each in given:
            parts = {"state", "reference", "number", "body", "pins", "index", "path"}
            need(set(each) == parts, "A text is not whole.")
            said = {name: each[name] for name in ("reference", "number", "body", "pins")} | {
                "act": "published"
            }
            entry = {name: each[name] for name in ("state", "reference", "number")} | {"act": "published"}
            leaf = b"\0" + canonical(entry | {"digest": sha256(canonical(said)).hex()})
            path = [bytes.fromhex(step) for step in each["path"]]
            need([step.hex() for step in path] == each["path"], "A hash is not written as it should be.")
            ref, made = str(each["reference"]), led(sha256(leaf), whole(each["index"]), self.size, path)
            need(made == self.root, f"{ref} is not in the public log.")
            need(all(ref > other for other in found), "The texts are not in order.")
            found[ref] = each
        need(len({each["state"] for each in found.values()}) == 1, "The texts are of several states.")
        return found

    def _since(self, log: bytes) -> str:
        """With the whole log at hand: it begins as the file's checkpoint says, and no promise was replaced since."""
        if not log:
            return "Whether a promise was replaced since shows in the log itself: save it, and give it with --log."
        lines, peaks = log.decode().splitlines()[1:], list[tuple[int, bytes]]()
        need(
            len(lines) >= self.size > 0, "The log that was given is shorter than the one this file speaks of."
        )
        for at, line in enumerate(lines, start=1):
            entry = read(line.encode())
            ref, number = str(entry.get("reference")), entry.get("number", 0)
            newer = ref.startswith("agreement:") and ref in self.texts and number > self.texts[ref]["number"]
            need(not newer, f"{ref} was replaced or withdrawn since.")
            peaks.append((1, sha256(b"\0" + canonical(entry))))
            while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
                (many, right), (_, left) = peaks.pop(), peaks.pop()
                peaks.append((2 * many, sha256(b"\1" + left + right)))
            if at == self.size:
                made = peaks[-1][1]
                for _, left in peaks[-2::-1]:
                    made = sha256(b"\1" + left + made)
                need(
                    made == self.root,
                    "The log that was given is not the one this file speaks of, or was changed.",
                )
        return f"No promise in it was replaced or withdrawn in the {len(lines)} entries of the log."


def led(leaf: bytes, at: int, size: int, path: list[bytes]) -> bytes:
    """The root that a path leads to from a leaf (RFC 9162, 2.1.3.2); empty where the path does not fit."""
    last = size - 1
    for step in path:
        if not 0 <= at <= last or last == 0:
            return b""
        if at % 2 or at == last:
            leaf = sha256(b"\1" + step + leaf)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            leaf = sha256(b"\1" + leaf + step)
        at, last = at // 2, last // 2
    return leaf if at == last == 0 else b""


# -- rules: what they ask, and what follows


def bare(value: Any) -> Any:
    """What a node asks, without its names."""
    if isinstance(value, dict):
        return {name: bare(value[name]) for name in set(value) - {"id", "title", "cite", "advisory"}}
    return [bare(each) for each in value] if isinstance(value, list) else value


def leaf(given: Any) -> str:
    """What a leaf asks, in its one spelling; given as a node, or as the name of a thing alone."""
    return canonical(bare({"have": {"what": given}} if isinstance(given, str) else given)).decode()


@cache
def follows(a: str, b: str) -> bool:
    """Whether all that meets leaf `a` meets leaf `b`, because it asks the same less strictly."""
    ((kind, more),), ((other, less),) = json.loads(a).items(), json.loads(b).items()
    if kind != other or kind not in ("have", "total"):
        return a == b
    counts = {"level", "times"} if kind == "have" else {"min"}
    # More filters ask for more of one fact; of a sum, and of what may stand in, they must be the same.
    alike = set(more) - counts == set(less) - counts or (kind == "have" and "via" not in more)
    same = alike and all(more.get(name) == less[name] for name in set(less) - counts)
    return same and all(Decimal(str(more.get(n, 1))) >= Decimal(str(less.get(n, 1))) for n in counts)


@dataclass(frozen=True)
class Rule:
    """A rule taken apart: a leaf, or `least` of some parts; both, where a `choose` asks more than its parts one by one (each
    item once, all of one kind). place: where it stands, `owner#node`."""

    leaf: str
    place: str = ""
    least: int = 0
    parts: tuple["Rule", ...] = ()

    def met(self, known: set[str]) -> bool:
        """Whether it is met where exactly these leaves are."""
        return self.leaf in known if self.leaf else sum(each.met(known) for each in self.parts) >= self.least

    def stands(self, nodes: dict[str, str]) -> bool:
        """Whether it is met by the things that stand at its nodes."""
        if self.leaf:
            return leaf(nodes.get(self.place, "")) == self.leaf
        return sum(each.stands(nodes) for each in self.parts) >= self.least

    def leaves(self) -> Iterator[str]:
        """Every leaf it names, at any depth."""
        yield from (found for each in self.parts for found in each.leaves())
        if self.leaf:
            yield self.leaf


@dataclass
class Rules:
    """The rules in a file's texts, on one pathway, at a moment. began: the day the learner began, which chooses among a
    shared rule's dated texts; without it, the latest. opened: what comes about in no other way than these texts say."""

    texts: Texts
    pathway: str
    now: datetime
    began: str = "9999"
    opened: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Each rule must be of the version that the pathway rests on, or where it rests on none, its promises."""
        need(self.pathway.startswith("pathway:") and self.pathway in self.texts, "Its pathway is not in it.")
        own = self.texts[self.pathway]["pins"]
        for ref in (each for each in self.texts if each.startswith(("milestone:", "rule:"))):
            pins = [own] if ref in own else [d["pins"] for d in self.texts.values() if ref in d["pins"]]
            fits = bool(pins) and all(each[ref] == self.texts[ref]["number"] for each in pins)
            need(fits, f"{ref} is not of the version that the file rests on.")
        self.stages: list[Fields] = list(self.body(self.pathway)["stages"])

    @cached_property
    def gates(self) -> list[Rule]:
        """The rules of its stages, in order."""
        return [self.rule(f"{self.pathway}#{each['id']}") for each in self.stages]

    def body(self, ref: str) -> Fields:
        """A text by name; of a pathway's stage (`pathway:p#stage`) its part of it."""
        name, _, stage = ref.partition("#")
        need(name in self.texts, f"{name} is not in the file.")
        body: Fields = self.texts[name]["body"]
        return next(each for each in body["stages"] if each["id"] == stage) if stage else body

    def promise(self, ref: str) -> Rule:
        """The rule that opens a promise, which must hold for this pathway and on this day."""
        need(ref.startswith("agreement:") and ref in self.texts, f"{ref} is no promise in this file.")
        body, day = self.body(ref), self.now.date().isoformat()
        named = {str(each).removeprefix("pathway:") for each in body.get("pathways", [])}
        fits = not named or self.pathway.removeprefix("pathway:") in named
        need(fits, f"{ref} is not for {self.pathway}.")
        holds = str(body.get("starts", "")) <= day <= str(body.get("ends", "9999"))
        need(holds, f"{ref} is not in force on this day.")
        return self.rule(ref)

    def rule(self, owner: str) -> Rule:
        """The rule of `pathway:p#stage`, `milestone:m`, `agreement:a`, `rule:r` or `rule:r@edition`."""
        name, _, label = owner.partition("@")
        body = self.body(name)
        found = body.get("gate", body.get("trigger", body.get("rule")))
        if found is None:
            texts = sorted(body["editions"], key=lambda each: str(each.get("starts", "")))
            begun = [each for each in texts if str(each.get("starts", "")) <= self.began] or texts[:1]
            found = next(
                each for each in reversed(begun if not label else texts) if label in ("", each["label"])
            )["rule"]
        return self.taken(found, owner)

    def taken(self, node: Any, owner: str) -> Rule:
        """A node of a rule taken apart; a shared rule that it uses in its place. Advice does not count."""
        need(isinstance(node, dict) and len(node) == 1, "A rule is not written as rules are.")
        ((kind, body),) = node.items()
        if kind == "use":
            return self.rule(f"rule:{body['rule']}" + (f"@{body['version']}" if body.get("version") else ""))
        need(kind in ("choose", "have", "total", "not"), "A rule has an unknown part.")
        place = f"{owner}#{body['id']}"
        if kind != "choose":
            return Rule(leaf(node), place)
        parts = [each for each in body["of"] if not next(iter(each.values())).get("advisory", False)]
        bound = leaf(node) if body.get("exclusive") or body.get("within") else ""
        return Rule(
            bound, place, int(body.get("min", len(parts))), tuple(self.taken(each, owner) for each in parts)
        )

    def ways(self, rule: Rule, inside: frozenset[str] = frozenset()) -> Ways:
        """The least sets of leaves that meet a rule; of what is opened each with a way in which it came about."""
        if rule.parts:
            found = some(rule.least, [self.ways(each, inside) for each in rule.parts])
            return {way | {rule.leaf} for way in found} if rule.leaf else found
        every: list[Ways] = [{frozenset([rule.leaf])}]
        for name, rules in self.origins.items():
            if name not in inside and follows(rule.leaf, name):
                every.append(some(1, [self.ways(each, inside | {name}) for each in rules]))
        return some(len(every), every)

    @cached_property
    def givings(self) -> list[tuple[Rule, str]]:
        """What follows from what by the texts: a rule, and the leaf that is met with it. A stage gives what it awards, a
        milestone's rule the milestone, a milestone what it awards, a certified equivalence the other thing."""
        gates = [(each.get("awards", []), gate) for each, gate in zip(self.stages, self.gates)]
        found = [(gate, leaf(ref)) for awards, gate in gates for ref in awards]
        for ref, text in self.texts.items():
            if ref.startswith("milestone:"):
                found.append((self.rule(ref), leaf(ref)))
            found += [(Rule(leaf(a)), leaf(b)) for a, b in exchanges(ref, text["body"])]
        return found

    @cached_property
    def origins(self) -> dict[str, list[Rule]]:
        """By leaf of what is opened, the rules of which one at least was met."""
        found = {
            leaf(ref): [rule for rule, gives in self.givings if gives == leaf(ref)] for ref in self.opened
        }
        need(all(found.values()), "It opens what its texts do not give.")
        return found

    def possible(self, known: set[str]) -> bool:
        """Whether somebody can hold just these leaves: of all that is opened among them, one of its rules is met."""
        opened = (rules for name, rules in self.origins.items() if name in known)
        return all(any(rule.met(known) for rule in rules) for rules in opened)

    def closed(self, known: Iterable[str], named: set[str]) -> set[str]:
        """All leaves among those named that are met where these are, with what follows from them."""
        held, before = set(known), -1
        while before != len(held):
            before = len(held)
            held |= {other for each in held for other in named - held if follows(each, other)}
            held |= {gives for rule, gives in self.givings if gives not in held and rule.met(held)}
        return held


def exchanges(ref: str, body: Fields) -> list[tuple[str, str]]:
    """Which thing gives which by a text: a milestone what it awards, an equivalence that is certified and without a limit
    the other thing."""
    if ref.startswith("milestone:"):
        return [(ref, each) for each in body.get("awards", [])]
    if not ref.startswith("equivalence:") or body.get("status") != "certified" or "level" in body:
        return []
    pair = (str(body["has"]), str(body["counts_as"]))
    return [pair, pair[::-1]] if body.get("exact") else [pair]


def some(least: int, parts: Iterable[Ways]) -> Ways:
    """The least sets that meet so many of some rules, by the sets that meet each."""
    found: list[Ways] = [{frozenset()}, *(set() for _ in range(least))]
    for own in parts:
        for j in range(least, 0, -1):
            found[j] = fewest(found[j] | {a | b for a in found[j - 1] for b in own})
    return found[least]


def fewest(sets: Ways) -> Ways:
    """The sets that hold no other."""
    need(len(sets) <= MOST_WAYS, "There are too many ways to go through one by one.")
    kept: list[frozenset[str]] = []
    for each in sorted(sets, key=len):
        if not any(less <= each for less in kept):
            kept.append(each)
    return set(kept)


# -- a pathway: every way to complete a stage opens a promise


def check_pathway(file: Fields, log_keys: Iterable[str], now: datetime, whole_log: bytes) -> list[str]:
    """A line a stage; those beyond the destination promise nothing more."""
    log, given, name, opened = (
        Log(file, log_keys, now, whole_log),
        file["stages"],
        str(file["pathway"]),
        file["opened"],
    )
    need(opened == sorted(set(opened)), "What it opens is unclear.")
    rules = Rules(log.texts, name, now, opened=tuple(opened))
    wanted = [each["id"] for each in rules.stages if each["phase"] != "beyond"]
    need([each["stage"] for each in given] == wanted, "Its stages are not the pathway's.")
    said = [check_stage(each, rules) for each in given]
    promised = {ref for each in given for ref in each["before"]}
    held = {ref for ref in log.texts if ref.startswith("agreement:")}
    need(promised == held, "It holds a promise that no stage opens.")
    title = f"{name} version {log.texts[name]['number']}: every way to complete a stage opens a promise."
    taken = [f"This takes it that no other text gives {', '.join(opened)}."] if opened else []
    return [title, *said, *taken, *log.said]


def check_stage(given: Fields, rules: Rules) -> str:
    """One stage: its promises are in force, the stages before do not always open them, completing it always opens one.

    before: by promise, a way to complete the stages before it that does not open it. cases: each least way with the
    promises it opens; or chains: a refutation of a way that opens none."""
    before, how = dict(given["before"]), "cases" if "cases" in given else "chains"
    need(set(given) == {"stage", "before", how} and before, "A stage is not whole.")
    need(list(before) == sorted(before), "The promises of a stage are not in order.")
    promises, gates = {ref: rules.promise(ref) for ref in before}, rules.gates
    nth = [each["id"] for each in rules.stages].index(given["stage"])
    asked = [*gates, *promises.values(), *(rule for rule, _ in rules.givings)]
    named = {found for each in asked for found in each.leaves()} | {gives for _, gives in rules.givings}
    for ref, way in before.items():
        shown = [leaf(each) for each in way]
        need(shown == sorted(set(shown) & named), "A way names what the texts do not, or not in order.")
        known = rules.closed(shown, named)
        need(rules.possible(known), "A way holds what did not come about.")
        passed = all(gate.met(known) for gate in gates[:nth])
        need(passed, "A way does not complete the stages before.")
        need(not promises[ref].met(known), f"{ref} was open before {given['stage']}.")
    completed = Rule("", "", nth + 1, tuple(gates[: nth + 1]))
    if how == "cases":
        many = f"in {check_cases(given['cases'], completed, promises, rules, named)} ways, one by one"
    else:
        refuted(Clauses(rules, sorted(named), completed, promises.values()).all, given["chains"])
        many = "in every way, by a refutation of any other"
    return f"{given['stage']}: whoever completes it, {many}, opens one at least of {', '.join(before)}."


def check_cases(given: Any, completed: Rule, promises: dict[str, Rule], rules: Rules, named: set[str]) -> int:
    """How many least ways there are: exactly those listed, and each opens exactly the promises listed with it."""
    ways, opened = sorted(sorted(way) for way in rules.ways(completed)), set[str]()
    shown = [[leaf(each) for each in case["case"]] for case in given]
    need(shown == ways, "Not all ways are listed, in order.")
    for case, way in zip(given, ways):
        known = rules.closed(way, named)
        opens = [ref for ref, trigger in promises.items() if trigger.met(known)]
        fits = bool(opens) and set(case) == {"case", "opens"} and opens == case["opens"]
        need(fits, "A way does not open the promises listed with it.")
        opened |= set(opens)
    need(opened == set(promises), "A promise is listed that no way opens.")
    return len(ways)


class Clauses:
    """What says "completed, and no promise open", made from the rules: a list of clauses, of which each must be true. The
    literal n is the n-th leaf, or a count, true exactly where at least so many of some literals are; -n is its opposite."""

    def __init__(self, rules: Rules, named: list[str], completed: Rule, promises: Iterable[Rule]) -> None:
        self.all, self.made = list[frozenset[int]](), dict[Any, int]()
        self.leaf = {each: at for at, each in enumerate(named, start=1)}
        self.count = len(named)
        self.add(self.literal(completed))
        for rule, gives in rules.givings:
            self.add(-self.literal(rule), self.leaf[gives])
        for name, origins in rules.origins.items():
            self.add(-self.leaf[name], *map(self.literal, origins))
        for a, b in ((a, b) for a in named for b in named if a != b and follows(a, b)):
            self.add(-self.leaf[a], self.leaf[b])
        for each in promises:
            self.add(-self.literal(each))

    def add(self, *literals: int) -> None:
        """One clause: one at least of these is true."""
        self.all.append(frozenset(literals))

    def literal(self, rule: Rule) -> int:
        """The literal that is true where a rule is met."""
        if not rule.parts:
            return self.leaf[rule.leaf]
        enough = self.at_least(rule.least, tuple(sorted(map(self.literal, rule.parts))))
        if rule.leaf:
            self.add(-self.leaf[rule.leaf], enough)
        return self.leaf[rule.leaf] if rule.leaf else enough

    def at_least(self, k: int, of: tuple[int, ...]) -> int:
        """The literal of: k or more of these are true. They are without the last one, or with it and k - 1 of the others."""
        if k == 1 and len(of) == 1:
            return of[0]
        if (k, of) not in self.made:
            possible = 0 < k <= len(of)
            fewer, less = (self.at_least(n, of[:-1]) for n in (k, k - 1)) if possible else (0, 0)
            self.count += 1
            this = self.made[k, of] = self.count
            if possible:
                self.add(-this, fewer, of[-1])
                self.add(-this, less)
                self.add(-fewer, this)
                self.add(-less, -of[-1], this)
            else:
                self.add(this if k <= 0 else -this)
        return self.made[k, of]


def refuted(clauses: list[frozenset[int]], chains: Any) -> None:
    """The clauses cannot all be true: each chain resolves clauses, by number, into a new one; the last one is empty."""
    need(0 < sum(map(len, chains)) <= MOST_STEPS, "A refutation is missing, or too long to be read.")
    known, used = list(clauses), set[int]()
    for chain in chains:
        made = known[whole(chain[0])]
        for at in chain[1:]:
            clash = [literal for literal in made if -literal in known[whole(at)]]
            need(len(clash) == 1, "A step of a refutation does not follow.")
            made = (made | known[at]) - {clash[0], -clash[0]}
        used |= set(chain)
        known.append(made)
    need(not known[-1], "A refutation does not come to its end.")
    need(used >= set(range(len(clauses), len(known) - 1)), "A step of a refutation is for nothing.")


# -- a learner: which promises are open, and which open if ...


def check_guarantees(file: Fields, issuers: Issuers, whole_log: bytes) -> list[str]:
    """A line a promise. holder: what the state says of the learner: under which names its issuers speak of them, when they
    began, and what its record holds that no credential in the file shows."""
    holder, keeper, now = file["holder"], issuers.keeper, issuers.now
    log = Log(file, issuers.log_keys, now, whole_log)
    parts = {"id", "type", "issuer", "validFrom", "validUntil", "began", "subjects", "holds", "proof"}
    fits = set(holder) == parts and (holder["type"], holder["issuer"]) == ("ThroughlineHolder", keeper)
    need(fits, "What the state says of the holder is not whole.")
    signed = signed_by(holder, key_named(issuers.known[keeper], holder))
    need(signed, "What the state says of the holder was changed.")
    current = moment(holder["validFrom"]) <= now <= moment(holder["validUntil"])
    need(current, "What the state says of the holder has run out.")
    shown = {held_by(each, holder, log.texts) for each in file["credentials"]}
    once = len(shown) == len(file["credentials"]) and not shown & set(holder["holds"])
    need(once, "Something that the learner holds is shown twice.")
    held, used, given = shown | set(holder["holds"]), set[str](), objects(file["guarantees"], "guarantee")
    wanted = [ref for ref in log.texts if ref.startswith("agreement:")]
    in_order = bool(given) and [each["id"] for each in given] == wanted
    need(in_order, "It does not show each promise whose text is in it, in order.")
    rules = Rules(log.texts, str(file["pathway"]), now, holder["began"])
    said = [check_guarantee(each, held, used, rules) for each in given]
    need(held <= used, "It shows something of the learner that nothing in it rests on.")
    stated = [f"{ref}: the state's record says that it is held." for ref in holder["holds"]]
    return [*stated, *said, *log.said]


def held_by(credential: Fields, holder: Fields, texts: Texts) -> str:
    """The name of a credential about this holder, by the address of its achievement: a version of the state's, whose text
    lets this issuer give it."""
    about, issuer = credential["credentialSubject"], credential["issuer"]
    need(about["id"] in holder["subjects"], "A credential is about somebody else.")
    house, _, slug = (issuer["id"] if isinstance(issuer, dict) else issuer).rpartition(":")
    address = urlsplit(about["achievement"]["id"])
    found = re.fullmatch(r"/achievements/([^/]+)/([0-9]+)", address.path)
    own = house == holder["issuer"].rpartition(":")[0] and address.netloc == unquote(house.split(":")[2])
    name, number = need(
        found and own and found.groups(), "A credential is for something that is not the state's."
    )
    text = texts.get(f"credential:{name}", {"number": 0, "body": {}})
    need(text["number"] == int(number), "The text of a credential is not in the file.")
    need(slug in text["body"].get("issuers", []), "Its text does not let this issuer give it.")
    return f"credential:{name}"


def check_guarantee(given: Fields, held: set[str], used: set[str], rules: Rules) -> str:
    """One promise: each step follows from what is held, what is to be finished and the steps before, the last one opens it,
    and nothing in it is for nothing."""
    ref, finish, body = given["id"], list(given["finish"]), rules.body(given["id"])
    need(set(given) == {"id", "finish", "steps"} and rules.promise(ref), "A promise is not whole.")
    need(finish == sorted(set(finish)) and not held & set(finish), "What is to be finished is unclear.")
    known, gained, relied = held | set(finish), set(finish), set[str]()
    for each in given["steps"]:
        check_step(each, known, rules)
        need(each["gives"] not in known, "A step gives what is there already.")
        known, gained = known | {each["gives"]}, gained | {each["gives"]}
        relied |= set(each["nodes"].values())
    last = given["steps"][-1]
    need(last["by"] == last["gives"] == ref, "The last step does not open the promise.")
    need(gained - relied == {ref}, "A step, or something to be finished, is for nothing.")
    used |= relied & held
    first = f"If you finish {', '.join(finish)}, then {ref} opens" if finish else f"{ref} is open"
    return f"{first} ({body['legal_status']}): {next(iter(body['promise'].values()))}"


def check_step(step: Fields, known: set[str], rules: Rules) -> None:
    """One step. by: the rule. nodes: by the place of each node of it (`owner#node`) the thing that meets it: all known
    already, all needed; of a stage also what shows that each stage before was passed. gives: what the rule gives."""
    need(set(step) == {"by", "gives", "nodes"}, "A step is not whole.")
    by, gives, nodes = str(step["by"]), step["gives"], dict(step["nodes"])
    need(nodes and set(nodes.values()) <= known, "A step rests on what is not there.")
    ref, _, stage = by.partition("#")
    if ref.startswith("equivalence:") or stage == "awards":
        fits = len(nodes) == 1 and (nodes.get(by), gives) in exchanges(ref, rules.body(ref))
        need(fits, "A step gives what its text does not.")
        return
    fits = gives == by
    if stage:
        need(ref == rules.pathway, "A step is of another pathway.")
        fits = fits or gives in rules.body(by).get("awards", [])
        for each in rules.stages[: rules.stages.index(rules.body(by))]:
            place = f"{ref}#{each['id']}"
            value = nodes.pop(place, None)
            need(value == place or [value] == each.get("awards"), "A stage before it was not passed.")
    need(fits, "A step gives what its rule does not.")
    need(rules.rule(by).stands(nodes), "A step does not meet its rule.")
    for each in nodes:
        fewer = {place: value for place, value in nodes.items() if place != each}
        need(not rules.rule(by).stands(fewer), "A step names more than its rule needs.")


# -- reading: hashes, signatures, and values in their one spelling


def sha256(data: bytes) -> bytes:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).digest()


def verifies(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a signature over some data is by this Ed25519 key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
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
    number, zeros = 0, len(text[1:]) - len(text[1:].lstrip("1"))
    for letter in text[1:]:
        number = number * 58 + DIGITS.index(letter)
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def base64(text: Any, length: int) -> bytes:
    """So many bytes from base64."""
    data = b64decode(text, validate=True)
    fits = len(data) == length and b64encode(data).decode() == text
    need(fits, "A hash or signature is not written as it should be.")
    return data


def whole(given: Any) -> int:
    """A whole number, not below 0."""
    need(type(given) is int and 0 <= given < 2**53, "A number is unclear.")
    return int(given)


def moment(given: Any) -> datetime:
    """An instant in UTC."""
    need(isinstance(given, str) and MOMENT.fullmatch(given) is not None, "A time is unclear.")
    return datetime.fromisoformat(given)


def read(data: bytes) -> Any:
    """JSON, in which no name stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> Fields:
        need(len({name for name, _ in pairs}) == len(pairs), "A name stands twice.")
        return dict(pairs)

    return json.loads(data.decode("utf-8"), object_pairs_hook=once)


def objects(given: Any, what: str) -> list[Fields]:
    """A list of objects that have an id each."""
    fits = isinstance(given, list) and all(isinstance(each, dict) for each in given)
    need(fits and all(isinstance(each.get("id"), str) for each in given), f"A {what} is unclear.")
    return list(given)


def listed(given: Any) -> list[Any]:
    """A list, of one thing or of many."""
    return given if isinstance(given, list) else [] if given is None else [given]


def answer(
    data: bytes, state_keys: set[str], now: datetime, log_keys: Iterable[str] = (), log: bytes = b""
) -> tuple[bool, list[str]]:
    """Whether the file is believed, and why, in sentences. Whatever is brought, it answers."""
    try:
        return True, check(data, state_keys, now, log_keys, log)
    except No as why:
        return False, [str(why)]
    except Exception as error:
        return False, [f"It cannot be read: {type(error).__name__}."]


def main(words: list[str] | None = None) -> int:
    """Prints the answer; 0: believed, 1: not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add, today = parser.add_argument, datetime.now(UTC)
    add("file", type=Path)
    add("--state-key", action="append", default=[], help="the state's, z6Mk...; may be repeated")
    add("--log-key", action="append", default=[], help="the log's, NAME+ID+KEY; may be repeated")
    add("--log", type=Path, help="the whole public log, saved: was any promise replaced?")
    add("--as-of", type=moment, default=today, help="such as 2027-06-01T00:00:00Z")
    given = parser.parse_args(words)
    log = given.log.read_bytes() if given.log else b""
    believed, why = answer(given.file.read_bytes(), set(given.state_key), given.as_of, given.log_key, log)
    sys.stdout.write("\n".join([("PROVEN" if believed else "NOT PROVEN"), *why]) + "\n")
    return 0 if believed else 1


if __name__ == "__main__":
    sys.exit(main())
