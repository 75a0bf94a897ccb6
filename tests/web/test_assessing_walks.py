"""The errand of a benchmark in a real browser: the mentor signs by phone what the teacher signed; the learner reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PHONE, Axe, watch
from tests.web.test_walks import no_sideways, sign_in

PAGES = {
    "jason-16": (
        "/me/shown/", "/me/hand-in/medical-benchmark-3/performance/", "/me/from-outside/",
        "/me/skills/skills-seen-together/", "/assessments/medical-benchmark-2/", "/assessments/workplace-readiness/",
    ),
    "ms-ortiz": (
        "/assessing/", "/assessing/queue/", "/assessing/panels/", "/assessing/panels/my-own-project/exhibition/",
        "/assessing/results/", "/activities/planned/",
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_assessing_are_accessible_on_a_phone_and_never_scroll_sideways(
    demo: str, phone: Page, axe: Axe, who: str
) -> None:
    sign_in(phone, demo, who)
    for path in PAGES[who]:
        phone.goto(f"{demo}{path}")
        assert axe(phone) == [], path
        assert no_sideways(phone), path


def test_a_teacher_judges_practice_by_keyboard_and_the_learner_reads_what_is_next(
    demo: str, page: Page, axe: Axe
) -> None:
    sign_in(page, demo, "ms-ortiz")
    page.goto(f"{demo}/assessing/queue/?kind=practice")
    page.get_by_role("link", name="Jason Reed: Written part: a case about privacy").click()
    expect(page.get_by_role("heading", name="Rubric")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("1")
    expect(page.locator("#rule-and-reason-1")).to_be_checked()
    expect(page.locator("#feedback")).to_be_focused()
    page.keyboard.type("The rule is clear.")
    page.keyboard.press("Tab")
    page.keyboard.type("Say what you would do instead")
    page.keyboard.press("Alt+s")
    expect(page.get_by_text("Only you see it.")).to_be_visible()
    expect(page.locator("#next")).to_have_value("Say what you would do instead")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("It was practice")).to_be_visible()
    sign_in(page, demo, "jason-16")
    page.goto(f"{demo}/me/shown/")
    page.get_by_role("link", name="Written part: a case about privacy").first.click()
    expect(page.get_by_role("heading", name="Say what you would do instead")).to_be_visible()
    assert axe(page) == []


def test_the_mentor_signs_by_phone_without_script_and_then_it_counts(demo: str, browser: Browser) -> None:
    opened = watch(browser, viewport=PHONE, java_script_enabled=False)
    lucia = next(opened)
    sign_in(lucia, demo, "dr-lucia")
    lucia.goto(f"{demo}/assessing/queue/")
    lucia.get_by_role("link", name="Jason Reed: Performance part: explaining a risk to a family").click()
    expect(lucia.get_by_text("2 people sign this, each without seeing the other.")).to_be_visible()
    for name, level in (("honest-graph", 3), ("heard-and-understood", 3), ("stays-with-it", 2)):
        lucia.locator(f'label[for="{name}-{level}"]').click()
    lucia.get_by_role("button", name="It is shown: sign").click()
    expect(lucia.get_by_text("it counts from now on")).to_be_visible()
    sign_in(lucia, demo, "jason-16")
    lucia.goto(f"{demo}/me/milestones/medical-benchmark-2/")
    expect(lucia.get_by_text("Performance part").first).to_be_visible()
    lucia.goto(f"{demo}/me/shown/")
    expect(lucia.get_by_text("shown", exact=True).first).to_be_visible()
    next(opened, None)
