"""Records as people read them, kept in this process while nothing in them changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from uuid import UUID

from throughline.apps.records.lines import RecordView

MOST_LINES = 20_000
"""Room for some sixty long records, about 2 KB a line; then the one not read for longest goes."""


class Views:
    """Views by learner, each with what it was worked out from; the one read last stands last."""

    def __init__(self, most: int) -> None:
        self._most, self._held, self._lock = most, 0, Lock()
        self._views: OrderedDict[UUID, tuple[object, Hashable, RecordView]] = OrderedDict()

    def get(
        self, learner: UUID, house: object, basis: Hashable, make: Callable[[], RecordView]
    ) -> RecordView:
        """The view that was worked out from the same before, or made now. One that is out of date is dropped.

        house: what is published, one and the same object until something else is.
        """
        with self._lock:
            found = self._views.get(learner)
            if found is not None and found[0] is house and found[1] == basis:
                self._views.move_to_end(learner)
                return found[2]
        made = make()
        with self._lock:
            self._drop(learner)
            self._views[learner] = house, basis, made
            self._held += len(made.lines)
            while self._held > self._most:
                self._drop(next(iter(self._views)))
        return made

    def forget(self) -> None:
        """Empties the store."""
        with self._lock:
            self._views.clear()
            self._held = 0

    def _drop(self, learner: UUID) -> None:
        found = self._views.pop(learner, None)
        if found is not None:
            self._held -= len(found[2].lines)


views = Views(MOST_LINES)
