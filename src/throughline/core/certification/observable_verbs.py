"""Verbs that name something a judge can see or hear a person do, by language.

A statement of a competency begins with one. The lists follow the six levels of cognitive process in the
revised taxonomy of educational objectives (Anderson and Krathwohl 2001) and the psychomotor levels of Simpson
(1972); verbs that name a state of mind (know, understand, appreciate, be aware of) are in neither sense
observable and stay out.
"""

from collections.abc import Mapping

ENGLISH = frozenset(
    """
    acts adapts adds adjusts administers advises advocates aligns allocates analyzes anticipates applies
    appraises argues arranges articulates asks assembles assesses assists attends audits balances bends
    bids brazes breaks builds calculates calibrates cares carries catalogs categorizes challenges charts
    checks chooses cites clarifies classifies cleans climbs coaches codes collaborates collects combines
    communicates compares compiles completes composes computes conducts configures connects constructs
    consults contributes controls converts cooks coordinates corrects counsels counts crafts creates
    critiques cultivates customizes cuts debates debugs decides defends defines delivers demonstrates
    deploys derives describes designs detects determines develops devises diagnoses diagrams
    differentiates directs discusses displays distinguishes documents does drafts draws drives edits
    elicits employs engages ensures erects establishes estimates evaluates examines exchanges executes
    experiments explains explores expresses extracts fabricates facilitates finds fits follows forecasts
    forms formulates gathers generates gives grows guides handles harvests helps holds identifies
    illustrates implements improves improvises includes informs initiates inspects installs integrates
    interprets interviews introduces inventories investigates invites involves joins judges justifies
    keeps labels launches lays leads lifts lights links listens lists locates logs machines maintains
    makes manages maps markets marks measures mediates mentors mixes models moderates modifies monitors
    moves names navigates negotiates notates notices observes offers opens operates orders organizes
    outlines participates performs persists persuades pitches places plans plants plays poses positions
    practices practises predicts prepares presents prevents prices prioritizes processes produces programs
    projects promotes proposes protects proves provides publishes queries questions raises reads receives
    recognizes recommends reconciles records recovers redesigns reduces refactors refines reflects
    rehearses relates renders repairs reports represents researches resolves responds restores returns
    reviews revises rigs routes runs safeguards samples says scans schedules screens secures seeks
    segments selects sells sequences serves sets shapes shares shows simulates sings sketches solders
    solves sorts sources speaks specifies spots stages states steers stores strengthens structures studies
    submits suggests summarizes supervises supplies supports surveys sustains tailors takes tastes teaches
    tells tends tests traces tracks trains transcribes transfers transforms translates treats
    troubleshoots tunes turns tutors uses validates verifies visualizes volunteers walks weighs welcomes
    welds wires works writes
    """.split()  # noqa: SIM905
)

SPANISH = frozenset(
    """
    acompaña actúa acuerda adapta administra afina ajusta analiza anticipa aplica aporta argumenta arma
    asesora asiste atiende averigua ayuda busca calcula calibra canta cataloga celebra cita clasifica
    cocina colabora colecciona combina compara comparte compone comprueba comunica conduce conecta
    configura construye consulta contrasta contribuye controla convierte coordina corrige corta crea
    cuenta cuestiona cuida cultiva cumple debate decide defiende define delibera demuestra depura
    desarrolla describe detecta determina diagnostica dibuja dirige diseña distingue divide documenta
    edita ejecuta elabora elige emplea encuentra ensambla ensaya entrega entrevista escoge escribe escucha
    establece estima estudia evalúa examina experimenta explica explora expone expresa fabrica facilita
    fija forma formula fundamenta genera gestiona guía habla hace identifica ilustra implementa improvisa
    indaga informa inspecciona instala integra interpreta interviene introduce investiga invita justifica
    lee levanta limpia localiza maneja mantiene mapea mejora mide modela modifica monta muestra mueve
    narra navega negocia nombra observa obtiene ofrece opera ordena organiza orienta participa percibe
    persevera persiste pide planea planifica planta plantea practica predice pregunta prepara presenta
    previene prioriza produce programa propone protege prueba publica realiza recoge recolecta recomienda
    reconoce recopila redacta reduce reflexiona registra relaciona repara representa responde restaura
    resuelve resume revisa reúne selecciona separa sigue simula sirve soluciona suelda supervisa sustenta
    tasa toca toma trabaja traduce transforma traza ubica usa utiliza valida valora vende verifica vigila
    visualiza vuelve
    """.split()  # noqa: SIM905
)

VERBS: Mapping[str, frozenset[str]] = {"en": ENGLISH, "es": SPANISH}
"""By language tag; a statement in a language without a list is not looked at."""


def begins_with_observable_verb(statement: str, language: str) -> bool:
    """Whether the first word of a statement names something that can be seen or heard; true where the
    language has no list. Both "Models" and "Model" count in English."""
    if language not in VERBS:
        return True
    first = statement.strip().split(" ")[0].strip(",.;:").lower()
    forms = {first, f"{first}s", f"{first}es"} if language == "en" else {first}
    if language == "en" and first.endswith("y"):
        forms.add(f"{first[:-1]}ies")
    return not forms.isdisjoint(VERBS[language])
