"""A folder of YAML files read into a catalogue, whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from throughline.core.catalogue import state_profile as s
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack import names, shape
from throughline.core.formats.state_pack import values as reading
from throughline.core.formats.state_pack.cases import Case, read_case
from throughline.core.formats.state_pack.errors import PackError, PackErrors, Place
from throughline.core.formats.state_pack.marked_yaml import Marked, parse
from throughline.core.formats.state_pack.values import BROKEN, Note
from throughline.core.requirements import values as v

RAW = ("people", "population", "dockets", "undertakings", "negotiations")
"""Keys a pack may hold that the rules do not read: the people of a demo, how to make more of them, what lies before its
bodies when it begins, what its leaders took on, and what its organizations agree on."""

KEYS = (*shape.SINGLES, *shape.COLLECTIONS, "cases", *RAW)


@dataclass(frozen=True, slots=True)
class Pack:
    """A state as it was written. people, population, dockets, undertakings, negotiations: as read, for whoever makes the
    demo.
    places: where each document stands, by reference; sources: the words of each file, by its path in it;
    files: the values and lines of each file, by its name.
    """

    directory: Path
    catalogue: Catalogue
    cases: tuple[Case, ...] = ()
    people: tuple[Mapping[str, Any], ...] = ()
    population: Mapping[str, Any] = field(default_factory=dict)
    dockets: tuple[Mapping[str, Any], ...] = ()
    undertakings: tuple[Mapping[str, Any], ...] = ()
    negotiations: tuple[Mapping[str, Any], ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Marked] = field(default_factory=dict)

    def place(self, reference: str, path: str = "") -> Place:
        """Where a document, or a path in it, is written."""
        at = self.places[reference]
        return self.files[at.file].place(f"{at.path}.{path}" if path else at.path)


def read_pack(directory: Path) -> Pack:
    """The pack in a folder. Raises `PackErrors` with everything that is wrong in it."""
    reading_of = _Folder(Path(directory))
    reading_of.open_files()
    for marked in reading_of.files.values():
        reading_of.take(marked)
    reading_of.check_names()
    if reading_of.errors:
        raise PackErrors(tuple(reading_of.errors))
    return reading_of.pack()


@dataclass
class _Folder:
    directory: Path
    files: dict[str, Marked] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    errors: list[PackError] = field(default_factory=list)
    unread: bool = False
    found: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in shape.COLLECTIONS})
    singles: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    raw: dict[str, list[Any]] = field(default_factory=dict)

    def open_files(self) -> None:
        if not self.directory.is_dir():
            self._folder_error("there is no such folder", "Name a folder that holds a state's YAML files")
            return
        for path in sorted([*self.directory.rglob("*.yaml"), *self.directory.rglob("*.yml")]):
            self._open(path)
        if not self.files and not self.errors:
            self._folder_error("the folder holds no YAML file", "Write the state into `state.yaml`")

    def _folder_error(self, reason: str, fix: str) -> None:
        self.errors.append(PackError(str(self.directory), 1, "", reason, fix))

    def _open(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
            self.files[str(path)] = parse(text, str(path))
            self.sources[path.relative_to(self.directory).as_posix()] = text
        except UnicodeDecodeError as error:
            self._unread(
                PackError(str(path), 1, "", f"the file is not UTF-8 ({error.reason})", "Save it as UTF-8")
            )
        except PackError as error:
            self._unread(error)

    def _unread(self, error: PackError) -> None:
        self.unread = True
        self.errors.append(error)

    def note_in(self, marked: Marked) -> Note:
        def note(path: str, reason: str, fix: str) -> None:
            place = marked.place(path)
            self.errors.append(PackError(place.file, place.line, path, reason, fix))

        return note

    def take(self, marked: Marked) -> None:
        note = self.note_in(marked)
        if marked.data is None:
            return
        if not isinstance(marked.data, dict):
            note(
                "", "the file is not a mapping of collections", f"Begin with one of {', '.join(KEYS[:6])} ..."
            )
            return
        for name, value in marked.data.items():
            self._take_key(name, value, marked, note)

    def _take_key(self, name: str, value: Any, marked: Marked, note: Note) -> None:
        if name in shape.SINGLES:
            self._take_single(name, value, marked, note)
        elif name not in KEYS:
            note(name, f"unknown key '{name}'", v.nearest(name, list(KEYS)))
        elif name == "population":
            self.raw["population"] = [value]
        elif not isinstance(value, list):
            note(name, f"'{name}' is not a list", "Write `- ` before each of its entries")
        elif name in ("people", "dockets", "undertakings", "negotiations"):
            self.raw.setdefault(name, []).extend(value)
        elif name == "cases":
            self._take_cases(value, marked, note)
        else:
            self._take_documents(name, value, marked, note)

    def _take_single(self, name: str, value: Any, marked: Marked, note: Note) -> None:
        if name in self.places:
            note(name, f"'{name}' stands twice in the pack: also at {self.places[name]}", "Keep one of them")
            return
        self.places[name] = marked.place(name)
        self.singles[name] = reading.document(shape.SINGLES[name], value, name, note)

    def _take_documents(self, name: str, value: list[Any], marked: Marked, note: Note) -> None:
        for index, body in enumerate(value):
            path = f"{name}[{index}]"
            document = reading.document(shape.COLLECTIONS[name], body, path, note)
            written = body.get("id") if isinstance(body, dict) else None
            if isinstance(written, str):
                self._enter(name, written, document, marked.place(path), note)

    def _enter(self, name: str, written: str, document: Any, place: Place, note: Note) -> None:
        kind = shape.KINDS[name]
        if written in self.found[name]:
            other = self.places[f"{kind}:{written}"]
            reason = f"two {name} have the id '{written}': also at {other}"
            note(f"{place.path}.id", reason, "Give each its own id")
            return
        self.found[name][written] = document
        self.places[f"{kind}:{written}"] = place

    def _take_cases(self, value: list[Any], marked: Marked, note: Note) -> None:
        for index, body in enumerate(value):
            path = f"cases[{index}]"
            case = read_case(body, path, note)
            if case is not BROKEN:
                places = tuple(marked.place(f"{path}.expect[{at}]") for at in range(len(case.expect)))
                self.cases.append(replace(case, place=marked.place(path), expect_places=places))

    def check_names(self) -> None:
        """Looks at names only where every file could be read: else what one holds would be called missing."""
        if "state" not in self.singles:
            if not self.unread and self.files:
                self._folder_error("no file holds `state`", "Write `state:` with its id, title and languages")
            return
        if self.singles["state"] is BROKEN or self.unread:
            return
        known = self._known()
        for kind, document in self._documents():
            place = self.places[kind]
            note = self.note_in(self.files[place.file])
            for path, reason, fix in names.problems(document, place.path, known):
                note(path, reason, fix)
        self._check_cases(known)

    def _check_cases(self, known: names.Known) -> None:
        for case in self.cases:
            note = self.note_in(self.files[case.place.file])
            for path, reason, fix in names.case_problems(case, known):
                note(f"{case.place.path}.{path}", reason, fix)

    def _known(self) -> names.Known:
        state: s.StateProfile = self.singles["state"]
        framework = self.found["qualification_frameworks"].get(state.qualification_framework)
        levels = () if framework in (None, BROKEN) else framework.levels
        ids = {shape.KINDS[name]: frozenset(found) for name, found in self.found.items()}
        inner = {
            "stage": [f"{p.id}/{s.id}" for p in self._sound("pathways") for s in p.stages],
            "destination": [f"{p.id}/{s.id}" for p in self._sound("pathways") for s in p.destinations],
        }
        all_ids = ids | {kind: frozenset(inside) for kind, inside in inner.items()}
        return names.Known(all_ids, state, frozenset(level.number for level in levels))

    def _sound(self, name: str) -> list[Any]:
        return [each for each in self.found[name].values() if each is not BROKEN]

    def _documents(self) -> Iterable[tuple[str, Any]]:
        for name, document in self.singles.items():
            if document is not BROKEN:
                yield name, document
        for name in self.found:
            for each in self._sound(name):
                yield f"{shape.KINDS[name]}:{each.id}", each

    def pack(self) -> Pack:
        found: dict[str, Any] = {**self.found}
        catalogue = Catalogue(self.singles["state"], self.singles.get("learner_states"), **found)
        population = (self.raw.get("population") or [{}])[0]
        people = tuple(self.raw.get("people") or ())
        return Pack(
            self.directory,
            catalogue,
            tuple(self.cases),
            people,
            population,
            tuple(self.raw.get("dockets") or ()),
            tuple(self.raw.get("undertakings") or ()),
            tuple(self.raw.get("negotiations") or ()),
            self.places,
            self.sources,
            self.files,
        )
