"""A page runs its own scripts and nothing else, and asks nobody for anything."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from browsing import IN_BROWSER, chromium

from themeloom.core.project import Project
from themeloom.formats.make import make_output
from themeloom.session import Session

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [*IN_BROWSER]
#: Each asks the page to run something that renames it.
TEXT = """---
title: A synthetic page <b onclick="document.title='run'">of names</b>
format: {themeloom-html: default}
---

# Words [of a part]{onclick="document.title='run'"}

Text, [an address](javascript:document.title='run'), <b onclick="document.title='run'">more</b>.

<svg onload="document.title='run'"></svg>

{{< quote lamp >}}
"""

DECK = """---
title: A synthetic deck <b onclick="document.title='run'">of names</b>
format: {themeloom-revealjs: default}
---

## One

Text <b onclick="document.title='run'">more</b>.

::: {.notes}
What the speaker says.
:::
"""
#: What the speaker's window shows, when the key S has opened it.
_SPEAKER = """
const there = window.opened;
return [there.document.querySelector('.clock').innerText,
  there.document.querySelectorAll('iframe').length];
"""


def _page(ready: Project, name: str = "paper", text: str = TEXT) -> Path:
    folder = {"paper": "manuscript"}.get(name, name)
    (ready.root / folder / f"{name}.qmd").write_text(text, encoding="utf-8")
    (output,) = Session(Project(ready.root)).plan([name])
    make_output(ready, output, ready.root / "stage", 1_000_000_000)
    return ready.root / "stage" / output.name


def test_only_the_pages_own_scripts_run(ready: Project) -> None:
    """What an attribute asks to run is not run; the page's own help for readers is."""
    page = _page(ready)
    told = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text())
    assert told
    assert "default-src 'none'" in told[1]
    with chromium() as driver:
        driver.get(page.as_uri())
        for one in driver.find_elements("css selector", "[onclick], a[href^=javascript]"):
            one.click()
        assert driver.title.startswith("A synthetic page")
        # Its typefaces are in it, and its own script has run.
        assert driver.execute_script("return document.fonts.size") > 0
        assert driver.execute_script("return document.styleSheets.length") > 0


def test_a_deck_runs_its_own_scripts_and_its_speakers_window(ready: Project) -> None:
    """The window that the key S opens has its clock and shows the deck twice."""
    page = _page(ready, "slides", DECK)
    with chromium() as driver:
        driver.set_script_timeout(30)
        driver.get(page.as_uri())
        assert driver.execute_script("return Reveal.isReady()")
        for one in driver.find_elements("css selector", "[onclick]"):
            driver.execute_script("arguments[0].click()", one)
        assert driver.title.startswith("A synthetic deck")
        driver.execute_script(
            "const open = window.open;"
            "window.open = (...how) => (window.opened = open.apply(window, how));"
        )
        driver.find_element("css selector", "body").send_keys("s")
        for _ in range(100):
            clock, frames = driver.execute_script(_SPEAKER)
            if clock and frames:
                break
            time.sleep(0.1)
        assert (bool(clock), frames) == (True, 2)
        assert not [one for one in driver.get_log("browser") if "inline script" in one["message"]]
