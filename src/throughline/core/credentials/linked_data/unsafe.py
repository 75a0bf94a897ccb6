"""The one error of a document that may not be signed or trusted as it is written."""

from __future__ import annotations


class Unsafe(ValueError):
    """Where in the document, why it is refused, and what to do.

    `path` is a JSON pointer (RFC 6901); it is empty for the document itself.
    """

    def __init__(
        self, why: str, fix: str = "Ask the issuer for a credential without it.", path: str = ""
    ) -> None:
        super().__init__(path, why, fix)
        self.path, self.why, self.fix = path, why, fix

    def __str__(self) -> str:
        return f"{self.path or 'The document'}: {self.why} {self.fix}"

    def under(self, key: str | int) -> Unsafe:
        """The same, one level further up the document."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return type(self)(self.why, self.fix, f"/{step}{self.path}")


class UnknownContext(Unsafe):
    """The document may be sound; it names words that are not known here, so nobody here can tell."""
