"""Chromium without a window, for tests that look at pages as people do."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver

_CHROMIUM, _DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)
#: What every test in a browser needs.
IN_BROWSER = [
    pytest.mark.skipif(not (_CHROMIUM and _DRIVER), reason="needs chromium and chromedriver"),
    pytest.mark.filterwarnings("default"),
]

#: What sticks out of its slide, in pixels of a slide that is 1,080 high, slide by slide; how
#: many elements were measured, and on how many slides something was made smaller.
MEASURE_SLIDES = """
const [done] = arguments;
const found = [];
let measured = 0;
const wait = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
(async () => {
  await document.fonts.ready;
  for (const [number, slide] of Reveal.getSlides().entries()) {
    const at = Reveal.getIndices(slide);
    Reveal.slide(at.h, at.v || 0);
    await wait();
    const frame = slide.getBoundingClientRect();
    const pixel = frame.height / 1080;
    for (const part of slide.querySelectorAll("*")) {
      if (part.closest("aside.notes, svg, script, style")) continue;
      for (const box of part.getClientRects()) {
        if (!box.width || !box.height) continue;
        measured += 1;
        const over = Math.max(frame.left - box.left, box.right - frame.right,
          frame.top - box.top, box.bottom - (frame.top + 1040 * pixel)) / pixel;
        if (over > 1) found.push(`slide ${number + 1}: ${part.tagName} by ${Math.round(over)} px`);
      }
    }
  }
  const smaller = Reveal.getSlides().filter((one) => one.querySelector("[style*='zoom']")).length;
  done([found, measured, smaller]);
})();
"""


@contextmanager
def chromium() -> Iterator[WebDriver]:
    """A browser whose console and requests are kept, closed at the end."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(_CHROMIUM)
    for one in _OPTIONS:
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(_DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def opened_at(browser: WebDriver, address: str, width: int, scheme: str = "light") -> None:
    """Open a page on a screen of that width, for eyes that prefer a scheme."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(address)


def complaints(browser: WebDriver) -> list[object]:
    """What is wrong with the page that is open; nothing if it is as it should be.

    Rules of accessibility that it breaks, with where; how far it scrolls sideways; what was
    logged; what it asked for.
    """
    from selenium_axe_python import Axe

    axe = Axe(browser)
    axe.inject()
    found: list[object] = [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in axe.run()["violations"]
    ]
    sideways = "const d = document.documentElement; return d.scrollWidth - d.clientWidth"
    if over := browser.execute_script(sideways):
        found.append(f"scrolls sideways by {over} px")
    entries = "return performance.getEntriesByType('resource').map(e => e.name)"
    asked = [name for name in browser.execute_script(entries) if not name.startswith("data:")]
    return [*found, *browser.get_log("browser"), *asked]
