"""Verbs that name something a judge can see or hear a person do, by language.

A statement of a competency begins with one. The lists follow the six levels of cognitive process in the
revised taxonomy of educational objectives (Anderson and Krathwohl 2001) and the psychomotor levels of Simpson
(1972); verbs that name a state of mind (know, understand, appreciate, be aware of) are in neither sense
observable and stay out.
"""

from collections.abc import Mapping

ENGLISH = frozenset(
    """
    accompanies acts adapts adds adjusts administers advises advocates aligns allocates analyzes answers
    anticipates apologizes applies appraises argues arranges articulates asks assembles assesses assists
    attends audits auscultates bakes balances bandages bathes begins bends bids bills boils bolts borrows
    bows brazes breaks brews brings budgets builds buys calculates calibrates calls calms captions cares
    carries catalogs catches categorizes certifies chalks challenges changes charts checks chooses chops
    cites clarifies classifies cleans climbs closes coaches codes collaborates collects combines comforts
    commits communicates commutes compares compiles completes composes computes concedes condenses
    conducts configures connects constructs consults contributes controls converts cooks cools coordinates
    corrects counsels counts crafts creates critiques cues cultivates cultures customizes cuts dances
    debates debugs decides defends defines delivers demonstrates deploys deposits derives describes
    designs detects determines develops devises diagnoses diagrams differentiates digs dilutes directs
    discusses dispatches displays disputes dissects distills distinguishes docks documents does drafts
    draws dresses drills drives drums earns edits elicits emails employs encourages ends engages enrolls
    ensures erects escorts establishes estimates evaluates examines exchanges executes experiments
    explains explores expresses extracts fabricates facilitates feeds fertilizes files fills films finds
    finishes fits flies follows footnotes forecasts forms formulates founds freezes fries funds gathers
    generates gives grades graphs greets grills grinds grows guides hammers handles hands hangs harvests
    hears heats helps hires hoists holds hosts hums hydrates identifies illustrates implements improves
    improvises includes indexes informs initiates injects inspects installs integrates interprets
    interviews introduces inventories investigates invests invites invoices involves irrigates isolates
    joins judges jumps justifies keeps kneels knits labels lands launches lays leads lends levels lifts
    lights lines links listens lists locates logs looks machines maintains makes manages maps markets
    marks masters matches measures mediates melts mentors merges milks mixes models moderates modifies
    monitors mounts moves mows nails names navigates negotiates notates notes notices numbers observes
    offers opens operates orchestrates orders organizes outlines packs paints pairs palpates paraphrases
    parks participates passes patches pays performs persists persuades phones photographs picks pipettes
    pitches places plans plants plays plots plucks plumbs polls pools poses positions posts pounds pours
    powers practices practises predicts prepares presents prevents prices prints prioritizes processes
    produces programs projects promotes prompts proofreads proposes props protects prototypes proves
    provides prunes publishes pulls purifies pushes puts queries questions quotes raises rates reads
    rebuilds rebuts receives rechecks recites recognizes recommends reconciles records recovers redesigns
    redirects reduces refactors refers refines reflects refuses registers rehearses relates releases
    removes renders renews repairs rephrases replaces replies reports represents reproduces researches
    resolves responds restates restores restructures retells returns reviews revises rigs rivets roasts
    rotates rounds routes runs safeguards samples sands saves saws says scales scans schedules scores
    screens screws seals seasons secures seeks segments selects sells sends sequences serves sets settles
    sews shapes shares sharpens ships shoots shows sifts signs simplifies simulates sings sits sketches
    slices smells smooths solders solves soothes sorts sources sows speaks specifies spells spends splits
    spots spreads squares stacks staffs stages stains stands starts states steers stirs stocks stops
    stores strengthens stretches strips structures strums studies submits subtitles suggests summarizes
    sums supervises supplies supports surveys sustains sutures swaps sweeps swims switches synthesizes
    tailors takes tallies tastes teaches tells tends tests texts thanks throws ties tightens times titles
    titrates torques totals touches traces tracks trades trains transcribes transfers transforms
    translates transports travels traverses treats trims troubleshoots tunes turns tutors unites unpacks
    updates upgrades uploads uses validates ventilates verifies visualizes volunteers votes walks warms
    washes watches wears weaves weighs welcomes welds wipes wires words works wraps writes
    """.split()  # noqa: SIM905
)

