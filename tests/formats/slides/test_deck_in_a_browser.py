"""Every slide of the deck on the web, opened in Chromium and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import IN_BROWSER, MEASURE_SLIDES, chromium
from decks import WEB, made
from typst_looks import LONG, lorem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = list(IN_BROWSER)


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """Chromium without a window."""
    with chromium() as driver:
        driver.set_script_timeout(60)
        yield driver


def measured(browser: WebDriver, page: Path) -> Any:  # noqa: ANN401 - what the script gives
    """Open a deck and measure all of its slides."""
    browser.set_window_size(1600, 1000)
    browser.get(page.as_uri())
    return browser.execute_async_script(MEASURE_SLIDES)


def words(kind: str, count: int) -> str:
    """A slide of so many words that nobody said."""
    return f"## A heading {{.{kind}}}\n\n{lorem(count)}\n\n"


def test_a_long_deck_keeps_to_its_slides(browser: WebDriver, tmp_path: Path) -> None:
    """A long title, many authors, long quotations, lists, tables and captions stay on slides."""
    rows = "\n".join(f"| row {number} | {lorem(9)} |" for number in range(16))
    items = "\n".join(f"- {lorem(30)}" for _ in range(9))
    text = (
        words("statement", 150) + words("quotation-slide", 300)
        + f"## List {{.list}}\n\n{items}\n\n"
        + f"## Table\n\n| a | b |\n|---|---|\n{rows}\n\n"
        + f"## Figure {{.figure-slide}}\n\n![{lorem(60)}](tall.png){{fig-alt='x'}}\n\n"
        + f"## {lorem(40)} {{.section}}\n\n{lorem(30)}\n\n"
        + words("closing", 120)
    )  # fmt: skip
    authors = [{"name": one["name"]["literal"]} for one in LONG["by-author"]]
    more = {"author": authors, "authors-shown": "all"}
    folder = made(tmp_path, text, WEB, title=LONG["title"], **more)
    found, count, smaller = measured(browser, folder / "slides.html")
    assert found == []
    assert count > 100
    assert smaller >= 4


def test_a_short_deck_is_as_large_as_it_was_meant(browser: WebDriver, tmp_path: Path) -> None:
    """Slides that fit are not made smaller."""
    folder = made(tmp_path, words("statement", 12) + words("list", 20), WEB)
    found, count, smaller = measured(browser, folder / "slides.html")
    assert (found, smaller) == ([], 0)
    assert count > 5
