"""The credential inside a PDF is found, and a hostile PDF gets a reason."""

import io
import zlib

import pikepdf
import pytest

from throughline.core.credentials.carriers import pdf_attachment
from throughline.core.credentials.strict_json import Unreadable


def pdf(files: dict[str, bytes], **how: object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for name, data in files.items():
        made.attachments[name] = pikepdf.AttachedFileSpec(
            made, data, filename=name, mime_type="application/json"
        )
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def test_the_credential_is_found_among_the_attached_files():
    found = pdf_attachment.credentials(
        pdf({"record.json": b' {"type": "ClrCredential"}', "photo.jpg": b"\xff\xd8"})
    )
    assert [(each.name, each.data) for each in found] == [("record.json", b' {"type": "ClrCredential"}')]
    assert found[0].media_type == "application/json"


def test_a_pdf_without_attachments_holds_none():
    assert pdf_attachment.attachments(pdf({})) == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf({"a.json": b"{}"}, encryption=pikepdf.Encryption(owner="x", user="y")), "locked"),
        (b"%PDF-1.7\nnothing more", "damaged"),
        (pdf({"a.json": b"{}"})[:200], "damaged"),
        (b"not one", "damaged"),
        (pdf({f"{n}.json": b"{}" for n in range(70)}), "too many files"),
        (pdf({"swells.json": b"{" + b" " * 20_000_000}, compress_streams=True), "too large"),
    ],
    ids=lambda given: given if isinstance(given, str) else "pdf",
)
def test_a_pdf_that_cannot_be_read_says_why(data, says):
    with pytest.raises(Unreadable, match=says):
        pdf_attachment.credentials(data)


def test_a_pdf_whose_own_tables_swell_is_refused():
    # A cross-reference stream of 40 MB packed into 40 KB: the reader itself must not unpack it.
    packed = zlib.compress(b"\x01\x00\x00\x00" * 40_000_000, 9)
    stream = (
        b"1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    )
    data = b"%PDF-1.7\n" + stream + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"
    with pytest.raises(Unreadable, match="damaged"):
        pdf_attachment.attachments(data)
