"""Files that others published, from the shared folder of standards; tests are skipped where it is not at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.rows import shared_folder

PACKAGES = {
    "opensalt/AdoptedTestFramework.json": 1, "opensalt/MarkdownFramework.json": 1, "opensalt/Ordering.json": 1,
    "opensalt/SmartLevelFramework.json": 1, "opensalt/Utf8TestFramework.json": 1,
    "opensalt/ccss-math-cfpackage-703items.json.gz": 1, "opensalt/what-standards-could-be.json": 1,
    "smarter-balanced/mockDOK.json": 1, "smarter-balanced/mockELAPackage.json.gz": 5,
    "smarter-balanced/mockMATH.json.gz": 1, "smarter-balanced/mockMATHClone.json.gz": 1,
    "smarter-balanced/mockSingleGradePT.json.gz": 1, "smarter-balanced/mockTargetlessMATH.json.gz": 1,
}  # fmt: skip
"""Every published CASE file that holds packages, and how many."""
COMMON_CORE = "case/packages/opensalt/ccss-math-cfpackage-703items.json.gz"
SMARTER_BALANCED = "case/packages/smarter-balanced/mockMATH.json.gz"
SPREADSHEETS = (
    "HFMathSkillsWithParents.csv.gz", "SALT_OLO_ELA_TEST.csv.gz", "ccsso_ela_item.csv", "sample_case.csv",
    "spreadsheet_import_sample.xlsx", "test_items.csv",
)  # fmt: skip


def folder() -> Path:
    """Where the published files stand."""
    return shared_folder() / "standards" / "pathways"


def data(name: str) -> bytes:
    """The bytes of a published file, unpacked."""
    file = folder() / name
    if not file.is_file():
        pytest.skip(
            f"the shared standards are not here: no file {file}; name their place with THROUGHLINE_SHARED"
        )
    raw = file.read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def schema(name: str) -> Any:
    """A published schema or OpenAPI document of CASE."""
    return json.loads(data(f"case/schema/{name}"))
