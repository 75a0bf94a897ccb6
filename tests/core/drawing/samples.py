"""Three networks to draw: ten lines in five families, sixteen lines that share unevenly, one line of many ends."""

from __future__ import annotations

from throughline.core.drawing.network import (
    Band,
    Branch,
    Destination,
    Gate,
    Line,
    Network,
    State,
    Station,
)

FOUNDATIONS = ("Explore", "Literacy", "Mathematics I", "Science inquiry", "Working with others")
TEN = {
    "Life science": {
        "Medical sciences": ("Clinical care I", "Anatomy", "Benchmark 4"),
        "Environment & energy": ("Field methods", "Grid & storage", "Benchmark 3"),
    },
    "Tools & materials": {
        "Skilled trades": ("Safety certificate", "Ironwork rotation", "Exam 4"),
        "Manufacturing": ("CAD", "Automation", "Exam 3"),
    },
    "Data & systems": {
        "Software": ("Programming", "Systems", "Capstone"),
        "Business & finance": ("Accounts", "Markets", "Capstone"),
    },
    "People & learning": {
        "Teaching": ("Tutoring", "Child development", "Practicum"),
        "Law & public service": ("Civics", "Evidence", "Moot"),
    },
    "Story & craft": {
        "Journalism & media": ("Reporting", "Ethics", "Portfolio"),
        "Music & performance": ("Ensemble", "Theory", "Recital"),
    },
}
STATES = (State.MET, State.MET, State.MET, State.OPEN, State.PROGRESS)


def slug(*parts: str) -> str:
    return "-".join("".join(c if c.isalnum() else "-" for c in part.lower()) for part in parts)


def station(name: str, band: str, *within: str, state: State | None = None) -> Station:
    key = slug(*within, name)
    return Station(key, name, f"/milestones/{key}", band, f"{name}: {state or 'open'}", state)


def ten_lines() -> Network:
    """The sketch: five foundations for all, five families of two, three milestones and a diploma for each."""
    bands = (
        Band("base", "Foundations · shared by all"),
        Band("family", "Families · shared by some"),
        Band("own", "Pathway"),
        Band("gate", "Diploma"),
    )
    stations = [station(name, "base", state=state) for name, state in zip(FOUNDATIONS, STATES, strict=True)]
    lines = []
    for family, members in TEN.items():
        stations.append(station(family, "family"))
        for name, own in members.items():
            mine = [station(step, "own", name) for step in own] + [station("Diploma", "gate", name)]
            stations += mine
            stops = [slug(step) for step in FOUNDATIONS] + [slug(family)] + [one.id for one in mine]
            number = len(lines)
            lines.append(
                Line(slug(name), name, name[0], f"/pathways/{slug(name)}", tuple(stops), colour=number)
            )
    gates = (Gate("own", "Graduation gate"),)
    return Network(
        "Pathways of Meridian",
        "Ten pathways from left to right.",
        bands,
        tuple(stations),
        tuple(lines),
        gates,
        "Destinations",
    )


SIXTEEN = {
    "Medical sciences": "A health human lab",
    "Nursing and care": "A health human care",
    "Dental and vision": "A health human",
    "Bioengineering": "B health lab design",
    "Environment and energy": "C lab field",
    "Food and farming": "D field trade",
    "Construction and ironwork": "E trade site rig",
    "Advanced manufacturing": "F trade site design",
    "Transport and logistics": "G trade rig",
    "Software": "H data code",
    "Cyber and networks": "I data code",
    "Business and finance": "J data money",
    "Hospitality and tourism": "K money guest",
    "Teaching": "L care guest story",
    "Law and public service": "M story civic",
    "Journalism and media": "N story civic code",
}
GROUP_NAMES = {
    "health": "Health and safety at work",
    "human": "Human biology",
    "lab": "Laboratory methods",
    "care": "Caring for people",
    "design": "Design and drawing",
    "field": "Field work",
    "trade": "Tools and materials",
    "site": "Site safety card",
    "rig": "Rigging and lifting",
    "data": "Working with data",
    "code": "Programming",
    "money": "Accounts and markets",
    "guest": "Serving guests",
    "story": "Telling a story",
    "civic": "Law and evidence",
}
LATE = {"health": "Hospital rotation", "trade": "Paid placement on site", "story": "Public portfolio"}
OWN = (
    "First project",
    "Workplace exploration",
    "Advanced benchmark",
    "Internship with a mentor",
    "Capstone before a panel",
)


