"""A plan, and what is missing for one, said to the person it is for.

{n} a number, {thing} a title, {who} whose duty it is. `names(ref, language)` gives titles, as for rules in words.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import TypeAlias

from throughline.core.progress.planning.missing import Missing
from throughline.core.progress.planning.offers import SHOWING, Measure
from throughline.core.progress.planning.plans import Answer, Plan, Step

Names: TypeAlias = Callable[[str, str], str]

PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "done": "Nothing is left to do: you have shown all of it.",
        "effort": "about {n} hours", "cost": "{n} dollars", "travel": "{n} kilometers",
        "weeks": "{n} weeks in all",
        "free": "free", "term": "Term {n}: {thing}", "any": "{thing}", "showing": "Show it: {thing}", "and": ", ",
        "proved": "No other way takes less.",
        "gap": "We stopped looking. No other way can save more than {n}.",
        "apart": "Of all ways that leave out at least {n} steps of each way before, this takes the least.",
        "nothing": "Nothing offered today leads to {thing}.", "full": "Every seat that leads to {thing} is taken today.",
        "refused": "Only what you said no to leads to {thing}: {words}.",
        "far": "What leads to {thing} is farther away than you said: {words}.",
        "needs": "What leads to {thing} does not fit, or asks first for something out of reach: {words}.",
        "owed": "It is for {who} to open a way.",
        "terms": "It does not fit into the terms and hours you gave. Give it more of one of them.",
        "time": "We found no plan in the time we took. Try one pathway at a time.",
    },
    "es": {
        "done": "No queda nada por hacer: ya lo mostraste todo.",
        "effort": "unas {n} horas", "cost": "{n} dólares", "travel": "{n} kilómetros",
        "weeks": "{n} semanas en total",
        "free": "gratis", "term": "Período {n}: {thing}", "any": "{thing}", "showing": "Muéstralo: {thing}", "and": ", ",
        "proved": "Ningún otro camino pide menos.",
        "gap": "Dejamos de buscar. Ningún otro camino puede ahorrar más de {n}.",
        "apart": "De los caminos que dejan al menos {n} pasos de cada camino anterior, este pide lo menos.",
        "nothing": "Nada de lo que se ofrece hoy lleva a {thing}.", "full": "Hoy no queda lugar en lo que lleva a {thing}.",
        "refused": "Solo lo que no quisiste lleva a {thing}: {words}.",
        "far": "Lo que lleva a {thing} está más lejos de lo que dijiste: {words}.",
        "needs": "Lo que lleva a {thing} no sirve aquí, o pide antes algo fuera de alcance: {words}.",
        "owed": "Abrir un camino corresponde a {who}.",
        "terms": "No cabe en los períodos y horas que diste. Da más de uno de los dos.",
        "time": "No hallamos un plan en el tiempo que tomamos. Prueba una ruta a la vez.",
    },
    "pt": {
        "done": "Não falta nada: você já mostrou tudo.",
        "effort": "cerca de {n} horas", "cost": "{n} dólares", "travel": "{n} quilômetros",
        "weeks": "{n} semanas ao todo",
        "free": "grátis", "term": "Período {n}: {thing}", "any": "{thing}", "showing": "Mostre: {thing}", "and": ", ",
        "proved": "Nenhum outro caminho pede menos.",
        "gap": "Paramos de procurar. Nenhum outro caminho pode poupar mais de {n}.",
        "apart": "Dos caminhos que deixam ao menos {n} passos de cada caminho anterior, este pede o mínimo.",
        "nothing": "Nada do que se oferece hoje leva a {thing}.", "full": "Hoje não há vaga no que leva a {thing}.",
        "refused": "Só o que você não quis leva a {thing}: {words}.",
        "far": "O que leva a {thing} fica mais longe do que você disse: {words}.",
        "needs": "O que leva a {thing} não serve aqui, ou pede antes algo fora de alcance: {words}.",
        "owed": "Abrir um caminho cabe a {who}.",
        "terms": "Não cabe nos períodos e horas que você deu. Dê mais de um dos dois.",
        "time": "Não achamos um plano no tempo que usamos. Tente uma rota por vez.",
    },
    "ht": {
        "done": "Pa gen anyen ki rete: ou fin montre tout.",
        "effort": "anviwon {n} èdtan", "cost": "{n} dola", "travel": "{n} kilomèt", "weeks": "{n} semèn antou",
        "free": "gratis", "term": "Peryòd {n}: {thing}", "any": "{thing}", "showing": "Montre li: {thing}", "and": ", ",
        "proved": "Pa gen lòt chemen ki mande mwens.",
        "gap": "Nou sispann chèche. Pa gen lòt chemen ki ka sove plis pase {n}.",
        "apart": "Nan tout chemen ki kite omwen {n} etap nan chak chemen anvan yo, sa a mande pi piti.",
        "nothing": "Anyen yo ofri jodi a pa mennen nan {thing}.", "full": "Pa gen plas jodi a nan sa ki mennen nan {thing}.",
        "refused": "Se sèlman sa ou pa t vle ki mennen nan {thing}: {words}.",
        "far": "Sa ki mennen nan {thing} pi lwen pase sa ou te di: {words}.",
        "needs": "Sa ki mennen nan {thing} pa bon isit la, oswa li mande yon bagay ou pa ka jwenn anvan: {words}.",
        "owed": "Se {who} ki pou louvri yon chemen.",
        "terms": "Li pa antre nan peryòd ak èdtan ou bay yo. Bay plis nan youn ladan yo.",
        "time": "Nou pa jwenn yon plan nan tan nou te pran an. Eseye yon sèl wout alafwa.",
    },
}  # fmt: skip


def said(answer: Answer, measure: Measure, names: Names, language: str) -> tuple[tuple[str, ...], ...]:
    """An answer in sentences: for each plan its own, or those that say why there is none."""
    if answer.plans:
        return tuple(plan_said(each, measure, names, language) for each in answer.plans)
    if answer.lack == "reach":
        return tuple(missing_said(each, names, language) for each in answer.missing)
    return ((_phrases(language)[answer.lack],),)


def plan_said(plan: Plan, measure: Measure, names: Names, language: str) -> tuple[str, ...]:
    """What a plan takes, each of its steps, and how sure it is that nothing takes less."""
    words = _phrases(language)
    if not plan.steps:
        return (words["done"],)
    told = [
        amount_said(plan.takes(each), each, language) for each in dict.fromkeys((measure, "effort", "cost"))
    ]
    steps = (step_said(each, names, language) for each in plan.steps)
    return (words["and"].join(told), *steps, sure_said(plan, measure, language))


def sure_said(plan: Plan, measure: Measure, language: str) -> str:
    """Whether nothing takes less, of what; or how much less something might take at most."""
    words = _phrases(language)
    if not plan.proved:
        return words["gap"].format(n=amount_said(plan.could_save(measure), measure, language))
    return words["apart"].format(n=plan.apart) if plan.apart > 1 else words["proved"]


def step_said(step: Step, names: Names, language: str) -> str:
    """One step: what it is, and in which term."""
    words = _phrases(language)
    if step.offer.startswith(SHOWING):
        thing = words["showing"].format(
            thing=names(f"milestone:{step.offer.removeprefix(SHOWING)}", language)
        )
    else:
        thing = names(f"opportunity:{step.offer}", language)
    if step.term is None:
        return words["any"].format(thing=thing)
    return words["term"].format(n=step.term + 1, thing=thing)


def amount_said(amount: Decimal, measure: Measure, language: str) -> str:
    """An amount in the measure's unit."""
    words = _phrases(language)
    return (
        words["free"]
        if measure == "cost" and not amount
        else words[measure].format(n=_number(amount, language))
    )


def missing_said(each: Missing, names: Names, language: str) -> tuple[str, ...]:
    """What is out of reach and why; whose duty it is, where somebody answers for it."""
    words = _phrases(language)
    listed = words["and"].join(names(f"opportunity:{name}", language) for name in each.offers)
    thing = names(each.what or each.owner.partition("#")[0], language)
    first = words[each.why].format(thing=thing, words=listed)
    who = words["and"].join(names(ref, language) for ref in each.owed_by)
    return (first, words["owed"].format(who=who)) if who else (first,)


def _phrases(language: str) -> Mapping[str, str]:
    return PHRASES.get(language, PHRASES["en"])


def _number(amount: Decimal, language: str) -> str:
    """In groups of three: in English with commas, in other languages with a space that does not break."""
    grouped = f"{int(amount.to_integral_value(ROUND_CEILING)):,}"
    return grouped if language == "en" else grouped.replace(",", "\u00a0")
