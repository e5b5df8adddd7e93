"""Codes, codings, participants and memos in the explorer, as people use them in Chromium."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from browsing import IN_BROWSER, chromium, complaints, opened_at
from coded_studies import coded_study
from explorers import built
from helpers import LONG, changed
from large_studies import large_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

#: Whoever else works on the machine may slow everything; in the long run nobody does.
_PATIENCE = 1 if LONG else 5
_SEARCH = """
const [words] = arguments, search = document.getElementById("search"), begun = performance.now();
search.value = words;
search.dispatchEvent(new Event("input", { bubbles: true }));
document.body.getBoundingClientRect();
return [performance.now() - begun, document.getElementById("count").textContent];
"""
_OPENED = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """Chromium without a window."""
    with chromium() as driver:
        yield driver


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An explorer of 300 codings of 30 talks."""
    return built(large_study(tmp_path_factory.mktemp("coded") / "s", 300, 30)).as_uri()


@pytest.fixture
def explorer(browser: WebDriver, page: str) -> WebDriver:
    """The explorer freshly opened."""
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(page)
    return browser


def _count(browser: WebDriver) -> str:
    return browser.find_element("id", "count").text


def _choose(browser: WebDriver, name: str, value: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(browser.find_element("id", f"choose-{name}")).select_by_value(value)


def _listed(browser: WebDriver) -> list[str]:
    return [one.text for one in browser.find_elements("css selector", ".coding")]


def _is_live(node: dict[str, Any]) -> bool:
    told = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    return node["role"]["value"] == "status" and told.get("live") == "polite"


class TestInABrowser:
    """What needs a browser."""

    pytestmark = IN_BROWSER

    def test_one_search_for_quotations_codings_codes_and_memos(self, explorer: WebDriver) -> None:
        """Words narrow all of them; what is counted is what is listed."""
        assert _count(explorer) == "3 quotations · 300 codings · 120 codes"
        told, said = explorer.execute_script(_SEARCH, "cafe NAIVE waiting")[1], _listed(explorer)
        number = int(re.search(r"· (\d+) of 300 codings", told)[1])  # type: ignore[index]
        assert len(said) == min(number, 40) > 0
        wanted = {"café", "naïve", "waiting"}
        assert all(wanted <= set(re.findall(r"\w+", one.casefold())) for one in said)
        explorer.execute_script(_SEARCH, "a memo on")
        assert all("Memo A memo on" in one for one in _listed(explorer))
        explorer.execute_script(_SEARCH, "nothing-of-this-kind")
        assert _count(explorer) == "0 of 3 quotations · 0 of 300 codings · 0 of 120 codes"
        for name in ("quotations", "codings", "codes", "people"):
            one = explorer.find_element("css selector", f"[data-nothing={name}]")
            assert one.is_displayed(), name

    def test_choices_narrow_codings(self, explorer: WebDriver) -> None:
        """A code has all below it; coder, participant, source and memo go together with it."""
        _choose(explorer, "code", "t2")
        assert all(one.split("\n")[-1] and "Topic t2" in one for one in _listed(explorer))
        _choose(explorer, "coder", "coder-2")
        assert all("coded by coder-2" in one for one in _listed(explorer))
        explorer.find_element("css selector", "button[type=reset]").click()
        _choose(explorer, "voice", "P0007")
        _choose(explorer, "memo", "yes")
        said = _listed(explorer)
        assert said
        assert all("P0007" in one and "Memo" in one for one in said)
        people = explorer.find_elements("css selector", "[data-person]")
        assert [one.text.split()[0] for one in people if one.is_displayed()] == ["P0007"]

    def test_a_number_leads_to_its_codings(self, explorer: WebDriver) -> None:
        """Of a code in the codebook as of a participant; the reader is taken there."""
        from selenium.webdriver.common.keys import Keys

        explorer.find_element("css selector", "tr[data-code=t1] a").click()
        number = explorer.find_element("css selector", "tr[data-code=t1] a").text.split()[0]
        assert f"{number} of 300 codings" in _count(explorer)
        assert explorer.switch_to.active_element.get_attribute("id") == "codings-title"
        # By keyboard: the page may still be moving to where the first link leads.
        explorer.find_element("css selector", "[data-person=P0003] a").send_keys(Keys.ENTER)
        assert "10 of 300 codings" in _count(explorer)

    def test_more_codings_come_when_asked_for(self, explorer: WebDriver) -> None:
        """Forty at a time; whoever asks by keyboard is at the first new one."""
        from selenium.webdriver.common.keys import Keys

        more = explorer.find_element("css selector", "[data-more]")
        assert more.text == "Show 40 more of 260"
        more.send_keys(Keys.ENTER)
        assert len(_listed(explorer)) == 80
        forty_first = explorer.find_elements("css selector", ".coding")[40].get_attribute("id")
        assert explorer.switch_to.active_element.get_attribute("id") == forty_first

    def test_a_link_to_a_coding_shows_it(self, explorer: WebDriver, page: str) -> None:
        """Wherever in the list it stands."""
        explorer.get("about:blank")
        explorer.get(f"{page}#coding-c277")
        assert explorer.switch_to.active_element.get_attribute("id") == "coding-c277"

    def test_a_screen_reader_is_told_what_everything_is(self, explorer: WebDriver) -> None:
        """Whatever can be reached has a name; parts of the page, tables and counts are such."""
        explorer.execute_script(_SEARCH, "waiting")
        nodes = explorer.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        seen = [node for node in nodes if not node["ignored"]]
        named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in seen}
        reached = {"link", "button", "searchbox", "combobox", "checkbox", "DisclosureTriangle"}
        assert not [one for one in named if one[0] in reached and not one[1].strip()]
        assert {("searchbox", "Search"), ("combobox", "Code"), ("button", "Show all")} <= named
        assert ("search", "Quotations, codes and codings") in named
        assert ("navigation", "Parts of this page") in named
        roles = Counter(role for role, _ in named)
        assert roles["main"] == 1
        assert roles["columnheader"] >= 4
        assert roles["rowheader"] > 0
        # What the search found is said aloud without the reader's moving there.
        live = next(node for node in seen if _is_live(node) and node["childIds"])
        said = {child["nodeId"]: child for child in seen}
        words = [said[name]["name"]["value"] for name in live["childIds"] if name in said]
        assert "".join(words) == _count(explorer)
        assert "of 300 codings" in _count(explorer)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [360, 1200])
    def test_accessible(self, browser: WebDriver, page: str, width: int, scheme: str) -> None:
        """No rule of accessibility is broken, nothing scrolls sideways or is asked for."""
        opened_at(browser, page, width, scheme)
        assert complaints(browser) == []

    def test_quick_with_ten_thousand(
        self, browser: WebDriver, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """Opens within a second, and searches within a tenth of one: the best of some tries."""
        sources = 1_000 if LONG else 50
        big = large_study(tmp_path_factory.mktemp("ten-thousand") / "s", 10_000, sources)
        page, opened = built(big).as_uri(), []
        for _ in range(3):
            browser.get("about:blank")
            browser.get(page)
            opened.append(browser.execute_script(_OPENED))
        assert min(opened) < 1_000 * _PATIENCE
        assert "10,000 codings" in _count(browser)
        browser.execute_script(_SEARCH, "warm")
        for words in ("window clock", "w", "memo bread", ""):
            took = [browser.execute_script(_SEARCH, words)[0] for _ in range(3)]
            assert min(took) < 100 * _PATIENCE, words


def _told(path: Path) -> dict[str, list[object]]:
    text = path.read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="coded">(.*?)</script>', text)
    assert data
    return json.loads(data[1])


def test_words_cannot_end_the_data_that_holds_them(tmp_path: Path) -> None:
    """Mark-up in a coding or a memo is words, and the page has its two scripts only."""
    study, hostile = coded_study(tmp_path / "s"), "</script><script>alert(1)</script><!-- &amp;"
    changed(study.coding / "p01.csv", "a memo", hostile)
    page = built(study)
    assert page.read_text(encoding="utf-8").count("<script") == 2
    assert any(hostile in row for row in _told(page)["rows"])  # type: ignore[operator]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("access: open", "access: restricted"),
        ("- id: p01\nthemes", "- id: p01\n    consent: {quote: false}\nthemes"),
        ("- id: p01\nthemes", "- id: p01\n    consent: {until: 2020-01-01}\nthemes"),
    ],
)
def test_what_may_not_be_published_is_only_counted(tmp_path: Path, old: str, new: str) -> None:
    """Of closed sources and of who has not agreed neither words nor memos are in the page."""
    study = coded_study(tmp_path / "s")
    changed(study.coding / "p01.csv", "a memo", "CANARYMEMO")
    changed(study.study, old, new)
    # A quotation has the passage around it beside it, where its source is open.
    before, _, _ = study.study.read_text(encoding="utf-8").partition("    quotations:")
    study.study.write_text(before, encoding="utf-8")
    page = built(study)
    text = page.read_text(encoding="utf-8")
    assert _told(page)["rows"] == []
    assert "0 of 3 codings; the others are of sources that are not open" in text
    assert "CANARYMEMO" not in text
    assert "Then somebody called my name" not in text
    assert "Whenever time passes without care" in text


def test_small_counts_of_participants_are_hidden(tmp_path: Path) -> None:
    """And with them the number of sources, which may give them back; passages are counted."""
    text = " ".join(built(coded_study(tmp_path / "s")).read_text(encoding="utf-8").split())
    row = re.search(r'<tr id="code-of-people".*?</tr>', text)
    assert row
    assert "</span> Time: 1 passage · few sources · few participants</p>" in text
    assert re.findall(r'data-label="(\w+)">(?:<a[^>]*>)?([\d*]+)', row[0]) == [
        ("passages", "2"),
        ("sources", "*"),
        ("participants", "*"),
    ]
