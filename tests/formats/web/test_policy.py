"""A page runs its own scripts and nothing else, and asks nobody for anything."""

from __future__ import annotations

import re
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


def _page(ready: Project) -> Path:
    (ready.root / "manuscript" / "paper.qmd").write_text(TEXT, encoding="utf-8")
    (output,) = Session(Project(ready.root)).plan(["paper"])
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
