"""The pages of a bundle: plain HTML that opens from a folder, without script and without any network."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from throughline.core.credentials.building import endorsement, open_badge
from throughline.core.credentials.building.audiences import Entry, entry_of
from throughline.core.credentials.building.errors import NotOfThisKind
from throughline.core.credentials.building.facts import Badge, Document, Endorsement
from throughline.core.credentials.bundle import naming
from throughline.core.credentials.bundle.contents import Contents, Held
from throughline.core.credentials.bundle.page_words import PageWords
from throughline.core.credentials.strict_json import Unreadable, read

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #565c65; --page: #ffffff; --rule: #dfe1e2; --line: #1d5fa8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0f2f4; --quiet: #b4bcc6; --page: #14171a; --rule: #3a434c; --line: #78b4f5; }
}
body { background: var(--page); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 44rem; overflow-wrap: anywhere; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.15; margin: .3rem 0 .6rem; }
h2 { border-top: .2rem solid var(--line); font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; }
a { color: var(--line); }
p.quiet, dt, small { color: var(--quiet); }
ul.list { list-style: none; margin: 0; padding: 0; }
ul.list li { border-bottom: 1px solid var(--rule); padding: .6rem 0; }
dl { display: grid; gap: .4rem 1.2rem; grid-template-columns: max-content 1fr; }
dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { body { max-width: none; } }
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A credential with the files it stands in. badge: None where it is in a form that pages do not open."""

    title: str
    file: str
    page: str
    badge: Badge | None
    entry: Entry | None


def shown(number: int, credential: Held) -> Shown:
    """A credential and where it will stand."""
    name = naming.stem(number, credential.title)
    file = f"credentials/{name}.{naming.ending(credential.media_type)}"
    badge = _badge(credential)
    return Shown(
        credential.title, file, f"credentials/{name}.html", badge, entry_of(badge) if badge else None
    )


def pages(contents: Contents, words: PageWords) -> Mapping[str, str]:
    """Every page by its name in the bundle."""
    each = [shown(number, held) for number, held in enumerate(contents.credentials, 1)]
    files = {
        held.digest: (_evidence_path(held.digest, held.media_type), held.name) for held in contents.evidence
    }
    made = {one.page: _credential_page(one, words, files) for one in each}
    made[naming.INDEX] = _index(contents, words, each, files)
    made[naming.HOW_TO_CHECK] = _how_to_check(contents, words)
    return made


def _evidence_path(digest: str, media_type: str) -> str:
    return f"evidence/{digest}.{naming.ending(media_type)}"


def _badge(credential: Held) -> Badge | None:
    if naming.ending(credential.media_type) != "json":
        return None
    try:
        return open_badge.read(read(credential.body))
    except (Unreadable, NotOfThisKind):
        return None


def _index(
    contents: Contents, words: PageWords, each: Sequence[Shown], files: Mapping[str, tuple[str, str]]
) -> str:
    day = contents.made_at.date().isoformat()
    body = [
        f"<p class=quiet>{escape(words.title)}</p><h1>{escape(contents.holder)}</h1>",
        f"<p>{escape(words.made.replace('{date}', day))} {escape(words.what_is_here)}</p>",
        f'<p><a href="{naming.HOW_TO_CHECK}">{escape(words.how_to_check)}</a></p>',
        f"<h2>{escape(words.credentials)}</h2>",
        _listed([_line(one, words) for one in each], words),
        f"<h2>{escape(words.evidence)}</h2>",
        _listed([_link(path, name) for path, name in files.values()], words),
        f"<h2>{escape(words.files)}</h2>",
        _listed(_files(contents, words), words),
    ]
    return _page(words, f"{words.title}: {contents.holder}", body, "")


def _line(one: Shown, words: PageWords) -> str:
    parts = [_link(one.page, one.title)]
    if one.entry:
        said = (one.entry.issuer, _day(one.entry.awarded), ", ".join(level for _, level in one.entry.levels))
        parts.append(f"<br><small>{' · '.join(escape(text) for text in said if text)}</small>")
    return "".join(parts)


def _files(contents: Contents, words: PageWords) -> list[str]:
    each = [_link(naming.RECORD, words.everything)]
    if contents.clr is not None:
        each.insert(0, _link(naming.CLR, words.whole_record))
    if contents.transcript is not None:
        each.insert(0, _link(naming.TRANSCRIPT, words.transcript))
    return each