def sixteen_lines() -> Network:
    """Sixteen lines whose groups overlap, some that meet again late, one that begins late, two with off-ramps."""
    bands = (
        Band("1", "Explore"),
        Band("2", "Prepare"),
        Band("3", "Specialise"),
        Band("4", "College and career training"),
    )
    base = (
        "Explore careers",
        "Reading and writing",
        "Mathematics I",
        "Science inquiry",
        "Digital life",
        "Mathematics II",
    )
    stations = [station(name, "1") for name in base]
    stations += [station(name, "2") for name in GROUP_NAMES.values()]
    stations += [station(name, "4") for name in LATE.values()]
    lines = []
    for number, (name, code) in enumerate(SIXTEEN.items()):
        letter, *groups = code.split()
        own = [station(step, "3", name) for step in OWN[: 2 + number % 4]]
        last = station("Qualification", "4", name)
        stations += [*own, last]
        start = () if name.startswith("Hospitality") else tuple(slug(step) for step in base[: 6 - number % 2])
        stops = start + tuple(slug(GROUP_NAMES[group]) for group in groups) + tuple(one.id for one in own)
        stops += (*tuple(slug(LATE[group]) for group in groups if group in LATE), last.id)
        off = Destination(slug(name, "aide"), f"{name} aide", f"/jobs/{slug(name)}")
        branches = (Branch(own[0].id, off),) if number in (1, 6) else ()
        note = "6 destinations" if number == 0 else ""
        lines.append(
            Line(slug(name), name, letter, f"/pathways/{slug(name)}", stops, note=note, branches=branches)
        )
    gates = (Gate("2", "Stage gate", "/gates/2"), Gate("3", "Graduation gate", "/gates/3"))
    return Network("Pathways", "Sixteen pathways.", bands, tuple(stations), tuple(lines), gates)


MEDICAL = {
    "Benchmarks": ("Exploring careers", "Mathematics I", "Science inquiry", "Clinical care I"),
    "In college": (
        "Human biology",
        "Chemistry of life",
        "Statistics for health",
        "Patient communication",
        "Clinical rotation",
        "Research methods",
    ),
    "Advanced": ("Residency project", "Licensing examination"),
}
ENDS = (
    "Physician",
    "Registered nurse",
    "Physical therapist",
    "Medical researcher",
    "Public health specialist",
    "Physician assistant",
)
SHARED = {
    "Exploring careers": "BCDEFGHIJKL",
    "Mathematics I": "BCDEFGH",
    "Science inquiry": "BCD",
    "Statistics for health": "BH",
    "Patient communication": "C",
}


def medical_line() -> Network:
    """One pathway with four benchmarks, six milestones in college and two advanced, two off-ramps and six ends."""
    bands = tuple(Band(slug(title), title) for title in MEDICAL)
    stations = [station(name, slug(stage)) for stage, names in MEDICAL.items() for name in names]
    states = (State.MET,) * 5 + (State.PROGRESS, State.OPEN, State.UNAVAILABLE) + (State.OPEN,) * 4
    stations = [
        Station(one.id, one.name, one.href, one.band, one.title, state)
        for one, state in zip(stations, states, strict=True)
    ]
    aide = Branch("clinical-care-i", Destination("aide", "Certified nursing assistant", "/jobs/aide"))
    emt = Branch("clinical-rotation", Destination("emt", "Emergency medical technician", "/jobs/emt"))
    ends = tuple(Destination(slug(end), end, f"/jobs/{slug(end)}") for end in ENDS)
    lines = [
        Line(
            "medical",
            "Medical sciences",
            "A",
            "/pathways/medical",
            tuple(one.id for one in stations),
            0,
            "Medical sciences: shares 5 milestones with 11 pathways",
            destinations=ends,
            branches=(aide, emt),
        )
    ]
    for number, letter in enumerate("BCDEFGHIJKL"):
        stops = tuple(slug(name) for name, letters in SHARED.items() if letter in letters)
        lines.append(Line(f"other-{letter}", f"Pathway {letter}", letter, "/", stops, number + 1))
    gates = (Gate("benchmarks", "Graduation gate", "/gates/1"), Gate("in-college", "Degree gate", "/gates/2"))
    return Network(
        "Medical sciences", "The pathway stage by stage.", bands, tuple(stations), tuple(lines), gates
    )