SPANISH = frozenset(
    """
    abre acaba acepta acompaña actualiza actúa acuerda adapta administra adopta afina afirma agradece
    agrega agrupa ahorra ajusta alimenta alinea alterna amplía analiza anima anota anticipa apaga apareja
    aplica aporta apoya aprovecha argumenta arma arranca arregla asegura asesora asigna asiste ata atiende
    atornilla atrae audita averigua avisa ayuda aísla añade baila baja barre baña busca calcula calibra
    calienta calma cambia canta carga cataloga cava cede celebra cerca certifica cierra cita clasifica
    clava cocina colabora colecciona combina comienza compara comparte compone compra comprueba comunica
    concede concilia concluye conduce conecta configura confirma congela conserva consigue construye
    consulta contesta contrasta contrata contribuye controla convierte coordina corre corrige corta cose
    coteja crea cubre cuelga cuenta cuestiona cuida cultiva cumple da debate decide defiende define deja
    delega delibera demuestra depura desarrolla describe descubre despacha despliega destaca detecta
    determina detiene devuelve diagnostica dibuja diluye dirige disecciona diseña distingue distribuye
    divide documenta edita ejecuta elabora elige elimina elogia empieza emplea enciende encuentra encuesta
    enfría enlaza ensambla ensaya enseña entrega entrena entrevista enumera envuelve envía equilibra
    escala escoge escribe escucha establece estima estructura estudia evalúa examina experimenta explica
    explora expone expresa extiende extrae fabrica facilita fertiliza fija filma finaliza firma fomenta
    forma formula fotografía fríe funda fundamenta gana gasta genera gestiona gira graba grafica guarda
    guía habla hace hierve honra hornea huele identifica ilustra implementa imprime improvisa incluye
    indaga informa inicia inspecciona instala integra interpreta interviene introduce investiga invierte
    invita involucra inyecta iza junta justifica lanza lava lee levanta lidera lija limita limpia llama
    llega llena lleva localiza maneja maniobra mantiene mapea martilla media mejora mete mezcla mide mira
    modela modifica monta muestra mueve multiplica narra navega negocia nivela nombra nota notifica
    observa obtiene ofrece opera opina optimiza ordena ordeña organiza orienta orquesta paga palpa para
    parafrasea participa pasa percibe persevera persiste pesa pide pinta planea planifica planta plantea
    poda pone practica predice pregunta prepara presenta presta previene prioriza produce programa propone
    protege prueba publica pule purifica rastrea realiza recibe recita recoge recolecta recomienda
    reconoce reconstruye recopila recuerda redacta rediseña reduce reemplaza refina reflexiona reformula
    refuta registra rehace relaciona relata remacha remite reorganiza repara reparte repite replantea
    representa reproduce responde resta restablece restaura resuelve resume retira retoma retroalimenta
    revela revisa reúne riega rinde rota saca salta saluda sazona selecciona sella separa señala señaliza
    siega siembra sigue simplifica simula sintetiza sirve sitúa socorre solicita soluciona soporta
    sostiene suaviza sube subtitula suelda suelta sugiere sujeta suma suministra supera supervisa sustenta
    sustituye tabula taladra talla tararea tasa teje tensa termina tiñe toca toma trabaja traduce trae
    transcribe transforma transmite transporta traslada traza ubica une usa utiliza vacía valida valora
    venda vende verifica viaja vierte vigila viste visualiza vota vuelve
    """.split()  # noqa: SIM905
)

REFLEXIVE = frozenset({"se"})
"""Words that may stand before the verb: Spanish "se lava las manos"."""

VERBS: Mapping[str, frozenset[str]] = {"en": ENGLISH, "es": SPANISH}
"""By language tag; a statement in a language without a list is not looked at."""


def begins_with_observable_verb(statement: str, language: str) -> bool:
    """Whether the first word of a statement names something that can be seen or heard; true where the
    language has no list. Both "Models" and "Model" count in English."""
    if language not in VERBS:
        return True
    words = [word.strip(',.;:¿¡"').lower() for word in statement.split()]
    first = next((word for word in words if word not in REFLEXIVE), "")
    forms = {first, f"{first}s", f"{first}es"} if language == "en" else {first}
    if language == "en" and first.endswith("y"):
        forms.add(f"{first[:-1]}ies")
    return not forms.isdisjoint(VERBS[language])
