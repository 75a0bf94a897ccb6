"""What a check has to say: the object at fault, and what would mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. check: `C02`, or `` outside certification. object_ref: `milestone:x`, `pathway:p`, `pathway:p#stage`.
    where: the node or field. sentence: names the object and what is wrong. fix: what mends it. method: how it was
    found out, `enumerated` or `solver`, where both are possible."""

    check: str
    object_ref: str
    where: str
    sentence: str
    fix: str
    method: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.fix}"
