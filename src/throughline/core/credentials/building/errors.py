"""What keeps a credential from being built or understood."""

from dataclasses import dataclass


@dataclass(eq=False)
class CannotBuild(ValueError):
    """A credential that may not leave the house this way. where: the member, as a path (`subject.results[0]`)."""

    where: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}. {self.fix}."


@dataclass(eq=False)
class NotOfThisKind(ValueError):
    """A document that is not what it was read as. where: the member, as a path; empty for the whole."""

    where: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where or 'the document'}: {self.why}. {self.fix}."
