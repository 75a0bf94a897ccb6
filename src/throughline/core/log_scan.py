"""A look for personal data in a public log: names and ids of people, addresses, numbers to call, dates of birth.

What stands in the log can never be taken out, so nothing about a person may go in.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "a telephone number": re.compile(r"(?<![\w-])\+?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"),
    "a day that may be somebody's birth": re.compile(r"(?<![\w-])(?:19|20)\d\d-\d\d-\d\d(?![\w-])"),
    "a social security number": re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
}
"""What personal data looks like, whoever's it is."""
HASHES = frozenset({"digest"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def personal(entries: Iterable[Mapping[str, Any]], people: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What looks like personal data, a sentence each. people: id and name of everyone who must not be found."""
    found, words, ids = list[str](), defaultdict[str, set[int]](set), dict[str, int]()
    for at, entry in enumerate(entries):
        text = " ".join(str(value) for name, value in entry.items() if name not in HASHES)
        found += [f"Entry {at} holds {what}." for what, form in PATTERNS.items() if form.search(text)]
        for word in _WORD.findall(text.casefold()):
            words[word].add(at)
        ids |= dict.fromkeys(_ID.findall(text.casefold()), at)
    for key, name in people:
        if key in ids:
            found.append(f"Entry {ids[key]} holds the id of a person.")
        parts = [words.get(part, set()) for part in _WORD.findall(name.casefold())]
        if len(parts) > 1 and (together := set.intersection(*parts)):
            found.append(f"Entry {min(together)} holds the name of a person.")
    return tuple(dict.fromkeys(found))
