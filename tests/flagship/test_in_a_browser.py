"""The flagship's pages as Chromium shows them: on a phone, a tablet and a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import IN_BROWSER, MEASURE_SLIDES, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver

    from themeloom.core.project import Project

PAGES = (
    "manuscript/paper.html",
    "manuscript/supplement.html",
    "poster/poster.html",
    "analysis/evidence.html",
    "guidelines/coreq.html",
)
pytestmark = [
    *IN_BROWSER,
]


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """Chromium without a window; its console and every request are kept."""
    with chromium() as driver:
        yield driver


def _open(browser: WebDriver, project: Project, name: str, width: int) -> None:
    browser.get_log("browser")
    browser.get_log("performance")
    browser.set_window_size(width, 1000)
    browser.get((project.output / name).as_uri())


def _asked_for(browser: WebDriver) -> list[str]:
    """The addresses on any network that the page asked for."""
    return [
        entry["message"]
        for entry in browser.get_log("performance")
        if "Network.requestWillBeSent" in entry["message"] and '"url":"http' in entry["message"]
    ]


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_quiet_and_fits(browser: WebDriver, built: Project, name: str, width: int) -> None:
    """No sideways scroll, no word on the console, no request to any network."""
    _open(browser, built, name, width)
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    seen = browser.execute_script("return window.innerWidth")
    assert wide <= seen
    assert browser.get_log("browser") == []
    assert _asked_for(browser) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible(browser: WebDriver, built: Project, name: str) -> None:
    """The rules of axe-core find nothing."""
    from selenium_axe_python import Axe

    _open(browser, built, name, 1440)
    axe = Axe(browser)
    axe.inject()
    found = axe.run()["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


def test_deck_is_quiet(browser: WebDriver, built: Project) -> None:
    """The deck starts, asks nobody for anything, and goes on to the next slide."""
    _open(browser, built, "slides/slides.html", 1440)
    browser.execute_script("Reveal.next()")
    assert browser.execute_script("return Reveal.getIndices().h") == 1
    assert browser.execute_script("return Reveal.getTotalSlides()") == 23
    assert browser.get_log("browser") == []
    assert _asked_for(browser) == []


def test_nothing_sticks_out_of_a_slide(browser: WebDriver, built: Project) -> None:
    """On every slide of the deck all words, pictures and captions lie on it, none made smaller."""
    browser.set_script_timeout(60)
    _open(browser, built, "slides/slides.html", 1440)
    found, count, smaller = browser.execute_async_script(MEASURE_SLIDES)
    assert (found, smaller) == ([], 0)
    assert count > 100
