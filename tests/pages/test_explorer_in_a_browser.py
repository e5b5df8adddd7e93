"""The explorer as people use it: opened from a file, in Chromium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import IN_BROWSER, chromium, complaints, opened_at
from explorers import built
from helpers import copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [
    *IN_BROWSER,
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an explorer on disk; its last quotation stands in one of two subthemes."""
    project = copied("explorer-synthetic", tmp_path_factory.mktemp("browser"))
    subthemes = """    subthemes:
      - {id: empty, title: Empty chairs, statement: Some are nobody's.}
      - id: keys
        title: Keys and mats
        statement: Keys are hidden.
        quotations:
          - {id: unprinted, text: The key was under the mat, source: register}
"""
    path = project.root / "study.yml"
    store = path.read_text("utf-8")
    (told,) = re.findall(r"      - id: unprinted\n(?:        .*\n)+", store)
    path.write_text(store.replace(told, subthemes), "utf-8")
    return built(project).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """Chromium without a window; its console is kept."""
    with chromium() as driver:
        yield driver


@pytest.fixture
def explorer(browser: WebDriver, page: str) -> WebDriver:
    """Chromium with the explorer freshly opened."""
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(page)
    return browser


def _cards(browser: WebDriver) -> list[str]:
    return browser.execute_script(
        "return [...document.querySelectorAll('.card')].filter(c => c.checkVisibility())"
        ".map(c => c.id)"
    )


