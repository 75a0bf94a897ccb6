"""An import in a real browser: by keyboard, on the smallest phone, without script, left and come back to; with axe."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.apps.test_interop import CSV, framework
from tests.web.conftest import Axe, watch
from tests.web.test_trust_walks import SMALLEST, _looked_at, _tab_to
from tests.web.test_walks import sign_in

KEEPER = "kwame-asante"
LIST = "/registry/import/"


def choose(page: Page, demo: str, *files: Path) -> None:
    page.goto(demo + LIST)
    page.locator("#file").set_input_files(list(files))
    page.get_by_role("button", name="Look at it").click()


def test_a_keeper_brings_a_file_and_a_table_by_keyboard_and_everything_reads_well(
    demo: str, page: Page, axe: Axe, tmp_path: Path
) -> None:
    faults: dict[str, object] = {}
    science, table, broken = (
        tmp_path / name for name in ("science.json", "a-long-name-of-a-list-of-sums.csv", "broken.json")
    )
    science.write_bytes(framework("atoms", "waves"))
    table.write_text(CSV)
    broken.write_text('{"CFDocument": {},}')
    sign_in(page, demo, KEEPER)
    page.goto(demo + LIST)
    _looked_at(page, axe, faults)
    choose(page, demo, science)
    expect(page.get_by_text("1 document is new.")).to_be_visible()
    _looked_at(page, axe, faults)
    left = page.url
    page.goto(demo + "/registry/")
    page.goto(left)
    _tab_to(page, "form[action$='/apply/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 4 rows are written.")).to_be_visible()
    _looked_at(page, axe, faults)
    # Somebody else goes on with it; the page that is open notices by itself.
    other = page.context.new_page()
    other.goto(left)
    other.get_by_role("button", name="Write the next document now").click()
    expect(page.get_by_text("1 document was taken in.")).to_be_visible(timeout=15_000)
    _looked_at(page, axe, faults)
    choose(page, demo, table, broken)
    _looked_at(page, axe, faults)
    page.get_by_role("link", name="The columns of").click()
    _looked_at(page, axe, faults)
    page.locator("#creator").fill("Board")
    page.get_by_label("Text of it").select_option("fullStatement")
    page.get_by_role("button", name="Look at it like this").click()
    expect(page.get_by_text("1 document is new.")).to_be_visible()
    page.get_by_role("link", name="Mend it, try again, or set it aside").click()
    page.locator("summary", has_text="broken.json").first.click()
    _looked_at(page, axe, faults)
    assert faults == {}


def test_without_script_on_the_smallest_phone_an_import_is_taken_in_and_undone(
    demo: str, browser: Browser, axe_without_script: Axe, tmp_path: Path
) -> None:
    file = tmp_path / "poetry.json"
    file.write_bytes(framework("sonnets", name="poetry"))
    watched = watch(browser, viewport=SMALLEST, java_script_enabled=False)
    page = next(watched)
    sign_in(page, demo, KEEPER)
    choose(page, demo, file)
    page.get_by_role("button", name="Yes, take them in").click()
    expect(page.get_by_text("rows are written.")).to_be_visible()
    assert axe_without_script(page) == []
    page.get_by_role("button", name="Write the next document now").click()
    page.get_by_role("link", name="Open the document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Poetry")
    page.go_back()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("What stood before stands again.").first).to_be_visible()
    assert axe_without_script(page) == []
    next(watched, None)
