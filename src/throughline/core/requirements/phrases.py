"""The phrases that rules are said in, by language. Plain words; a state's own words come from its names.

{n} a number, {of} out of how many, {thing} what is asked for, {who} people, {words} a list.
"""

from collections.abc import Mapping

Phrases = Mapping[str, str]

EN: Phrases = {
    "all": "All {of} of these", "some": "Any {n} of these {of}", "one": "This",
    "exclusive": "each piece of evidence counts once here", "within": "all with the same {thing}",
    "not": "Without this", "advice": "Advice: {thing}",
    "level": "level {n} or above", "score": "a score of {n} or above ({words})", "times": "on {n} different days",
    "first": "the first try counts", "latest": "the latest try counts",
    "judged": "judged by {who}", "people": "{n} people as {thing}", "elsewhere": "from another organization",
    "context": "in {words}", "issuer": "from {words}", "fresh": "no older than {words}",
    "years": "{n} years", "months": "{n} months", "days": "{n} days", "year": "1 year", "month": "1 month",
    "day": "1 day",
    "exact": "nothing else counts as it", "any": "what is said to count as it is accepted too",
    "unread": "in the words of its source",
    "least_of": "At least {n} {unit} of {thing}", "least": "At least {n} {thing}",
    "least_different": "At least {n} different {thing}", "hours": "hours",
    "framework": "at level {n} or above of {thing}", "framework_only": "on {thing}",
    "framework_level": "at level {n} or above", "proficiency": "reached at level {n} or above",
    "exclude": "not counting {words}", "cap": "at most {n} from the same {thing}", "cap_tag": "at most {n} from {thing}",
    "what": "thing", "setting": "setting", "organization": "organization",
    "course": "courses", "competency": "competencies", "assessment": "assessments", "credential": "credentials",
    "milestone": "milestones", "experience": "experiences", "plan": "plans", "support": "supports", "item": "items",
    "and": " and ", "or": " or ", "title": "{title}: {thing}",
    "more_of": "{n} more {unit} of {thing}", "more": "{n} more: {thing}", "more_choice": "{n} more of these {of}",
    "missing": "Not shown yet: {thing}",
    "adds": "adds {thing}", "removes": "removes {thing}", "adds_amount": "adds {n} {unit} of {thing}",
    "removes_amount": "removes {n} {unit} of {thing}", "adds_count": "asks for {n} more: {thing}",
    "removes_count": "asks for {n} fewer: {thing}",
    "choice": "now asks for {n} of {of} instead of {was} of {was_of}",
    "level_now": "{thing}: now asks for level {n} instead of level {was}",
    "now": "now asks for “{thing}” instead of “{was}”", "cite": "{thing}: now rests on {words}",
    "called": "“{was}” is now called “{thing}”", "no_cite": "no law or policy",
    "once_now": "each piece of evidence now counts once: {thing}",
    "once_no_more": "one piece of evidence may now count more than once: {thing}",
    "now_advice": "is now advice only: {thing}", "now_asked": "is now asked for: {thing}",
}  # fmt: skip

ES: Phrases = {
    "all": "Todo lo siguiente ({of})", "some": "Cualquiera de estas opciones: {n} de {of}", "one": "Lo siguiente",
    "exclusive": "aquí cada evidencia cuenta una sola vez", "within": "todo con igual {thing}",
    "not": "Sin lo siguiente", "advice": "Consejo: {thing}",
    "level": "nivel {n} o superior", "score": "puntaje de {n} o más ({words})", "times": "en {n} días distintos",
    "first": "cuenta el primer intento", "latest": "cuenta el último intento",
    "judged": "valorado por {who}", "people": "{n} personas en el papel de {thing}", "elsewhere": "de otra organización",
    "context": "en {words}", "issuer": "de {words}", "fresh": "de hace {words} como máximo",
    "years": "{n} años", "months": "{n} meses", "days": "{n} días", "year": "1 año", "month": "1 mes", "day": "1 día",
    "exact": "nada más cuenta en su lugar", "any": "también se acepta lo que se declare equivalente",
    "unread": "en las palabras de su fuente",
    "least_of": "Al menos {n} {unit} de {thing}", "least": "Al menos {n} {thing}",
    "least_different": "Al menos {n} {thing}, sin repetir", "hours": "horas",
    "framework": "en el nivel {n} o superior de {thing}", "framework_only": "en {thing}",
    "framework_level": "en el nivel {n} o superior", "proficiency": "con dominio de nivel {n} o superior",
    "exclude": "sin contar {words}", "cap": "como máximo {n} con igual {thing}", "cap_tag": "como máximo {n} de {thing}",
    "what": "elemento", "setting": "entorno", "organization": "organización",
    "course": "cursos", "competency": "competencias", "assessment": "evaluaciones", "credential": "credenciales",
    "milestone": "hitos", "experience": "experiencias", "plan": "planes", "support": "apoyos", "item": "elementos",
    "and": " y ", "or": " o ", "title": "{title}: {thing}",
    "more_of": "{n} {unit} más de {thing}", "more": "{n} más: {thing}", "more_choice": "{n} más de estas {of} opciones",
    "missing": "Aún por mostrar: {thing}",
    "adds": "agrega {thing}", "removes": "quita {thing}", "adds_amount": "agrega {n} {unit} de {thing}",
    "removes_amount": "quita {n} {unit} de {thing}", "adds_count": "pide {n} más: {thing}",
    "removes_count": "pide {n} menos: {thing}",
    "choice": "ahora pide {n} de {of} en lugar de {was} de {was_of}",
    "level_now": "{thing}: ahora pide el nivel {n} en lugar del nivel {was}",
    "now": "ahora pide «{thing}» en lugar de «{was}»", "cite": "{thing}: ahora se basa en {words}",
    "called": "«{was}» ahora se llama «{thing}»", "no_cite": "ninguna ley ni norma",
    "once_now": "ahora cada evidencia cuenta una sola vez: {thing}",
    "once_no_more": "ahora una evidencia puede contar más de una vez: {thing}",
    "now_advice": "ahora es solo un consejo: {thing}", "now_asked": "ahora se pide: {thing}",
}  # fmt: skip

