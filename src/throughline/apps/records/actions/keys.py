"""Writes: the keys of issuing organizations: made at need, rotated, retired, marked as stolen. No name is used twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection, transaction

from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records.credentials.issuer_keys import live_row, make, say_of
from throughline.apps.records.models import IssuerKey, IssuerSecret, KeyMark
from throughline.apps.trail import actions as trail

SigningKind = Literal["Ed25519", "RSA", "P-256"]
KINDS: tuple[SigningKind, ...] = ("Ed25519", "RSA", "P-256")
ROTATING, RETIRING = "key.rotate", "key.retire"
"""What an operator does to a key only with a second one."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The name of the new key, and of those that retired for it."""

    name: str
    retired: tuple[str, ...]


@transaction.atomic
def rotate(*, by: Actor, issuer: str, kind: SigningKind, reason: str, now: datetime) -> Rotated:
    """An issuer signs with a new key from now on; what the old one signed stands. The old private half is destroyed.

    An operator changes a key that signs only with a second one's yes to exactly that; a first key needs none."""
    decision = _may(by, issuer)
    _lock(issuer)
    old = live_row(issuer, kind)
    if old is not None:
        _second(by, decision, ROTATING, issuer, {"issuer": issuer, "kind": kind}, now)
    made = make(issuer, kind, now)
    if old is not None:
        _end(old, "retired", now, reason, now)
    _note(by, decision, "rotated key", made, reason, now)
    return Rotated(made.name, (old.name,) if old else ())


@transaction.atomic
def retire_key(*, by: Actor, issuer: str, name: str, reason: str, now: datetime) -> None:
    """A key signs nothing more; what it signed stands. An operator needs a second one's yes to exactly that."""
    decision = _may(by, issuer)
    key = _key(issuer, name)
    _second(by, decision, RETIRING, issuer, {"issuer": issuer, "name": name}, now)
    _end(key, "retired", now, reason, now)
    _note(by, decision, "retired key", key, reason, now)


@transaction.atomic
def report_stolen(*, by: Actor, issuer: str, name: str, at: datetime, reason: str, now: datetime) -> Rotated:
    """A key was in strange hands from `at` on: only what the public log shows from before stands. A new key follows.

    Nobody is asked first: until it is reported, whoever has the key signs with it."""
    decision = _may(by, issuer)
    _lock(issuer)
    key = _key(issuer, name)
    if at > now:
        raise Refused(
            "A stolen key", "the time is still to come.", "Give the time from which it may be lost."
        )
    _end(key, "stolen", at, reason, now)
    _note(by, decision, "reported stolen key", key, reason, now)
    made = live_row(issuer, key.kind) or make(issuer, _kind(key.kind), now)
    return Rotated(made.name, (key.name,))


def _second(
    by: Actor, decision: Decision, act: str, issuer: str, said: Mapping[str, object], now: datetime
) -> None:
    if decision.authority == two_persons.AS_OPERATOR:
        two_persons.spend(by=by, act=act, about=f"organization:{issuer}", detail=said, now=now)


def _kind(text: str) -> SigningKind:
    return next(each for each in KINDS if each == text)


def _may(by: Actor, issuer: str) -> Decision:
    return require(by, "keys.manage", Subject(organization=issuer), what=f"The keys of {issuer}")


def _lock(issuer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.keys.' || %s))", [issuer])


def _key(issuer: str, name: str) -> IssuerKey:
    found = IssuerKey.objects.filter(issuer=issuer, name=name).first()
    if found is None:
        raise Refused("A key", f"{issuer} has none named '{name}'.", "List them: throughline keys list")
    return found


def _end(key: IssuerKey, kind: str, at: datetime, reason: str, now: datetime) -> None:
    if KeyMark.objects.filter(key=key, kind=kind).exists():
        raise Refused(f"The key {key.name}", f"it is marked as {kind} already.", "There is nothing to do.")
    KeyMark.objects.create(key=key, kind=kind, at=at, reason=reason)
    say_of(key, kind, now)
    IssuerSecret.objects.filter(key=key).delete()


def _note(by: Actor, decision: Decision, verb: str, key: IssuerKey, reason: str, now: datetime) -> None:
    data = {"key": key.name, "reason": reason}
    trail.record(trail.Act(by.person, verb, now, None, f"issuer:{key.issuer}", decision.authority, data))
