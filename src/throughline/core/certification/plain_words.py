"""Words a learner never reads about themselves: of what they lack, and of how old they are meant to be.

Every learner-facing text of a state is looked through, in each language there is a list for. The lists hold
words that put the want into the person ("at risk", "failed") and labels of age or grade ("10th grade"), which
no rule of mastery needs. Laws are quoted under `cite`, which is not looked at.
"""

import re
from collections.abc import Iterator, Mapping

from throughline.core.requirements.findings import Finding

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
}  # fmt: skip
"""By language: patterns of labels of age or grade."""


def unplain(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The words of a text that a learner should not read, each with why."""
    for patterns, why in ((DEFICIT, "puts a want into the person"), (AGE_OR_GRADE, "labels by age or grade")):
        for pattern in patterns.get(language, ()):
            for match in re.finditer(rf"(?<!\w)({pattern})(?!\w)", text, re.IGNORECASE):
                yield match.group(), why


def findings(reference: str, path: str, text: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each such word in a text by language, which stands at a path in a document."""
    for language, words in text.items():
        for word, why in unplain(words, language):
            sentence = f"The text in '{language}' says '{word}', which {why}."
            yield Finding(
                "", reference, f"{path}.{language}", sentence, "Say what is there, or what comes next."
            )