PT: Phrases = {
    "all": "Tudo o que segue ({of})", "some": "Quaisquer destas opções: {n} de {of}", "one": "O seguinte",
    "exclusive": "aqui cada evidência conta uma só vez", "within": "tudo com igual {thing}",
    "not": "Sem o seguinte", "advice": "Conselho: {thing}",
    "level": "nível {n} ou superior", "score": "pontuação de {n} ou mais ({words})", "times": "em {n} dias diferentes",
    "first": "conta a primeira tentativa", "latest": "conta a última tentativa",
    "judged": "avaliado por {who}", "people": "{n} pessoas no papel de {thing}", "elsewhere": "de outra organização",
    "context": "em {words}", "issuer": "de {words}", "fresh": "de há no máximo {words}",
    "years": "{n} anos", "months": "{n} meses", "days": "{n} dias", "year": "1 ano", "month": "1 mês", "day": "1 dia",
    "exact": "nada mais conta em seu lugar", "any": "também se aceita o que for declarado equivalente",
    "unread": "nas palavras da sua fonte",
    "least_of": "Pelo menos {n} {unit} de {thing}", "least": "Pelo menos {n} {thing}",
    "least_different": "Pelo menos {n} {thing}, sem repetir", "hours": "horas",
    "framework": "no nível {n} ou superior de {thing}", "framework_only": "em {thing}",
    "framework_level": "no nível {n} ou superior", "proficiency": "com domínio de nível {n} ou superior",
    "exclude": "sem contar {words}", "cap": "no máximo {n} com igual {thing}", "cap_tag": "no máximo {n} de {thing}",
    "what": "item", "setting": "ambiente", "organization": "organização",
    "course": "cursos", "competency": "competências", "assessment": "avaliações", "credential": "credenciais",
    "milestone": "marcos", "experience": "experiências", "plan": "planos", "support": "apoios", "item": "itens",
    "and": " e ", "or": " ou ", "title": "{title}: {thing}",
    "more_of": "mais {n} {unit} de {thing}", "more": "mais {n}: {thing}", "more_choice": "mais {n} destas {of} opções",
    "missing": "Ainda por mostrar: {thing}",
    "adds": "acrescenta {thing}", "removes": "retira {thing}", "adds_amount": "acrescenta {n} {unit} de {thing}",
    "removes_amount": "retira {n} {unit} de {thing}", "adds_count": "pede mais {n}: {thing}",
    "removes_count": "pede menos {n}: {thing}",
    "choice": "agora pede {n} de {of} em vez de {was} de {was_of}",
    "level_now": "{thing}: agora pede o nível {n} em vez do nível {was}",
    "now": "agora pede “{thing}” em vez de “{was}”", "cite": "{thing}: agora se baseia em {words}",
    "called": "“{was}” agora se chama “{thing}”", "no_cite": "nenhuma lei nem norma",
    "once_now": "agora cada evidência conta uma só vez: {thing}",
    "once_no_more": "agora uma evidência pode contar mais de uma vez: {thing}",
    "now_advice": "agora é só um conselho: {thing}", "now_asked": "agora é pedido: {thing}",
}  # fmt: skip