def _press(browser: WebDriver, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def _choose(browser: WebDriver, name: str, text: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(browser.find_element("id", f"choose-{name}")).select_by_visible_text(text)


def test_it_opens_without_a_complaint(explorer: WebDriver) -> None:
    """Nothing is logged, no script of a transcript runs, all quotations are there."""
    assert explorer.get_log("browser") == []
    assert explorer.title == "Evidence: A synthetic study of <waiting> rooms"
    assert len(_cards(explorer)) == 5


def test_searching_from_the_keyboard(explorer: WebDriver) -> None:
    """A slash goes to the search, words narrow, Escape shows everything again."""
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    _press(explorer, "/")
    _press(explorer, "CLOCK  “door")
    assert _cards(explorer) == []
    assert explorer.find_element("css selector", ".nothing").is_displayed()
    _press(explorer, Keys.ESCAPE)
    assert len(_cards(explorer)) == 5
    _press(explorer, "Watched THE clock")
    assert _cards(explorer) == ["quote-clock"]
    assert explorer.find_element("id", "count").text == "1 of 5 quotations"
    groups = explorer.find_elements("css selector", ".theme-group")
    assert [group.is_displayed() for group in groups] == [True, False]
    explorer.find_element("css selector", "button[type=reset]").click()
    # A form is empty only after what hears of its reset has run.
    assert WebDriverWait(explorer, 10).until(lambda _: len(_cards(explorer)) == 5)


@pytest.mark.parametrize(
    ("name", "text", "cards"),
    [
        ("theme", "Chairs", ["quote-chairs", "quote-full", "quote-unprinted"]),
        ("voice", "Ada", ["quote-clock", "quote-chairs"]),
        ("voice", "not named", ["quote-full", "quote-unprinted"]),
        ("source", "Synthetic register", ["quote-full", "quote-unprinted"]),
        ("used", "slides", ["quote-clock"]),
        ("used", "nowhere", ["quote-hostile", "quote-unprinted"]),
    ],
)
def test_choosing(explorer: WebDriver, name: str, text: str, cards: list[str]) -> None:
    """Theme, participant, source and place of use each narrow what is shown."""
    _choose(explorer, name, text)
    assert _cards(explorer) == cards


def test_choosing_a_subtheme(explorer: WebDriver) -> None:
    """What stands under it is shown below its heading, and no other subtheme."""
    heads = (
        "return [...document.querySelectorAll('.subtheme h4')]"
        ".filter(h => h.checkVisibility()).map(h => h.textContent)"
    )
    assert explorer.execute_script(heads) == ["Empty chairs", "Keys and mats"]
    _choose(explorer, "theme", "\u00a0\u00a0Keys and mats")
    assert _cards(explorer) == ["quote-unprinted"]
    assert explorer.execute_script(heads) == ["Keys and mats"]
    _choose(explorer, "theme", "\u00a0\u00a0Empty chairs")
    assert _cards(explorer) == []


def test_choices_go_together(explorer: WebDriver) -> None:
    """Two choices and a word leave what fits all three."""
    _choose(explorer, "voice", "Ada")
    _choose(explorer, "used", "paper")
    explorer.find_element("id", "search").send_keys("cold")
    assert _cards(explorer) == ["quote-chairs"]


def test_copying_the_shortcode(explorer: WebDriver) -> None:
    """The button puts the shortcode on the clipboard, and says so to everybody."""
    explorer.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    button = explorer.find_element("css selector", "#quote-clock .copy")
    button.click()
    _until(
        explorer,
        "return document.querySelector('#quote-clock .copy').textContent.startsWith('Copied')",
    )
    assert explorer.execute_script("return navigator.clipboard.readText()") == "{{< quote clock >}}"
    status = explorer.find_element("css selector", "[role=status]")
    assert status.get_attribute("textContent") == "Copied: {{< quote clock >}}"


def test_copying_where_there_is_no_clipboard(explorer: WebDriver) -> None:
    """The shortcode is selected then, ready for the reader's own keys."""
    explorer.execute_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    explorer.find_element("css selector", "#quote-clock .copy").click()
    _until(
        explorer,
        "return document.querySelector('#quote-clock .copy').textContent.startsWith('Selected')",
    )
    assert explorer.execute_script("return String(getSelection())") == "{{< quote clock >}}"


def _until(browser: WebDriver, script: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 5).until(lambda driver: driver.execute_script(script))


def test_everything_can_be_reached_from_the_keyboard(explorer: WebDriver) -> None:
    """Tab goes through links, search, choices, buttons and details, each with a mark."""
    from selenium.webdriver.common.keys import Keys

    reached = []
    for _ in range(60):
        _press(explorer, Keys.TAB)
        reached.append(
            explorer.execute_script(
                "const e = document.activeElement;"
                "return [e.id || e.textContent.trim(), e.matches(':focus-visible')]"
            )
        )
    names = " ".join(name for name, _ in reached)
    for wanted in (
        "Skip to the content",
        "search",
        "choose-theme",
        "Copy the shortcode of clock",
        "Where it comes from, and where it goes: clock",
        "COREQ",
    ):
        assert wanted in names
    assert all(marked for name, marked in reached if "Evidence" not in name)


def test_a_link_to_a_quotation_opens_its_chain(explorer: WebDriver, page: str) -> None:
    """`#quote-clock` shows where it comes from and where it goes."""
    explorer.get("about:blank")
    explorer.get(f"{page}#quote-clock")
    details = explorer.find_element("css selector", "#quote-clock details")
    assert details.get_attribute("open") is not None
    assert "for an hour" in details.text
    assert "manuscript/paper.html, section 1 Waiting" in details.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", ["evidence/index.html", "index.html"])
def test_accessible_in_every_width_and_light(
    browser: WebDriver, page: str, name: str, width: int, scheme: str
) -> None:
    """No violation of accessibility, no sideways scrolling, nothing logged or asked for."""
    opened_at(browser, re.sub(r"evidence/index\.html$", name, page), width, scheme)
    browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert complaints(browser) == []


def test_without_scripts_everything_is_there(browser: WebDriver, page: str) -> None:
    """Nothing that does not work is shown, and no quotation is missing."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(page)
        assert len(browser.find_elements("css selector", ".card")) == 5
        assert not browser.find_element("css selector", ".filters").is_displayed()
        assert not browser.find_element("css selector", ".copy").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_pages_lie_where_they_belong(page: str) -> None:
    """The index stands above the explorer and leads to it."""
    index = Path(page.removeprefix("file://")).parents[1] / "index.html"
    assert 'href="evidence/index.html"' in index.read_text(encoding="utf-8")
