"""The poster as a web page: one file, read in Chromium on a phone, a tablet and a desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import IN_BROWSER, chromium, complaints, opened_at
from posters import DOI, body, column, made
from typst_looks import LONG, lorem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

in_browser = list(IN_BROWSER)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A poster of seven themes, with a long title and a word that nobody would break."""
    text = body(7).replace("## How it was done", f"## How it was done {'Verylongword' * 12}")
    folder = made(
        tmp_path_factory.mktemp("page"),
        text,
        "html",
        title=LONG["title"],
        article={"doi": DOI},
        qr="/.themeloom/styles/qr.svg",
    )
    return folder / "poster.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """Chromium without a window; its console is kept."""
    with chromium() as driver:
        yield driver


def test_one_file_that_asks_for_nothing(page: Path) -> None:
    """Typefaces, styles and pictures are in it; the only addresses are links to follow."""
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<script|<link[^>]+href=\"(?!data:)|url\((?![\"']?data:)|@import", text)
    assert set(re.findall(r'src="(\w+:|/)', text)) <= {"data:"}
    assert f'href="https://doi.org/{DOI}"' in text
    assert 'alt="Square code that leads to the article of record"' in text


def test_everything_of_the_poster_is_there(page: Path) -> None:
    """Each voice stands with its theme, and each implication names its themes."""
    text = re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8").split("<body>")[1])
    order = [text.index(f"Synthetic theme {number}") for number in range(1, 8)]
    assert order == sorted(order)
    assert text.count("synthetic speaker") == 7
    assert len(re.findall(r"Themes\s+\d \+ \d", text)) == 3
    assert text.index("Implications") < text.index("How it was done")
    for words in ("Nobody is thanked.", "Synthetic data", "synthetic@example.org"):
        assert words in text


@pytest.mark.parametrize("width", [360, 768, 1440])
class TestInABrowser:
    """What Chromium finds at the width of a phone, a tablet and a desk."""

    pytestmark = in_browser

    def test_accessible_and_never_wider_than_the_screen(
        self, browser: WebDriver, page: Path, width: int
    ) -> None:
        """No violation of accessibility, no sideways scrolling, nothing logged or asked for."""
        opened_at(browser, page.as_uri(), width)
        assert complaints(browser) == []

    def test_columns_where_there_is_room(self, browser: WebDriver, page: Path, width: int) -> None:
        """A phone shows one theme after the other, a desk shows them side by side."""
        opened_at(browser, page.as_uri(), width)
        script = (
            "return [...document.querySelectorAll('.theme-column')]"
            ".map(e => Math.round(e.getBoundingClientRect().left))"
        )
        assert len(set(browser.execute_script(script))) == (1 if width < 900 else 4)


def test_a_voice_without_a_column_gets_one(tmp_path: Path) -> None:
    """No voice is lost, whatever its theme."""
    text = body(2).replace("::: {.voices}\n", f"::: {{.voices}}\n{_fifth()}\n", 1)
    page = made(tmp_path, text, "html") / "poster.html"
    assert "nobody ever said this" in page.read_text(encoding="utf-8")
    assert lorem(3)


def test_a_voice_within_a_column_stays_where_it_was_written(tmp_path: Path) -> None:
    """Behind the theme, and not above it: as in print."""
    own = column(2, lorem(20), _fifth())
    text = body(2).replace(column(2, lorem(25), lorem(20)), own, 1)
    page = (made(tmp_path, text, "html") / "poster.html").read_text(encoding="utf-8")
    assert page.index("Synthetic theme 2<") < page.index("nobody ever said this")


def _fifth() -> str:
    from posters import voice

    return voice(5, "nobody ever said this")
