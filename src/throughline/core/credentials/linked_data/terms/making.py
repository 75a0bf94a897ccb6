"""Which contexts are allowed, and their tables made from a folder of published contexts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256, sha384
from pathlib import Path
from typing import Any

from throughline.core.credentials.linked_data.terms.compiling import compile_context
from throughline.core.credentials.linked_data.terms.table import HEADER, Table, to_rows

_OB, _CLR = "https://purl.imsglobal.org/spec/ob/v3p0", "https://purl.imsglobal.org/spec/clr/v2p0"
_W3C, _W3ID, _SECURITY = "https://www.w3.org", "https://w3id.org", "https://w3id.org/security"
SERVED = (
    f"{_W3C}/2018/credentials/v1",
    f"{_W3C}/ns/credentials/v2",
    f"{_W3C}/ns/credentials/status/v1",
    f"{_W3C}/ns/cid/v1",
    f"{_W3C}/ns/did/v1",
    f"{_OB}/context.json",
    f"{_OB}/context/ob_v3p0.jsonld",
    f"{_OB}/context-3.0.1.json",
    f"{_OB}/context-3.0.2.json",
    f"{_OB}/context-3.0.3.json",
    f"{_OB}/extensions.json",
    *(
        f"{_OB}/extensions/{name}Extension/context-3.0.0.json"
        for name in ("accessibility", "applyLink", "geoCoordinates", "license")
    ),
    f"{_CLR}/context.json",
    f"{_CLR}/context-2.0.1.json",
    *(
        f"{_SECURITY}/{name}"
        for name in ("v1", "v2", "data-integrity/v1", "data-integrity/v2", "multikey/v1")
    ),
    *(f"{_SECURITY}/{name}" for name in ("jwk/v1", "suites/ed25519-2020/v1", "suites/jws-2020/v1")),
    f"{_SECURITY}/suites/x25519-2020/v1",
    f"{_W3ID}/vc/status-list/2021/v1",
    f"{_W3ID}/vc-revocation-list-2020/v1",
    f"{_W3ID}/dcc/v1",
    f"{_W3ID}/citizenship/v2",
    f"{_W3ID}/citizenship/v4rc1",
    "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json",
)
# A content that its publisher has replaced at the same address: file of the folder, address.
EARLIER = {"1edtech-ob-v3p0-3.0.3.before-2026-06.json": f"{_OB}/context-3.0.3.json"}
# Catch-all vocabularies and examples: any word passes, so no real credential may name them.
TESTS = (
    f"{_W3C}/ns/credentials/examples/v2",
    f"{_W3C}/ns/credentials/undefined-terms/v2",
    f"{_W3C}/2018/credentials/examples/v1",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A table just compiled, with the facts of its source."""

    url: str
    sha256: str
    file: str
    use: str
    sha384: str
    table: Table


def make_tables(folder: Path) -> Iterator[Made]:
    """A table for each allowed context. Raises `KeyError` for one that the folder lacks."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    files = {url: row["file"] for url, row in index.items()}

    def load(url: str) -> Any:
        return json.loads((folder / files[url]).read_text(encoding="utf-8"))

    listed = [(url, files[url], "served") for url in SERVED] + [(url, files[url], "tests") for url in TESTS]
    for url, name, use in sorted([*listed, *((url, name, "earlier") for name, url in EARLIER.items())]):
        content = (folder / name).read_bytes()
        table = compile_context(json.loads(content)["@context"], load)
        yield Made(
            url,
            sha256(content).hexdigest(),
            f"{Path(name).stem}.tsv",
            use,
            sha384(content).hexdigest(),
            table,
        )


def write_tables(folder: Path, out: Path) -> int:
    """Writes the tables and their index, and gives how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    made = list(make_tables(folder))
    for each in made:
        _write(out / each.file, [HEADER, *to_rows(each.table)])
    rows = ["\t".join((each.url, each.sha256, each.file, each.use, each.sha384)) for each in made]
    _write(out / "index.tsv", ["url\tsha256\tfile\tuse\tsha384", *rows])
    return len(made)


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
