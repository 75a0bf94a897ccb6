"""A file of an errand read as documents: the same at the look and when it is applied."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from throughline.apps.interop import keeping, sheets
from throughline.apps.interop.models import ImportFile
from throughline.apps.registry.actions import key_of
from throughline.core.formats import bundles, esco
from throughline.core.formats.bundles import Bundled
from throughline.core.formats.detecting import Detected, read_as
from throughline.core.formats.json_files import Data
from throughline.core.formats.packages import Package


@contextmanager
def documents(file: ImportFile) -> Iterator[tuple[Package, ...]]:
    """The packages of a file, in its order; they may be walked until the context ends.

    Raises `Unreadable` (`Unmapped` for a table that nobody said anything about), and `Refused` where the kept file was
    changed or is gone.
    """
    with ExitStack() as open_files:
        data = {name: open_files.enter_context(keeping.read(digest)) for name, digest, _ in file.held}
        yield _read(file, data)


def _read(file: ImportFile, data: Mapping[str, Data]) -> tuple[Package, ...]:
    name, only = next(iter(data.items()))
    changed = file.run.looked_at.isoformat()
    if file.format == "bundle":
        return (bundles.document(bytes(only), Bundled(**(file.said or {})), file.run.house),)
    if file.format == "esco":
        return esco.read({each: bytes(held) for each, held in data.items()})
    said_of = sheets.as_said(file.said, changed) if file.said else None
    found = read_as(Detected(file.format, file.encoding), only, name, said_of, changed=changed)  # type: ignore[arg-type]  # as `detect` told them
    if file.format in ("table", "open-salt"):
        return tuple(sheets.carried(each, key_of(each.document.identifier), changed) for each in found)
    return found
