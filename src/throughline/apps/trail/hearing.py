"""What is written into the trail while somebody listens: for whoever answers a request and does something right after it.

News goes upward as data: nothing is called from here. Whoever must miss nothing reads with a cursor, in a job.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

Heard = list[tuple[UUID, str]]
"""About whom, and the verb, of each event in order."""

_listening: ContextVar[Heard | None] = ContextVar("listening", default=None)


@contextmanager
def hearing() -> Iterator[Heard]:
    """Within it, whom each event is about is noted as it is written, also of acts that are then taken back."""
    heard: Heard = []
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


def tell(said: Iterable[tuple[UUID | None, str]]) -> None:
    """Notes whom events are about, where anybody listens."""
    heard = _listening.get()
    if heard is not None:
        heard += [(about, verb) for about, verb in said if about is not None]
