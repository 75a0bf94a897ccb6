"""Gets a key document, a status list or a credential from another machine, without being used against this one.

https only, no redirects, standard port; every address that a name resolves to must be a public one, and the connection
goes to the address that was looked at; size, time and requests per host are limited. Needs neither Django nor a
database, so that the command line uses it too.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from throughline.core.credentials.controllers.resolving import Unreachable

Reason: TypeAlias = Literal[
    "address", "scheme", "port", "user", "host", "private", "unknown_host", "connection", "certificate", "time",
    "redirect", "answer", "type", "size", "often",
]  # fmt: skip
MOST_BYTES: Final = 8 * 1024 * 1024
SECONDS: Final = 5.0
LONGEST_ADDRESS: Final = 2048
PER_HOST: Final = 30
"""Requests to one host within `WINDOW` seconds."""
WINDOW: Final = 60.0
KEPT_SECONDS: Final = 60.0
MOST_KEPT: Final = 64
MOST_KEPT_BYTES: Final = 256 * 1024
TYPES: Final = re.compile(
    r"application/(json|jwt|vc|vp|did|octet-stream|pdf|[\w.+-]+\+(json|jwt))|image/(png|svg\+xml)|text/(plain|json)"
)
ACCEPT: Final = "application/json, application/vc, application/did+json, application/jwt, image/*, */*;q=0.1"
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class NotFetched(Unreachable):
    """Why an address was not asked, or did not answer as it should. reason: for programs; the text: for people."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where to ask: the host in ASCII letters, and what to ask it for."""

    host: str
    path: str


Lookup: TypeAlias = Callable[[str], list[str]]
Ask: TypeAlias = Callable[[Place, str, float], tuple[int, str, bytes]]