HT: Phrases = {
    "all": "Tout {of} sa yo", "some": "Nenpòt {n} nan {of} sa yo", "one": "Sa a",
    "exclusive": "isit la chak prèv konte yon sèl fwa", "within": "tout ak menm {thing}",
    "not": "San sa a", "advice": "Konsèy: {thing}",
    "level": "nivo {n} oswa pi wo", "score": "nòt {n} oswa plis ({words})", "times": "nan {n} jou diferan",
    "first": "premye esè a konte", "latest": "dènye esè a konte",
    "judged": "{who} jije li", "people": "{n} moun kòm {thing}", "elsewhere": "ki soti nan yon lòt òganizasyon",
    "context": "nan {words}", "issuer": "nan men {words}", "fresh": "ki pa gen plis pase {words}",
    "years": "{n} ane", "months": "{n} mwa", "days": "{n} jou", "year": "1 ane", "month": "1 mwa", "day": "1 jou",
    "exact": "pa gen lòt bagay ki konte nan plas li", "any": "yo aksepte tou sa yo di ki ekivalan",
    "unread": "nan mo sous li a",
    "least_of": "Omwen {n} {unit} {thing}", "least": "Omwen {n} {thing}",
    "least_different": "Omwen {n} {thing} diferan", "hours": "èdtan",
    "framework": "nan nivo {n} oswa pi wo nan {thing}", "framework_only": "nan {thing}",
    "framework_level": "nan nivo {n} oswa pi wo", "proficiency": "metrize nan nivo {n} oswa pi wo",
    "exclude": "san konte {words}", "cap": "pa plis pase {n} ak menm {thing}", "cap_tag": "pa plis pase {n} nan {thing}",
    "what": "bagay", "setting": "anviwònman", "organization": "òganizasyon",
    "course": "kou", "competency": "konpetans", "assessment": "evalyasyon", "credential": "kredansyèl",
    "milestone": "etap", "experience": "eksperyans", "plan": "plan", "support": "sipò", "item": "bagay",
    "and": " ak ", "or": " oswa ", "title": "{title}: {thing}",
    "more_of": "{n} {unit} {thing} anplis", "more": "{n} anplis: {thing}", "more_choice": "{n} anplis nan {of} sa yo",
    "missing": "Poko montre: {thing}",
    "adds": "ajoute {thing}", "removes": "retire {thing}", "adds_amount": "ajoute {n} {unit} {thing}",
    "removes_amount": "retire {n} {unit} {thing}", "adds_count": "mande {n} anplis: {thing}",
    "removes_count": "mande {n} mwens: {thing}",
    "choice": "kounye a li mande {n} nan {of} olye {was} nan {was_of}",
    "level_now": "{thing}: kounye a li mande nivo {n} olye nivo {was}",
    "now": "kounye a li mande “{thing}” olye “{was}”", "cite": "{thing}: kounye a li chita sou {words}",
    "called": "“{was}” rele “{thing}” kounye a", "no_cite": "okenn lwa ni règ",
    "once_now": "kounye a chak prèv konte yon sèl fwa: {thing}",
    "once_no_more": "kounye a yon prèv ka konte plis pase yon fwa: {thing}",
    "now_advice": "kounye a se yon konsèy sèlman: {thing}", "now_asked": "kounye a yo mande li: {thing}",
}  # fmt: skip

LANGUAGES: Mapping[str, Phrases] = {"en": EN, "es": ES, "pt": PT, "ht": HT}
DECIMAL_COMMA = frozenset({"pt"})
"""Spanish is written here as in the United States, with a point."""
MASCULINE_IN_A = frozenset(
    {"programa", "mapa", "día", "dia", "problema", "sistema", "tema", "idioma", "colega"}
)


def phrases(language: str) -> Phrases:
    """The phrases of a language; of English where it is not one of ours."""
    return LANGUAGES.get(language, EN)


def with_article(word: str, language: str) -> str:
    """A noun with its indefinite article: a workplace, una escuela, yon lekòl."""
    first = word.split()[0].lower() if word.split() else word
    if language in ("es", "pt"):
        ends = ("a", "ción", "sión", "dad", "ção", "são", "dade")
        feminine = first.endswith(ends) and first not in MASCULINE_IN_A
        return f"{('una', 'uma')[language == 'pt'] if feminine else ('un', 'um')[language == 'pt']} {word}"
    if language == "ht":
        return f"yon {word}"
    return f"an {word}" if first[:1] in "aeiou" and not first.startswith(("uni", "use")) else f"a {word}"


def joining(word: str, following: str, language: str) -> str:
    """The joining word as it sounds before what follows: Spanish `e` before i, `u` before o."""
    start = following.lower().removeprefix("h")[:1]
    if language == "es" and (word, start) in ((" y ", "i"), (" y ", "í"), (" o ", "o"), (" o ", "ó")):
        return " e " if word == " y " else " u "
    return word
