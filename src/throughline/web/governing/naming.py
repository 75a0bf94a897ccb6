"""What a draft changes, by its name: references in sentences of the core become the titles that people know."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from throughline.core.governing.opening import Obstacle
from throughline.web import reading
from throughline.web.names import COLLECTIONS, name_of
from throughline.web.words import words

KNOWN = "|".join(COLLECTIONS)
STAGE = re.compile(r"Stage '([a-z0-9-]+)' of pathway:([a-z0-9-]+)")
REFERENCE = re.compile(rf"'?\b((?:{KNOWN}):[a-z0-9-]+)(?:#([a-z0-9-]+))?'?")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def called(reference: str, body: Mapping[str, Any], stage: str = "") -> str:
    """What a changed part is called: by what it says of itself, else as the state has it; a stage after its pathway."""
    title = body.get("title") or body.get("asks") or ""
    own = words(title) if isinstance(title, Mapping) else str(title)
    if stage:
        return f"{name_of(reading.catalogue(), reference)}: {own or _stage(reference, stage)}"
    return own or name_of(reading.catalogue(), reference)


def in_names(obstacle: Obstacle) -> Obstacle:
    """The same obstacle, saying names and days as people write them. The sentences are English, and so are the days."""
    return replace(obstacle, sentence=_named(obstacle.sentence), fix=_named(obstacle.fix))


def _named(sentence: str) -> str:
    sentence = STAGE.sub(
        lambda m: f"The stage “{_stage('pathway:' + m[2], m[1])}” of pathway:{m[2]}", sentence
    )
    return DAY.sub(_day, REFERENCE.sub(lambda m: f"“{_part(m[1], m[2] or '')}”", sentence))


def _part(reference: str, stage: str) -> str:
    name = name_of(reading.catalogue(), reference)
    return f"{name}: {_stage(reference, stage)}" if stage else name


def _stage(reference: str, stage: str) -> str:
    pathway = reading.catalogue().pathways.get(reference.removeprefix("pathway:"))
    found = next((each for each in pathway.stages if each.id == stage), None) if pathway else None
    return words(found.title) if found else stage.replace("-", " ")


def _day(found: re.Match[str]) -> str:
    with translation.override("en"):
        return date_format(date.fromisoformat(found[0]))