def place_of(address: str) -> Place:
    """The host and path of an https address that may be asked. Raises `NotFetched` for any other."""
    if len(address) > LONGEST_ADDRESS or re.search(r"[\x00-\x20\x7f\\]", address):
        raise NotFetched("address", "The address is too long, or holds letters that no address has.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotFetched("address", "The address cannot be read.") from None
    if parts.scheme.lower() != "https":
        raise NotFetched("scheme", "Only addresses that begin with https:// are asked.")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("user", "An address with a user name in it is not asked.")
    if port not in (None, 443):
        raise NotFetched("port", f"Only the standard port of https is asked, not {port}.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise NotFetched("address", "The address holds letters that must be written with % in its path.")
    return Place(_ascii(parts.hostname or ""), path)


def _ascii(host: str) -> str:
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise NotFetched("host", "The name of the host cannot be read.") from None
    # Numbers alone are an address in disguise (2130706433, 0x7f.1, 0177.0.0.1), and credentials live at names.
    if not _HOST.fullmatch(name):
        raise NotFetched("host", "The host must be a name such as example.org, not a number or a local name.")
    return name


def checked_ip(host: str, lookup: Lookup) -> str:
    """The first address of a host, if all of its addresses are public. Raises `NotFetched`."""
    found = lookup(host)
    if not found:
        raise NotFetched("unknown_host", f"Nobody knows the host {host}.")
    if not all(map(_is_public, found)):
        raise NotFetched("private", f"{host} leads to an address inside a private network.")
    return found[0]


def _is_public(text: str) -> bool:
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address can travel inside an IPv6 one, by four ways.
        inner += [each for each in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if each is not None]
        if ip in _TRANSLATED:
            inner.append(ipaddress.IPv4Address(ip.packed[-4:]))
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in inner)


_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")


def look_up(host: str) -> list[str]:
    """Every address that this machine's resolver has for a host; none where it has none, or takes too long."""
    answers: list[str] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        answers.extend(str(each[4][0]) for each in found)

    # The system's resolver knows no time limit of its own.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(SECONDS)
    return [] if asking.is_alive() else list(answers)


class _Connection(http.client.HTTPSConnection):
    """A connection to one address that was looked at, under the name of its host."""

    def __init__(self, host: str, ip: str, seconds: float) -> None:
        super().__init__(host, timeout=seconds, context=ssl.create_default_context())
        self._ip = ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, 443), self.timeout)
        # mypy: the context was given above. The handshake comes after, so that it too can be cut off.
        wrapped = self._context.wrap_socket(  # type: ignore[attr-defined]
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = wrapped
        wrapped.do_handshake()


def ask_over_https(place: Place, ip: str, seconds: float, most: int = MOST_BYTES) -> tuple[int, str, bytes]:
    """Status, content type and body of one GET; the body at most one byte longer than `most`.

    Raises `OSError` or `http.client.HTTPException`; `TimeoutError` also where the whole takes longer than `seconds`.
    """
    connection, late = _Connection(place.host, ip, seconds), threading.Event()

    def give_up() -> None:
        late.set()
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    # A host that sends one byte a second would pass every limit on a single wait.
    alarm = threading.Timer(seconds, give_up)
    alarm.daemon = True
    alarm.start()
    try:
        answer = _answer(connection, place, most)
        if late.is_set():
            raise TimeoutError
        return answer
    except (OSError, ValueError, http.client.HTTPException):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        alarm.cancel()
        connection.close()


def _answer(connection: _Connection, place: Place, most: int) -> tuple[int, str, bytes]:
    headers = {"Accept": ACCEPT, "User-Agent": "Throughline", "Connection": "close"}
    connection.request("GET", place.path, headers=headers)
    answer = connection.getresponse()
    body = answer.read(most + 1)
    if answer.length and len(body) <= most:
        raise http.client.IncompleteRead(body, answer.length)
    return answer.status, answer.headers.get_content_type(), body


@dataclass(slots=True)
class Fetcher:
    """Fetches for every verification of a process: limits requests per host, and keeps small answers for a minute.

    lookup, ask, clock: what reaches the network and the time; others in tests. types, most, seconds, per_host: which
    content types are taken, how many bytes, how long one answer may take, and how often a host is asked in a minute.
    """

    lookup: Lookup = look_up
    ask: Ask = ask_over_https
    clock: Callable[[], float] = time.monotonic
    types: re.Pattern[str] = TYPES
    most: int = MOST_BYTES
    seconds: float = SECONDS
    per_host: int = PER_HOST
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _kept: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, address: str) -> bytes:
        """What stands at an https address. Raises `NotFetched`."""
        plain = address.partition("#")[0]
        place = place_of(plain)
        found = self._kept_answer(plain)
        if found is None:
            self._count(place.host)
            found = self._body(place, checked_ip(place.host, self.lookup))
            self._keep(plain, found)
        return found

    def _body(self, place: Place, ip: str) -> bytes:
        status, kind, body = _asked(self.ask, place, ip, self.seconds)
        if 300 <= status < 400:
            raise NotFetched(
                "redirect", f"{place.host} sends us on to another address, which is not followed."
            )
        if status != 200:
            raise NotFetched("answer", f"{place.host} answered {status} instead of giving the document.")
        if not self.types.fullmatch(kind):
            raise NotFetched("type", f"{place.host} gave {kind[:60]}, which is nothing that was asked for.")
        if len(body) > self.most:
            raise NotFetched("size", f"{place.host} gave more than {self.most} bytes.")
        return body

    def _count(self, host: str) -> None:
        now = self.clock()
        with self._lock:
            if len(self._asked) > 1000:
                self._asked = {h: q for h, q in self._asked.items() if q and q[-1] > now - WINDOW}
            recent = self._asked.setdefault(host, deque())
            while recent and recent[0] <= now - WINDOW:
                recent.popleft()
            if len(recent) >= self.per_host:
                raise NotFetched(
                    "often", f"{host} was asked {self.per_host} times within a minute. Try again later."
                )
            recent.append(now)

    def _kept_answer(self, address: str) -> bytes | None:
        with self._lock:
            at, body = self._kept.get(address, (0.0, None))
            return body if body is not None and self.clock() - at < KEPT_SECONDS else None

    def _keep(self, address: str, body: bytes) -> None:
        if len(body) > MOST_KEPT_BYTES:
            return
        with self._lock:
            self._kept[address] = (self.clock(), body)
            self._kept.move_to_end(address)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def within(fetcher: Callable[[str], bytes], seconds: float) -> Callable[[str], bytes]:
    """The same fetcher for one verification, which asks nobody any more once so many seconds have passed."""
    ends = time.monotonic() + seconds

    def fetch(address: str) -> bytes:
        if time.monotonic() > ends:
            raise NotFetched("time", f"The whole check may take {seconds:.0f} seconds, and they are over.")
        return fetcher(address)

    return fetch


def _asked(ask: Ask, place: Place, ip: str, seconds: float) -> tuple[int, str, bytes]:
    try:
        return ask(place, ip, seconds)
    except ssl.SSLCertVerificationError:
        raise NotFetched("certificate", f"The certificate of {place.host} is not good.") from None
    except TimeoutError:
        raise NotFetched("time", f"{place.host} did not answer within {seconds:.0f} seconds.") from None
    except (OSError, ValueError, http.client.HTTPException):
        raise NotFetched("connection", f"There was no connection to {place.host}, or it broke off.") from None
