"""Records as people read them, kept in this process while nothing in them changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from throughline.apps.records.lines import Line, RecordView

MOST_LINES = 20_000
"""Room for some sixty long records, about 2 KB a line; then the one not read for longest goes."""


@dataclass(frozen=True, slots=True)
class Known:
    """A view with the lines it was made of, each by the row it was read from."""

    view: RecordView
    rows: Mapping[tuple[str, tuple[str, ...]], Line]


NOTHING = Known(RecordView("", {}), {})


class Views:
    """Views by learner, each with what it was worked out from; the one read last stands last."""

    def __init__(self, most: int) -> None:
        self._most, self._held, self._lock = most, 0, Lock()
        self._views: OrderedDict[UUID, tuple[object, Hashable, Known]] = OrderedDict()

    def get(
        self, learner: UUID, house: object, basis: Hashable, make: Callable[[Known], Known]
    ) -> RecordView:
        """The view that was worked out from the same before, or made now. One that is out of date is dropped.

        house: what is published, one and the same object until something else is. make: is given what was known of the
        record under the same documents, so that what did not change is not worked out again.
        """
        with self._lock:
            found = self._views.get(learner)
            if found is not None and found[0] is house and found[1] == basis:
                self._views.move_to_end(learner)
                return found[2].view
        made = make(found[2] if found is not None and found[0] is house else NOTHING)
        with self._lock:
            self._drop(learner)
            self._views[learner] = house, basis, made
            self._held += len(made.rows)
            while self._held > self._most:
                self._drop(next(iter(self._views)))
        return made.view

    def known(self, learner: UUID, house: object) -> Known:
        """What was known of a record under the same documents, in date or not; nothing where it was not read here."""
        with self._lock:
            found = self._views.get(learner)
            return found[2] if found is not None and found[0] is house else NOTHING

    def forget(self) -> None:
        """Empties the store."""
        with self._lock:
            self._views.clear()
            self._held = 0

    def _drop(self, learner: UUID) -> None:
        found = self._views.pop(learner, None)
        if found is not None:
            self._held -= len(found[2].rows)


views = Views(MOST_LINES)
