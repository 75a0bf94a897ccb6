"""A look on its way: files are read, told apart and compared, and what each of their documents would change is kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from throughline.apps.interop import keeping, sheets
from throughline.apps.interop.beating import Watch, unwatched
from throughline.apps.interop.editing import edited
from throughline.apps.interop.keeping import Held
from throughline.apps.interop.models import ImportFile, ImportPart, ImportRun, QuarantinedFile, QuarantinedRow
from throughline.apps.interop.previewing import Preview, preview
from throughline.apps.interop.reading import documents
from throughline.core.formats import bundles
from throughline.core.formats.detecting import PACKED, Detected, Unmapped, detect
from throughline.core.formats.packages import Note, Package, Unreadable
from throughline.core.formats.spreadsheets.tables import Faulty
from throughline.core.formats.unpacking import unpacked
from throughline.core.signed_notes import read_note_key

OWN = (
    "it is of this state's own catalogue, which only its publication changes.",
    "What is to be changed goes to the body that certifies it.",
)
NEWER = "The first is taken. Try this one again once it is in, if it is the newer one."
MOST_FAULTS = 50
"""Faults of a table that are told with it while it waits for its columns again."""


@dataclass(slots=True)
class Looking:
    """What a look found so far. watch: sees the rows that are gone through. tables: parts of ESCO by folder, which are read
    together."""

    run: ImportRun
    now: datetime
    watch: Watch = unwatched
    place: int = 0
    tables: dict[str, list[Held]] = field(default_factory=dict)

    def take(self, held: Held) -> None:
        """Looks at one file as it was brought: itself, or what is packed in it."""
        name = held[0]
        try:
            with keeping.read(held[1]) as data:
                found = detect(data, name)
                if found.format == "bundle":
                    self._bundle(held, {each.name: each.data for each in unpacked("zip", data, name)})
                elif found.format in PACKED:
                    for member in unpacked(found.format, data, name):
                        self._file(keeping.keep(member.name, member.data), None)
                else:
                    self._file(held, found)
        except Unreadable as error:
            self.quarantine(name, [held], "", error)

    def _file(self, held: Held, found: Detected | None) -> None:
        try:
            if found is None:
                with keeping.read(held[1]) as data:
                    found = detect(data, held[0])
            if found.format in (*PACKED, "bundle"):
                raise Unreadable(
                    held[0], 0, "A packed file lies in a packed file.", "Send the inner one by itself."
                )
        except Unreadable as error:
            self.quarantine(held[0], [held], "", error)
            return
        if found.format == "esco":
            self.tables.setdefault(str(PurePosixPath(held[0]).parent), []).append(held)
        else:
            self.read(self.kept([held], found.format, found.encoding))

    def kept(self, held: Sequence[Held], format: str, encoding: str, said: Any = None) -> ImportFile:
        """A file of the errand, in the order in which they are looked at."""
        self.place += 1
        return ImportFile.objects.create(
            run=self.run, place=self.place, path=held[0][0], held=[list(each) for each in held], format=format,
            encoding=encoding, said=said,
        )  # fmt: skip

    def _bundle(self, held: Held, files: dict[str, bytes]) -> None:
        known = [read_note_key(text) for text in settings.KNOWN_HOUSES]
        listing = bundles.opened(files, held[0], known)
        self.run.house = listing.house
        for each in listing.documents:
            inner = keeping.keep(each.file, files[each.file])
            self.read(self.kept([inner], "bundle", "utf-8", asdict(each)))

    def read(self, file: ImportFile, *, again: bool = False) -> None:
        """Reads a file and works out what each of its documents would change. again: a table whose columns somebody has
        just said; where that does not fit it, it waits once more."""
        try:
            with documents(file) as found:
                file.edited = edited(found)
                self._parts(file, found)
        except Unmapped as unmapped:
            self._map(file, unmapped)
        except Faulty as error:
            if again:
                self._wait(file, error)
            else:
                self._refuse(file, error)
        except Unreadable as error:
            self._refuse(file, error)
        except UnicodeEncodeError:
            why = "A text holds half of a character (a lone surrogate)."
            self._refuse(file, Unreadable(file.path, 0, why, "Take it out of the file."))
        else:
            file.save()

    def _map(self, file: ImportFile, unmapped: Unmapped) -> None:
        """A table waits for somebody to say what it is, unless that was said of the last one with its headings."""
        said = sheets.remembered(unmapped.table, self.run.organization, file.path)
        if said is None:
            file.unmapped = True
            file.save()
        else:
            file.said = said
            self.read(file)

    def _wait(self, file: ImportFile, error: Faulty) -> None:
        faults = [
            Note(_at(file, each.line, each.column), each.why, each.fix) for each in error.faults[:MOST_FAULTS]
        ]
        self.run.notes = [*self.run.notes, *map(_noted, faults)]
        file.unmapped = True
        file.save()

    def _refuse(self, file: ImportFile, error: Unreadable) -> None:
        """A file goes whole: what was made of it so far goes with it."""
        held, format, path = [tuple(each) for each in file.held], file.format, file.path
        file.delete()
        self.quarantine(path, held, format, error)

    def _parts(self, file: ImportFile, packages: Sequence[Package]) -> None:
        refused: dict[tuple[str, str], list[str]] = {}
        for nth, package in enumerate(packages):
            title = package.document.title or package.document.identifier
            reason = self._part(file, nth, package, title)
            if reason is not None:
                refused.setdefault(reason, []).append(title)
        held = [tuple(each) for each in file.held]
        for (why, fix), titles in refused.items():
            error = Unreadable(file.path, 0, f"{_listed(titles)}: {why}", fix)
            self.quarantine(file.path, held, file.format, error, "; ".join(titles))

    def _part(self, file: ImportFile, nth: int, package: Package, title: str) -> tuple[str, str] | None:
        """Works out what a document would change; gives why and what to do where it cannot come with this errand."""
        found = preview(package, self.watch)
        if found.own:
            return OWN
        twice = self.run.parts.filter(document=found.key).values_list("digest", "file__path").first()
        if twice is None:
            _made(file, nth, package, found).save()
        elif twice[0] != found.digest:
            return f"it is in {twice[1]} too and says something else there.", NEWER
        else:
            note = Note(file.path, f"“{title}” is there twice and says the same.", "Taken once.")
            self.run.notes = [*self.run.notes, asdict(note)]
        return None

    def quarantine(
        self, path: str, held: Sequence[Any], format: str, error: Unreadable, document: str = ""
    ) -> None:
        """Keeps what is refused, with every reason."""
        made = QuarantinedFile.objects.create(
            run=self.run, path=path, held=[list(each) for each in held], format=format, document=_clean(document),
            line=error.line, why=_clean(error.why), fix=_clean(error.fix), since=self.now,
        )  # fmt: skip
        if isinstance(error, Faulty):
            QuarantinedRow.objects.bulk_create(
                QuarantinedRow(
                    file=made,
                    line=each.line,
                    column=_clean(each.column),
                    why=_clean(each.why),
                    fix=_clean(each.fix),
                )
                for each in error.faults
            )

    def finish(self) -> None:
        """The tables that are read together, and what the look came to."""
        for held in self.tables.values():
            self.read(self.kept(held, "esco", "utf-8"))
        taken = self.run.parts.exists() or self.run.files.filter(unmapped=True).exists()
        self.run.state = "looked_at" if taken or not self.run.quarantined.exists() else "refused"
        self.run.save()


def _made(file: ImportFile, nth: int, package: Package, found: Preview) -> ImportPart:
    document = package.document
    return ImportPart(
        run=file.run, file=file, nth=nth, document=found.key, identifier=document.identifier, title=document.title,
        kind=document.kind, format=document.format, publisher=document.publisher, status=document.status,
        digest=found.digest, outcome=found.outcome, items=found.items, associations=found.associations,
        added=found.added, changed=found.changed, removed=found.removed, moved=found.moved, resolves=found.resolves,
        outside=found.outside, firsts=found.firsts, notes=[_noted(note) for note in package.notes],
        before=found.before, was_withdrawn=found.was_withdrawn,
    )  # fmt: skip


def _noted(note: Note) -> dict[str, str]:
    return {name: _clean(text) for name, text in asdict(note).items()}


def _clean(text: str) -> str:
    """A text of a stranger's file as a database can keep it."""
    return text.replace("\x00", "\ufffd").encode(errors="replace").decode()


def _at(file: ImportFile, line: int, column: str) -> str:
    return f"{file.path}, line {line}" + (f", {column}" if column else "")


def _listed(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{each}”" for each in titles[:3])
    return f"{named} and {len(titles) - 3} more" if len(titles) > 3 else named
