"""Asking other machines for keys and lists, without being used against our own network."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from throughline.apps.records.files import fetching
from throughline.apps.records.files.fetching import (
    Fetcher,
    NotFetched,
    Place,
    ask_over_https,
    checked_ip,
    place_of,
    within,
)

PUBLIC = "93.184.216.34"
JSON = (200, "application/json", b"{}")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.org/did.json", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("https://127.0.0.1/", "host"),
        ("https://169.254.169.254/latest/meta-data/", "host"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:169.254.169.254]/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://0177.0.0.1/", "host"),
        ("https://127.1/", "host"),
        ("https://①②⑦.⓪.⓪.①/", "host"),
        ("https://localhost/", "host"),
        ("https://metadata/", "host"),
        ("https:///did.json", "host"),
        ("https://example.org:8443/", "port"),
        ("https://example.org:22/", "port"),
        ("https://example.org:99999/", "address"),
        ("https://example.org@127.0.0.1/", "user"),
        ("https://user:pass@example.org/", "user"),
        ("https://example.org\\@127.0.0.1/", "address"),
        ("https://example.org/\r\nHost: inside", "address"),
        ("https://example.org/a b", "address"),
        ("https://[broken/", "address"),
        ("https://" + "a" * 64 + ".org/", "host"),
        ("https://example.org/" + "a" * 3000, "address"),
        ("javascript:alert(1)", "scheme"),
        ("", "scheme"),
    ],
)
def test_an_address_that_could_lead_inside_is_not_asked(address: str, reason: str) -> None:
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_never, ask=_never)(address)
    assert refused.value.reason == reason


def test_a_name_in_other_letters_is_asked_under_its_ascii_spelling() -> None:
    assert place_of("https://münchen.example/ausweis?x=1#here") == Place(
        "xn--mnchen-3ya.example", "/ausweis?x=1"
    )


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["172.16.0.1"], ["192.168.1.1"], ["169.254.169.254"], ["100.64.0.1"], ["0.0.0.0"],
        ["::1"], ["::"], ["fe80::1%eth0"], ["fd00::1"], ["::ffff:127.0.0.1"], ["::ffff:169.254.169.254"],
        ["64:ff9b::7f00:1"], ["2002:7f00:1::"], ["2001:db8::1"], ["224.0.0.1"], ["ff02::1"], ["255.255.255.255"],
        ["198.18.0.1"], ["not an address"],
        [PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], ["2606:4700::1111", "::1"],
    ],
    ids=",".join,
)  # fmt: skip
def test_a_name_with_any_address_inside_is_not_asked(found: list[str]) -> None:
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=lambda _: found, ask=_never)("https://rebinding.example/did.json")
    assert refused.value.reason == "private"


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    asked: list[tuple[Place, str]] = []

    def ask(place: Place, ip: str, seconds: float) -> tuple[int, str, bytes]:
        asked.append((place, ip))
        return JSON

    lookups = iter([[PUBLIC], ["127.0.0.1"]])
    assert Fetcher(lookup=lambda _: next(lookups), ask=ask)("https://example.org/did.json#key-1") == b"{}"
    assert asked == [(Place("example.org", "/did.json"), PUBLIC)]


def test_a_host_nobody_knows_is_said_to_be_unknown() -> None:
    with pytest.raises(NotFetched, match="Nobody knows"):
        checked_ip("nowhere.example", lambda _: [])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((301, "text/html", b""), "redirect"),
        ((302, "application/json", b"{}"), "redirect"),
        ((307, "application/json", b"{}"), "redirect"),
        ((404, "application/json", b"{}"), "answer"),
        ((500, "application/json", b"{}"), "answer"),
        ((206, "application/json", b"{}"), "answer"),
        ((200, "text/html", b"<html>"), "type"),
        ((200, "video/mp4", b""), "type"),
        ((200, "application/json", b" " * (fetching.MOST_BYTES + 1)), "size"),
    ],
)
def test_an_answer_that_is_no_document_is_refused(answer: tuple[int, str, bytes], reason: str) -> None:
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_public, ask=lambda *_: answer)("https://example.org/x")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/did+json", "application/vc", "application/vc+jwt", "application/ld+json",
     "application/jwt", "application/statuslist+jwt", "image/png", "image/svg+xml", "application/pdf", "text/plain"],
)  # fmt: skip
def test_documents_come_under_many_types(kind: str) -> None:
    assert Fetcher(lookup=_public, ask=lambda *_: (200, kind, b"x"))("https://example.org/x") == b"x"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(), "time"),
        (ConnectionRefusedError(), "connection"),
        (ssl.SSLCertVerificationError(), "certificate"),
        (ssl.SSLError(), "connection"),
    ],
)
def test_a_broken_connection_has_its_reason(error: Exception, reason: str) -> None:
    def ask(*_: object) -> tuple[int, str, bytes]:
        raise error

    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_public, ask=ask)("https://example.org/x")
    assert refused.value.reason == reason


def test_one_host_is_asked_so_many_times_a_minute_and_again_afterwards() -> None:
    now = [0.0]
    fetcher = Fetcher(lookup=_public, ask=lambda *_: JSON, clock=lambda: now[0])
    for number in range(fetching.PER_HOST):
        fetcher(f"https://example.org/{number}")
    with pytest.raises(NotFetched) as refused:
        fetcher("https://example.org/more")
    assert refused.value.reason == "often"
    assert fetcher("https://other.example/") == b"{}"
    now[0] = fetching.WINDOW
    assert fetcher("https://example.org/more") == b"{}"


def test_what_was_had_within_the_minute_is_not_asked_for_again() -> None:
    now, asked = [0.0], []
    fetcher = Fetcher(lookup=_public, ask=lambda place, *_: asked.append(place) or JSON, clock=lambda: now[0])
    for _ in range(3):
        fetcher("https://example.org/status/1#94567")
    assert len(asked) == 1
    now[0] = fetching.KEPT_SECONDS
    fetcher("https://example.org/status/1")
    assert len(asked) == 2


def test_a_whole_check_ends_when_its_time_is_over() -> None:
    with pytest.raises(NotFetched) as refused:
        within(_never, -1.0)("https://example.org/")
    assert refused.value.reason == "time"


def test_the_fetcher_needs_neither_django_nor_a_database() -> None:
    code = "import throughline.apps.records.files.fetching, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- over real TLS, to a server on this machine that stands in for a host of the world ---


def test_a_document_is_had_over_tls_under_the_name_of_its_host(host: Callable[[bytes], Place]) -> None:
    place = host(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"
    )
    assert ask_over_https(place, PUBLIC, 5.0) == JSON


def test_an_answer_that_breaks_off_is_no_answer(host: Callable[[bytes], Place]) -> None:
    place = host(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}")
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_public)(f"https://{place.host}/")
    assert refused.value.reason == "connection"


def test_a_body_without_end_is_cut_off_at_the_limit(host: Callable[[bytes], Place]) -> None:
    place = host(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b" " * 500_000)
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_public, most=1000)(f"https://{place.host}/")
    assert refused.value.reason == "size"


def test_a_host_that_dribbles_is_left_after_the_time(host: Callable[..., Place]) -> None:
    place = host(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX: " + b"a" * 2000, drip=0.02)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        ask_over_https(place, PUBLIC, 0.5)
    assert time.monotonic() - began < 3


def test_a_certificate_for_another_name_is_refused(host: Callable[..., Place]) -> None:
    place = host(b"HTTP/1.1 200 OK\r\n\r\n", name="other.example")
    with pytest.raises(NotFetched) as refused:
        Fetcher(lookup=_public)(f"https://{place.host}/")
    assert refused.value.reason == "certificate"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Place]]:
    """Starts a TLS server that gives one answer; every connection to port 443 goes to it."""
    sockets: list[socket.socket] = []

    def start(answer: bytes, *, drip: float = 0.0, name: str = "issuer.example") -> Place:
        certificate = _certificate(tmp_path, name)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)
        real, there = socket.create_connection, listening.getsockname()
        monkeypatch.setattr(socket, "create_connection", lambda _, timeout: real(there, timeout))
        threading.Thread(target=_serve, args=(listening, certificate, answer, drip), daemon=True).start()
        return Place("issuer.example", "/")

    yield start
    for each in sockets:
        each.close()


def _serve(listening: socket.socket, certificate: Path, answer: bytes, drip: float) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    try:
        plain, _ = listening.accept()
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(4096)
            for piece in [answer] if not drip else [answer[i : i + 1] for i in range(len(answer))]:
                secure.sendall(piece)
                time.sleep(drip)
    except OSError:
        return


def _certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def _never(*_: object) -> tuple[int, str, bytes]:
    raise AssertionError("nobody must be asked")


def _public(_: str) -> list[str]:
    return [PUBLIC]
