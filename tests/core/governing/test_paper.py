"""The papers of a body as PDF."""

from datetime import UTC, datetime

from throughline.core.governing.paper import Paper, PaperSection, Table, drawn


def test_a_paper_is_drawn_at_any_moment_and_what_people_wrote_is_text_not_markup():
    section = PaperSection("One #two", (("a", "b"),), ("*x* $y$",), ("p",), Table(("H", "I"), (("1", "2"),)))
    paper = Paper("Agenda", "Sails #count", "Board", "2 March", "en", "{page} of {pages}", (section,))
    moment = datetime(2026, 3, 2, 15, 0, 1, 234567, tzinfo=UTC)
    first = drawn(paper, moment)
    assert first.startswith(b"%PDF")
    assert first == drawn(paper, moment)
