"""Words a learner never reads about themselves: of what they lack, and of how old they are meant to be.

Every learner-facing text of a state is looked through, in each language there is a list for. The lists hold
words that put the want into the person ("at risk", "failed") and labels of age or grade ("10th grade"), which
no rule of mastery needs. Laws are quoted under `cite`, which is not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from throughline.core.reasoning.findings import Finding

DEFICIT: Mapping[str, tuple[str, ...]] = {
    "en": (
        "at[- ]risk", "failed", "failing", "failures?", "low[- ](performing|achieving|skilled|income|ability)",
        "under-?(achiev\\w+|perform\\w+)", "remedial", "remediation", "drop-?outs?", "slow learners?", "disadvantaged",
        "deficits?", "deficient", "weak students?", "troubled", "unmotivated", "falling behind", "fell behind",
        "behind (their|your) peers", "unskilled", "minorities", "special needs",
    ),
    "es": (
        "en riesgo", "fracas\\w+", "reprob\\w+", "bajo (rendimiento|nivel|desempeño)", "bajos recursos", "deficien\\w+",
        "déficits?", "rezagad[oa]s?", "atrasad[oa]s?", "desertor(es|as?)?", "desfavorecid[oa]s?", "problemátic[oa]s?",
        "sin capacidad",
    ),
    "pt": (
        "em risco", "fracass\\w+", "reprova\\w+", "baix[oa] (rendimento|nível|desempenho|renda)", "deficientes?",
        "déficits?", "defasad[oa]s?", "atrasad[oa]s?", "evadid[oa]s?", "desfavorecid[oa]s?", "carentes?",
        "problemátic[oa]s?", "sem capacidade",
    ),
    "ht": (
        "an risk", "echwe", "echèk", "dèyè lòt (yo|elèv)", "an reta", "defavorize", "move elèv", "elèv fèb",
        "san kapasite",
    ),
}  # fmt: skip
"""By language: patterns of words that name a want as if it were the person's."""

AGE_OR_GRADE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "\\d+(st|nd|rd|th)[- ]grad(e|ers?)", "grades? (k|\\d+)", "(freshm[ae]n|sophomores?)", "years? old",
        "ages? \\d+", "aged \\d+", "(eighth|ninth|tenth|eleventh|twelfth)[- ]grad(e|ers?)",
    ),
    "es": (
        "\\d+[.º°]* grado", "(octavo|noveno|décimo|undécimo|duodécimo) grado", "años de edad", "\\d+ años cumplidos",
    ),
    "pt": (
        "\\d+[.ªº°]* série", "\\d+[.º°]* ano escolar", "(sexto|sétimo|oitavo|nono) ano", "anos de idade",
        "\\d+ anos completos",
    ),
    "ht": ("\\d+(yèm|vyèm|èm) ane", "klas \\d+(yèm|vyèm|èm)", "gen \\d+ an(ne)?", "laj \\d+", "\\d+ an daj"),
}  # fmt: skip
"""By language: patterns of labels of age or grade."""

OURS: Mapping[str, tuple[str, ...]] = {
    "en": ("fail(s|ed|ing|ures?)?", "behind", "at[- ]risk", "low(er|est)?", "late", "overdue", "weak(est)?", "worst"),
    "es": ("fall(ó|aste|aron|id[oa]s?)", "atrás", "en riesgo", "baj[oa]s?", "tarde de más", "vencid[oa]s?", "peor(es)?"),
    "pt": ("falh(ou|aram|ad[oa]s?)", "para trás", "em risco", "baix[oa]s?", "vencid[oa]s?", "pior(es)?"),
    "ht": ("rate", "dèyè", "an risk", "ba nivo", "an reta", "pi mal"),
}  # fmt: skip
"""By language: patterns of words the house itself never says. A state may tell of low heat; the interface has no use
for the word."""


def unplain(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The words of a text that a learner should not read, each with why."""
    for patterns, why in ((DEFICIT, "puts a want into the person"), (AGE_OR_GRADE, "labels by age or grade")):
        yield from ((word, why) for word in _said(text, patterns.get(language, ())))


def unplain_of_ours(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The same for a text of the interface or its guide, which also keeps from words that only measure a lack."""
    yield from unplain(text, language)
    yield from ((word, "measures a lack") for word in _said(text, OURS.get(language, ())))


def _said(text: str, patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        for match in re.finditer(rf"(?<!\w)({pattern})(?!\w)", text, re.IGNORECASE):
            yield match.group()


def findings(reference: str, path: str, text: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each such word in a text by language, which stands at a path in a document."""
    for language, words in text.items():
        for word, why in unplain(words, language):
            sentence = f"The text in '{language}' says '{word}', which {why}."
            yield Finding(
                "", reference, f"{path}.{language}", sentence, "Say what is there, or what comes next."
            )
