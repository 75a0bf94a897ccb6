"""The whole public registry of this house as one signed file, for another house to take in."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.conf import settings

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry import own
from throughline.apps.registry.queries.documents import documents
from throughline.apps.registry.queries.exporting import package
from throughline.apps.trail import log_keys
from throughline.core.formats.bundles import Listing, Maker, write
from throughline.core.formats.packages import Package


def write_bundle(actor: Actor, out: IO[bytes], *, now: datetime) -> Listing:
    """Writes every document that stands here, signed with the key of the public log; gives what it lists."""
    require(actor, "registry.read", what="The registry")
    own.follow(now=now)
    state, signer = frameworks.catalogue().state, log_keys.signer()
    title = state.title.get("en") or next(iter(state.title.values()), settings.LOG_NAME)
    made = now.isoformat(timespec="seconds")
    return write(out, _standing(), Maker(title, settings.ADDRESS, made, signer.key, signer.sign))


def _standing() -> Iterator[tuple[Package, int, bool]]:
    for each in documents():
        found = package(each.key, each.number)
        if found is not None:
            yield found, each.number, each.own
