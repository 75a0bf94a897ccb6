"""The tree of a document as HTML, drawn without templates: a page shows hundreds of branches, and each costs little so.

A branch that is open holds what stands under it; a closed one holds a link to a page with it open, in whose place
`registry.js` puts what stands under it.
"""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from throughline.apps.registry.queries import tree
from throughline.apps.registry.queries.tree import ItemLine, Level
from throughline.web.public.registry.naming import item_page
from throughline.web.public.registry.texts import cut, other


@dataclass(frozen=True, slots=True)
class Branch:
    """An item in the tree. under: what stands under it, where that is open."""

    item: ItemLine
    under: "Shelf | None"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items under one (parent empty: under the document), a stretch of them from `start`; more: whether others
    follow. opened: the item that the page was asked to open."""

    document: UUID
    parent: str
    branches: tuple[Branch, ...]
    start: int
    more: bool
    opened: str = ""


def shelf_of(
    document: UUID, level: Level, on_the_way: str = "", under: Shelf | None = None, opened: str = ""
) -> Shelf:
    """A level as a shelf; the item on the way is open."""
    branches = tuple(Branch(each, under if each.identifier == on_the_way else None) for each in level.items)
    return Shelf(document, level.parent, branches, level.start, level.more, opened)


def drawn(shelf: Shelf) -> SafeString:
    """The shelf as nested lists."""
    here = reverse("registry-document", args=[shelf.document])
    return SafeString("".join(_shelf(shelf, here, _Words())))


class _Words:
    """The sentences that every branch repeats, translated once a page."""

    def __init__(self) -> None:
        self.show = escape(_("Show what stands under it"))
        self.about = escape(_("More about it"))
        self.more = escape(_("More of them"))
        self.earlier = escape(_("Earlier ones"))


def _shelf(shelf: Shelf, here: str, words: _Words) -> list[str]:
    at = f"{here}?open={quote(shelf.parent)}&amp;start=" if shelf.parent else f"{here}?start="
    made = []
    if shelf.start:
        made.append(_more(f"{at}{max(0, shelf.start - tree.MOST)}", words.earlier))
    made.append('<ul class="branches">')
    for branch in shelf.branches:
        made += _branch(branch, shelf, here, words)
    made.append("</ul>")
    if shelf.more:
        made.append(_more(f"{at}{shelf.start + tree.MOST}", words.more))
    return made


def _more(href: str, words: str) -> str:
    return f'<p class="small branch-more"><a href="{href}">{words}</a></p>'


def _branch(branch: Branch, shelf: Shelf, here: str, words: _Words) -> list[str]:
    item, name = branch.item, quote(branch.item.identifier)
    tag = other(item.language)
    lang = f' lang="{escape(tag)}"' if tag else ""
    code = f'<span class="code">{escape(item.code)}</span>' if item.code else ""
    text = f"{code}{escape(cut(item.statement))}"
    mark = " here" if item.identifier == shelf.opened else ""
    page = escape(item_page(item.document, item.identifier, item.uri))
    if not item.children:
        return [
            f'<li id="i-{name}"><div class="leaf{mark}"><a class="quiet" href="{page}"{lang}>{text}</a></div></li>'
        ]
    count = f'<span class="soft small">{item.children}</span>'
    head = f'<summary class="{mark.strip()}"><span{lang}>{text} {count}</span></summary>'
    about = _more(page, words.about)
    if branch.under is None:
        link = f'<a href="{here}?open={name}#i-{name}">{words.show}</a>'
        below = f'<div data-level="{here}level/?under={name}"><p class="small branch-more">{link}</p></div>'
        return [f'<li id="i-{name}"><details>{head}{about}{below}</details></li>']
    below = "".join(_shelf(branch.under, here, words))
    return [f'<li id="i-{name}"><details open>{head}{about}{below}</details></li>']
