"""Everything of a learner's in one file: nothing lost on the way, read where this software is not, or refused whole."""

import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.credentials.bundles import (
    CONTENTS,
    CREDENTIAL,
    DID,
    MADE,
    NOTE,
    PHOTO,
    WORDS,
    files,
    packed,
    repacked,
)
from throughline.core.credentials import keys
from throughline.core.credentials.bundle import (
    BundleError,
    Contents,
    EvidenceFile,
    Held,
    Limits,
    Snapshot,
    read_bundle,
    write_bundle,
)
from throughline.core.credentials.bundle.contents import evidence
from throughline.core.credentials.controllers import resolving
from throughline.core.credentials.proofs import data_integrity


def test_everything_comes_back_as_it_was() -> None:
    back = read_bundle(packed())
    assert back == CONTENTS
    assert {each.name: b"".join(each.chunks()) for each in back.evidence} == {
        PHOTO.name: b"".join(PHOTO.chunks()), NOTE.name: b"".join(NOTE.chunks())
    }  # fmt: skip
    assert packed(back) == packed(), "and makes the same bundle again"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
INSTANTS = st.datetimes(datetime(1980, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TYPES = st.sampled_from(
    ["application/json", "application/vc+jwt", "image/png", "text/plain", "application/x-own"]
)
CONTENT = st.builds(
    Contents,
    holder=st.text(min_size=1, max_size=30),
    made_at=INSTANTS,
    record=st.dictionaries(st.text(max_size=10), JSON, max_size=4),
    clr=st.none() | st.binary(max_size=40),
    credentials=st.lists(
        st.builds(Held, st.text(max_size=60), st.binary(max_size=60), TYPES), max_size=4
    ).map(tuple),
    snapshots=st.lists(
        st.builds(Snapshot, st.text(max_size=40), st.binary(max_size=60), INSTANTS, TYPES), max_size=3
    ).map(tuple),
    evidence=st.lists(
        st.builds(evidence, st.text(max_size=20), st.binary(max_size=300), TYPES),
        max_size=4,
        unique_by=lambda e: e.digest,
    ).map(tuple),
    transcript=st.none() | st.binary(max_size=40),
)


@given(CONTENT)
@settings(max_examples=60, deadline=None)
def test_whatever_a_learner_holds_comes_back_as_it_was(contents: Contents) -> None:
    back = read_bundle(packed(contents))
    assert back == contents
    assert [b"".join(e.chunks()) for e in back.evidence] == [b"".join(e.chunks()) for e in contents.evidence]


def test_a_credential_in_a_bundle_verifies_from_the_bundle_alone() -> None:
    """The issuer is gone: its keys are in the bundle, as they stood when it was made."""
    back = read_bundle(packed())
    document = json.loads(back.snapshots[0].body)
    assert document == DID
    methods = resolving.known([
        resolving.Method(m["id"], m["controller"], keys.public_from_multibase(m["publicKeyMultibase"]))
        for m in document["verificationMethod"]
    ])  # fmt: skip
    credential = json.loads(back.credentials[0].body)
    assert [each.outcome for each in data_integrity.check_proofs(credential, methods=methods)] == ["holds"]
    credential["credentialSubject"]["achievement"]["name"] += "!"
    assert [each.outcome for each in data_integrity.check_proofs(credential, methods=methods)] == ["broken"]


def test_a_bundle_is_made_piece_by_piece() -> None:
    pulled: list[int] = []

    def film() -> list[bytes]:
        return [b"x" * 100_000] * 30

    def chunks() -> object:
        for number, piece in enumerate(film()):
            pulled.append(number)
            yield piece

    body = b"".join(film())
    big = EvidenceFile(sha256(body).hexdigest(), len(body), "video/mp4", "Film", chunks)  # type: ignore[arg-type]
    pieces, most = [], 0
    for piece in write_bundle(replace(CONTENTS, evidence=(big,)), WORDS):
        pieces.append(piece)
        most = max(most, len(piece))
        if len(pulled) == 1:
            assert sum(map(len, pieces)) < 400_000
    assert most <= 200_000
    assert b"".join(read_bundle(b"".join(pieces)).evidence[0].chunks()) == body


def test_a_file_of_evidence_that_is_not_what_its_digest_says_stops_the_bundle() -> None:
    wrong = replace(PHOTO, chunks=lambda: (b"something else",))
    with pytest.raises(BundleError, match="the stored file is not what its digest says"):
        packed(replace(CONTENTS, evidence=(wrong,)))


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[str] = []
        self.tags: list[str] = []
        self.language = ""
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self.links += [str(held[name]) for name in ("href", "src") if held.get(name)]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag == "html":
            self.language = str(held.get("lang"))
        assert not any(name.startswith("on") or name == "style" for name in held)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_its_pages_open_from_a_folder_without_script_and_lead_only_to_each_other() -> None:
    held = files(packed())
    pages = {name: _Page(body.decode()) for name, body in held.items() if name.endswith(".html")}
    assert {
        "index.html",
        "how-to-check.html",
        "credentials/001-cad-design-models.html",
        "credentials/002-soldadura.html",
    } == set(pages)
    for name, page in pages.items():
        assert page.language == "en"
        assert page.headings[0] == "h1"
        assert page.headings.count("h1") == 1
        assert not {"script", "iframe", "object", "form"} & set(page.tags)
        folder = name.rpartition("/")[0]
        for link in page.links:
            target = link.removeprefix("../") if link.startswith("../") else f"{folder}/{link}".lstrip("/")
            assert target in held, f"{name} leads to {link}"
    index = pages["index.html"]
    assert "Ana Lúcia <Ortiz>" in index.words, "shown as written"
    assert "CAD design & <models>" in index.words
    assert "Proficient" in index.words
    assert f"../evidence/{PHOTO.digest}.jpg" in pages["credentials/001-cad-design-models.html"].links
    assert "transcript.pdf" in index.links


def test_the_files_are_named_so_that_a_person_finds_them() -> None:
    assert set(files(packed())) == {
        "manifest.json", "index.html", "how-to-check.html", "style.css", "record.json", "clr.json", "transcript.pdf",
        "credentials/001-cad-design-models.html", "credentials/001-cad-design-models.json",
        "credentials/002-soldadura.html", "credentials/002-soldadura.json", "documents/001.json",
        f"evidence/{PHOTO.digest}.jpg", f"evidence/{NOTE.digest}.txt",
    }  # fmt: skip
    assert json.loads(files(packed())["credentials/001-cad-design-models.json"]) == CREDENTIAL


def _changed(name: str, body: bytes) -> bytes:
    return repacked({**files(packed()), name: body})


def _without(name: str) -> bytes:
    return repacked({n: body for n, body in files(packed()).items() if n != name})


def _relisted(path: str, **changes: object) -> bytes:
    held = files(packed())
    manifest = json.loads(held["manifest.json"])
    line = next(each for each in manifest["entries"] if each["path"] == path)
    line.update(changes)
    return repacked({**held, "manifest.json": json.dumps(manifest).encode()})


def _headed(**changes: object) -> bytes:
    held = files(packed())
    manifest = {**json.loads(held["manifest.json"]), **changes}
    return repacked({**held, "manifest.json": json.dumps(manifest).encode()})


def _swapped_record(body: bytes) -> bytes:
    held = {**files(packed()), "record.json": body}
    manifest = json.loads(held["manifest.json"])
    line = next(each for each in manifest["entries"] if each["path"] == "record.json")
    line |= {"sha256": sha256(body).hexdigest(), "size": len(body)}
    return repacked({**held, "manifest.json": json.dumps(manifest).encode()})


def _link() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        info = ZipInfo("record.json")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def _twice() -> bytes:
    out = BytesIO(packed())
    with ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("record.json", "{}")
    return out.getvalue()


def _otherwise_packed() -> bytes:
    out = BytesIO(packed())
    with ZipFile(out, "a", ZIP_BZIP2) as archive:
        archive.writestr("more.json", "{}")
    return out.getvalue()


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("not a zip", lambda: b"hello", "the bundle: it cannot be unpacked"),
    ("cut short", lambda: packed()[:-200], "the bundle: it cannot be unpacked"),
    ("no manifest", lambda: _without("manifest.json"), "manifest.json: it is not in the bundle"),
    ("another kind of zip", lambda: repacked({"manifest.json": b"{}"}), "not a bundle of a learner's record"),
    ("a later version", lambda: _headed(version=2), "version 2 is not known here"),
    ("a manifest without files", lambda: _headed(entries=None), "it lists no files"),
    ("a line in another form", lambda: _headed(entries=[{"path": "a"}]), "a line of it has another form"),
    ("a time of no zone", lambda: _headed(madeAt="2027-06-01T00:00:00"), "has no time zone"),
    ("no time at all", lambda: _headed(madeAt=7), "'7' is not an instant"),
    ("a changed file", lambda: _changed("record.json", b'{"sections": {}}'), "record.json: it was changed"),
    ("a changed page", lambda: _changed("index.html", b"<h1>Somebody else</h1>"), "index.html: it was changed"),
    ("a missing file", lambda: _without("clr.json"), "clr.json: the manifest lists it, and it is not there"),
    ("a file more", lambda: _changed("extra.json", b"{}"), "extra.json: the manifest does not list it"),
    ("a wrong size", lambda: _relisted("clr.json", size=1), "clr.json: it was changed"),
    ("a size that is none", lambda: _relisted("clr.json", size=True), "its size is not listed"),
    ("a name that climbs", lambda: _changed("../../etc/cron", b"x"), "no file of a bundle has such a name"),
    ("a name from the root", lambda: _changed("/etc/cron", b"x"), "no file of a bundle has such a name"),
    ("a name of another system", lambda: _changed("c:\\x.json", b"x"), "no file of a bundle has such a name"),
    ("a link", _link, "no file of a bundle has such a name or kind"),
    ("a name twice", _twice, "two files have one name"),
    ("another packing", _otherwise_packed, "packed or locked in a way"),
    ("a record twice said", lambda: _swapped_record(b'{"sections": {"a": 1, "a": 2}}'),
     "record.json: 'a' is given more than once"),
    ("a record in depth", lambda: _swapped_record(b'{"sections":' + b"[" * 9000 + b"]" * 9000 + b"}"), "record.json"),
    ("a record without sections", lambda: _swapped_record(b"[]"), "record.json: it has no sections"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "says"), [pytest.param(m, s, id=name) for name, m, s in REFUSED])
def test_refused_whole_with_the_file_and_the_reason(made: Callable[[], bytes], says: str) -> None:
    with pytest.raises(BundleError, match=re.escape(says)) as raised:
        read_bundle(made())
    assert raised.value.fix


def test_a_bundle_that_would_fill_the_disk_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked({"manifest.json": b"{}", "record.json": b"\0" * 30_000_000})
    assert len(bomb) < 50_000
    with pytest.raises(BundleError, match="unpacked it is larger than"):
        read_bundle(bomb, Limits(whole=1_000_000))
    with pytest.raises(BundleError, match="14 files; 3 are read"):
        read_bundle(packed(), Limits(entries=3))
    with pytest.raises(BundleError, match="more than 50 bytes"):
        read_bundle(packed(), Limits(text=50))


def test_a_bundle_that_says_it_is_smaller_than_it_is_gives_no_more_than_it_said() -> None:
    """The size in the zip's directory is written down to 10 bytes; what comes out beyond is never read."""
    bomb = bytearray(repacked({"manifest.json": b"{}", "record.json": b"\0" * 5_000_000}))
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 10)
    with pytest.raises(BundleError):
        read_bundle(bytes(bomb))


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_bundle_with_any_byte_changed_is_the_same_or_refused(data: st.DataObject) -> None:
    whole = packed()
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    assert _said(broken) in (CONTENTS, "refused"), f"byte {at} changed what is read"


def _said(bundle: bytes) -> Contents | str:
    try:
        return read_bundle(bundle)
    except BundleError:
        return "refused"


def test_what_is_kept_of_time_is_when_the_bundle_was_made() -> None:
    assert read_bundle(packed()).made_at == MADE
