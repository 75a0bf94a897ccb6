"""What lies elsewhere: asked for once, within a budget, and noted where it could not be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from throughline.core.credentials.controllers.resolving import Method, Unreachable
from throughline.core.credentials.verifying.answers import NotReached

Resolver: TypeAlias = Callable[[str], bytes]
"""Gives what stands at an https address. Raises `Unreachable` with the reason in words."""
MOST_FETCHED = 24
"""How many addresses one verification asks for, whatever a credential names."""


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """An issuer that the registry knows: its id (a DID or https address) and the name to show for it.

    keys: gives every key it ever had, by id, where the registry holds them, so that nobody need be asked for a key.
    since, until: when it was recognised; None where that is open. only_endorses: it is known as one who endorses what
    others issue, and as issuer of nothing else.
    """

    id: str
    name: str
    keys: Callable[[], Mapping[str, Method]] | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_endorses: bool = False


Registry: TypeAlias = Mapping[str, KnownIssuer]


@dataclass(slots=True)
class Errand:
    """The dealings of one verification with the outside. A resolver of None never asks anyone.

    kept: what was brought along of what lies elsewhere, by address; good only for what is signed itself.
    """

    resolver: Resolver | None
    left: int = MOST_FETCHED
    kept: Mapping[str, bytes] = field(default_factory=dict)
    got: dict[str, bytes] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> bytes:
        """What stands at the address; the same address is asked for once. Raises `Unreachable`."""
        if address in self.got:
            return self.got[address]
        if address in self.missed:
            raise Unreachable(self.missed[address])
        try:
            found = self._asked(address)
        except Unreachable as error:
            self.missed[address] = str(error)
            raise
        self.got[address] = found
        return found

    def get_signed(self, address: str) -> bytes:
        """The same for a document that proves itself: where nobody answers, the copy that was brought along."""
        try:
            return self.get(address)
        except Unreachable:
            if address in self.kept:
                return self.kept[address]
            raise

    def _asked(self, address: str) -> bytes:
        if self.resolver is None:
            raise Unreachable("This check was made without the network, so nobody was asked.")
        if self.left <= 0:
            raise Unreachable(f"One check asks for at most {MOST_FETCHED} things that lie elsewhere.")
        self.left -= 1
        return self.resolver(address)

    def note(self, address: str, why: str) -> None:
        """Notes what could not be had for another reason than the way there."""
        self.missed.setdefault(address, why)

    def not_reached(self) -> tuple[NotReached, ...]:
        """What could not be had, in the order it was asked for."""
        return tuple(NotReached(address, why) for address, why in self.missed.items())
