from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION = ROOT / "_extensions" / "themeloom"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = (360, 768, 1440)
LONG = "Verylongwordthatnobodywouldeverbreakbutthatatranscriptmayneverthelesscontain" * 2

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Synthetic</title>
<style>{{css}}</style></head><body>
<a class="skip" href="#content">Skip</a>
<div class="page">
<header id="title-block-header"><p class="kicker">Synthetic</p><h1 class="title">{LONG}</h1>
<ul class="authors"><li>A. Author<sup>1</sup></li></ul>
<div class="abstract"><h2 class="abstract-title">Abstract</h2><p>Words.</p></div></header>
<nav id="TOC" role="doc-toc" aria-labelledby="t"><h2 id="t">Contents</h2>
<ul><li><a href="#one">One</a></li></ul></nav>
<main id="content">
<section id="one" class="level2" data-thread="1"><h2>One</h2><p>{LONG}</p>
<figure class="quotation thread-1"><blockquote><p>“{LONG}”</p></blockquote>
<figcaption>A voice</figcaption></figure>
<figure id="fig"><img alt="A drawing" src="data:image/svg+xml,
%3Csvg xmlns='http://www.w3.org/2000/svg' width='1600' height='200'%3E%3C/svg%3E">
<figcaption>A drawing</figcaption></figure>
<table><caption>A table</caption><thead><tr>{"<th>Heading</th>" * 6}</tr></thead>
<tbody><tr>{"<td>Contents of a cell</td>" * 6}</tr></tbody></table>
<div class="implications"><ol>
<li><span class="implication" data-threads="1 3">So.</span></li></ol></div>
<p>A note.<a href="#n" class="footnote-ref" role="doc-noteref"><sup>1</sup></a></p></section>
<section class="footnotes"><ol><li id="n"><p>What the note says.</p></li></ol></section>
</main></div><script>{{js}}</script></body></html>"""

PROBE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const widths = WIDTHS, found = {};
const frames = widths.map((width) => Object.assign(document.createElement("iframe"), {
  src: "page.html", style: `width:${width}px;height:800px;border:0` }));
frames.forEach((frame) => document.body.append(frame));
addEventListener("load", () => {
  frames.forEach((frame, place) => {
    const inner = frame.contentDocument, root = inner.documentElement;
    const box = (selector) => inner.querySelector(selector).getBoundingClientRect();
    found[widths[place]] = {
      scrolls: root.scrollWidth - root.clientWidth,
      measure: box("main").width,
      contents: box("#TOC").left < box("main").left,
      notes: inner.querySelector(".sidenote").checkVisibility(),
      buttons: inner.querySelectorAll("button.enlarge").length,
      tables: inner.querySelectorAll(".table-scroll").length,
    };
  });
  const result = document.createElement("pre");
  result.textContent = "FOUND " + JSON.stringify(found) + " END";
  document.body.append(result);
});
</script>"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """What a browser measures on a page of ours at three widths."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    folder = tmp_path_factory.mktemp("page")
    page = PAGE.replace("{css}", (EXTENSION / "themeloom.css").read_text(encoding="utf-8"))
    page = page.replace("{js}", (EXTENSION / "page.js").read_text(encoding="utf-8"))
    (folder / "page.html").write_text(page, encoding="utf-8")
    probe = folder / "probe.html"
    probe.write_text(PROBE.replace("WIDTHS", json.dumps(WIDTHS)), encoding="utf-8")
    return _dumped(probe, folder)


def _dumped(probe: Path, folder: Path) -> dict[str, dict[str, float]]:
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--allow-file-access-from-files",
        "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}",
        "--window-size=2700,900",
        "--virtual-time-budget=5000",
        "--dump-dom",
        probe.as_uri(),
    ]
    dump = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    match = re.search(r"FOUND (\{.*\}) END", dump)
    assert match, "the browser measured nothing"
    measured: dict[str, dict[str, float]] = json.loads(match[1])
    return measured


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(seen: dict[str, dict[str, float]], width: int) -> None:
    """From phone to desktop the page itself never scrolls sideways, whatever it holds."""
    assert seen[str(width)]["scrolls"] <= 0


def test_the_measure_is_that_of_a_book(seen: dict[str, dict[str, float]]) -> None:
    """On a wide window the text is 34 to 38 rem wide."""
    assert 34 * 16 <= seen["1440"]["measure"] <= 38 * 16


def test_contents_stand_at_the_left_only_where_there_is_room(
    seen: dict[str, dict[str, float]],
) -> None:
    """The contents are beside the text on a desktop and above it elsewhere."""
    assert seen["1440"]["contents"]
    assert not seen["768"]["contents"]


def test_notes_stand_in_the_margin_only_where_there_is_room(
    seen: dict[str, dict[str, float]],
) -> None:
    """Margin notes are footnotes on a phone."""
    assert seen["1440"]["notes"]
    assert not seen["360"]["notes"]


def test_figures_enlarge_and_tables_scroll_by_themselves(
    seen: dict[str, dict[str, float]],
) -> None:
    """The picture is a button, the table has a frame of its own."""
    assert seen["360"]["buttons"] == 1
    assert seen["360"]["tables"] == 1


def test_style_sheets_ask_for_nothing_from_elsewhere() -> None:
    """No style sheet or script of ours names an address: pages open offline."""
    ours = [*EXTENSION.parent.glob("*/*.css"), *EXTENSION.glob("*.js")]
    assert len(ours) == 6
    for path in ours:
        text = path.read_text(encoding="utf-8")
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text), path.name
