"""A statement as weighted stems: words without their endings, without those that say little, rare ones heavier."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import unescape
from typing import Final
from unicodedata import combining, normalize

_MARKUP = re.compile(r"<[^>]{1,200}>|\\[a-z]+|[*_`#$]+")
_WORD = re.compile(r"[^\W_]+")
_STEMMERS: Final = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french", "de": "german"}
_STOP: Final = {
    "en": "a about all also an and any are as at be been both by can do does each eg etc for from had has have he her his"
    " how if in including into is it its may more most must not of on one or other others our own should so some such"
    " than that the their them then there these they this those through to under up use used uses using was we were"
    " what when where which who will with within would you your",
    "es": "a al ante aquel como con contra cual cuando de del desde donde e el ella en entre era es esa ese eso esta este"
    " esto ha hay la las le les lo los mas me mi muy ni no o otra otro para pero por que se segun ser si sin sobre su sus"
    " también te todo tu u un una unas uno unos usar utilizar y ya",
    "pt": "a ao aos as até com como da das de dela dele do dos e é ela ele em entre era essa esse esta este foi há isso"
    " isto já lhe mais mas na nas nem no nos não o os ou para pela pelo por quando que se sem ser seu seus sua suas são"
    " também um uma usar utilizar você",
    "ht": "a ak an ane avèk ba bò de e epi fè gen ki kisa kote l la lan le li lè m mwen n nan nou ou pa pou sa se si sou"
    " tou w y yo yon",
}


def primary(language: str) -> str:
    """The language of a tag without its region; English where none is given."""
    return language.replace("_", "-").partition("-")[0].lower() or "en"


def stems(text: str, language: str) -> list[tuple[str, str]]:
    """The words of a text that say something, in order: each as its stem and as it stands there."""
    tongue = primary(language)
    stop, stem = _stop(tongue), stemmer(tongue)
    words = _WORD.findall(unescape(_MARKUP.sub(" ", unescape(text))))
    lowered = ((word.lower(), word) for word in words)
    return [(stem(low), word) for low, word in lowered if bare(low) not in stop]


def bare(word: str) -> str:
    """A word without accents."""
    return "".join(c for c in normalize("NFD", word) if not combining(c))


@lru_cache(maxsize=16)
def _stop(language: str) -> frozenset[str]:
    return frozenset(bare(word) for word in _STOP.get(language, "").split())


@lru_cache(maxsize=16)
def stemmer(language: str) -> Callable[[str], str]:
    """What takes the ending off a word, kept for words seen before; without a stemmer for the language, its accents."""
    if language not in _STEMMERS:
        return bare
    import snowballstemmer  # type: ignore[import-untyped]

    found = snowballstemmer.stemmer(_STEMMERS[language])

    @lru_cache(maxsize=50_000)
    def stemmed(word: str) -> str:
        return bare(str(found.stemWord(word)))

    return stemmed


def terms(given: Iterable[tuple[str, str]]) -> list[str]:
    """What is weighed of a text: its stems, and each two that stand beside each other."""
    single = [stem for stem, _ in given]
    return [*single, *(f"{one} {other}" for one, other in zip(single, single[1:]))]