def _credential_page(one: Shown, words: PageWords, files: Mapping[str, tuple[str, str]]) -> str:
    body = [f"<h1>{escape(one.title)}</h1>"]
    if one.entry:
        body += [_text(one.entry.description), _facts(one.entry, words)]
        body += _block(words.criteria, _text(one.entry.criteria))
        body += _block(words.shows, _bullets(one.entry.competencies))
    if one.badge:
        body += _block(words.evidence, _evidence(one.badge, files))
        body += _block(words.endorsed, _endorsed(one.badge))
    file = one.file.removeprefix("credentials/")
    body += [
        f"<p>{_link(file, words.file_of)} · {_link('../' + naming.HOW_TO_CHECK, words.how_to_check)}</p>"
    ]
    return _page(words, one.title, [f"<p>{_link('../' + naming.INDEX, words.back)}</p>", *body], "../")


def _facts(entry: Entry, words: PageWords) -> str:
    pairs = [
        (words.issued_by, entry.issuer), (words.issued_on, _day(entry.awarded)),
        (words.valid_until, _day(entry.valid_until)),
        *((f"{words.level}: {name}", level) for name, level in entry.levels),
        (words.employer, entry.employer), (words.role, entry.role), (words.hours, entry.hours),
    ]  # fmt: skip
    return "<dl>" + "".join(f"<dt>{escape(n)}</dt><dd>{escape(t)}</dd>" for n, t in pairs if t) + "</dl>"


def _evidence(badge: Badge, files: Mapping[str, tuple[str, str]]) -> str:
    each = []
    for held in badge.evidence:
        path, name = files.get(_hex(held.digest), ("", ""))
        title = held.name or name or held.id
        each.append(_link(f"../{path}", title) if path else escape(title))
    return "<ul>" + "".join(f"<li>{one}</li>" for one in each) + "</ul>" if each else ""


def _endorsed(badge: Badge) -> str:
    """Who endorses it, each in their words."""
    each = [held for document in badge.endorsements if (held := _endorsement(document)) is not None]
    lines = [
        f"<li>“{escape(e.subject.comment)}”<br><small>{escape(e.issuer.name or e.issuer.id)}</small></li>"
        for e in each
    ]
    return f'<ul class="list">{"".join(lines)}</ul>' if lines else ""


def _endorsement(document: Document) -> Endorsement | None:
    try:
        return endorsement.read(document)
    except NotOfThisKind:
        return None


def _hex(digest: str) -> str:
    """A digest as credentials write it (SRI), in hex; empty for another algorithm."""
    name, _, value = digest.partition("-")
    if name != "sha256":
        return ""
    try:
        return base64.b64decode(value, validate=True).hex()
    except binascii.Error:
        return ""


def _how_to_check(contents: Contents, words: PageWords) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.steps)
    days = sorted({each.taken_at.date().isoformat() for each in contents.snapshots})
    body = [
        f"<p>{_link(naming.INDEX, words.back)}</p><h1>{escape(words.how_to_check)}</h1>",
        f"<p>{escape(words.check_lead)}</p><ol>{steps}</ol>",
    ]
    if days:
        addresses = _bullets([each.address for each in contents.snapshots])
        body += _block(
            words.snapshots, f"<p>{escape(words.as_of.replace('{date}', days[-1]))}</p>{addresses}"
        )
    return _page(words, words.how_to_check, body, "")


def _page(words: PageWords, title: str, body: Sequence[str], home: str) -> str:
    policy = "default-src 'none'; style-src 'self' file:; img-src 'self' file:"
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{home}{naming.STYLE}">\n</head>\n'
        f"<body>\n<main>\n{chr(10).join(part for part in body if part)}\n</main>\n</body>\n</html>\n"
    )


def _listed(lines: Sequence[str], words: PageWords) -> str:
    if not lines:
        return f"<p class=quiet>{escape(words.nothing_yet)}</p>"
    return '<ul class="list">' + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def _block(title: str, content: str) -> list[str]:
    return [f"<h2>{escape(title)}</h2>", content] if content else []


def _bullets(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>" if texts else ""


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _link(path: str, text: str) -> str:
    return f'<a href="{escape(path)}">{escape(text)}</a>'


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
