"""An agreement as it executes on a record: which sets are there, and what counts for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.core.catalogue.commitments import rule_of
from throughline.core.catalogue.documents import Agreement
from throughline.core.progress.outcome import Status
from throughline.core.progress.standing import Standing


@dataclass(frozen=True, slots=True)
class Counted:
    """One set of an agreement on a record. at: the organization where it counts. counts_as, credits: what it then counts
    there; empty while the set is not whole. relied_on: ids of the facts. open: what of the set is not there yet, of which
    `needed` more are enough."""

    set: str
    at: str
    counts_as: tuple[str, ...]
    credits: Mapping[str, Decimal]
    relied_on: tuple[str, ...]
    open: tuple[str, ...]
    needed: int

    @property
    def whole(self) -> bool:
        """Whether it counts."""
        return self.needed == 0


@dataclass(frozen=True, slots=True)
class Executed:
    """What an agreement gives a record. opens: whether its condition is met (`cannot_tell` where facts are unconfirmed)."""

    agreement: str
    opens: Status
    counts: tuple[Counted, ...]
    refuses: tuple[str, ...]


def executed(agreement: Agreement, standing: Standing) -> Executed:
    """An agreement on a record on the record's day. The same for whatever way, place or sector a thing was shown in."""
    ref = f"agreement:{agreement.id}"
    counts = tuple(_counted(agreement, nth, standing) for nth in range(len(agreement.sets)))
    return Executed(agreement.id, standing.status(agreement.trigger, ref), counts, agreement.refuses)


def _counted(agreement: Agreement, nth: int, standing: Standing) -> Counted:
    sets = agreement.sets[nth]
    rule, owner = rule_of(sets), f"agreement:{agreement.id}#{sets.id}"
    said = standing.explain(rule, owner, deep=False)
    met = standing.status(rule, owner) == "met"
    parts = [standing.status(leaf, owner) == "met" for leaf in getattr(rule, "of", ())]
    open_ = tuple(what for what, there in zip(sets.of, parts, strict=True) if not there)
    return Counted(
        sets.id, sets.at, sets.counts_as if met else (), dict(sets.credits) if met else {},
        tuple(dict.fromkeys(said.facts)), open_, 0 if met else max(sets.needed - sum(parts), 1),
    )  # fmt: skip


def executed_json(done: Executed) -> dict[str, object]:
    """The same as plain JSON values."""
    return {
        "agreement": f"agreement:{done.agreement}",
        "opens": done.opens,
        "counts": [
            {"set": each.set, "at": f"organization:{each.at}", "counts_as": list(each.counts_as),
             "credits": {unit: str(n) for unit, n in each.credits.items()}, "relied_on": list(each.relied_on),
             "open": list(each.open), "needed": each.needed}
            for each in done.counts
        ],
        "refuses": list(done.refuses),
    }  # fmt: skip
