"""What the policy of a page says: its own scripts by their hashes, and nobody else."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from themeloom.formats.base import Making
from themeloom.formats.web import OURS, close_quartos, closed

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

_HEAD = '<html><head>\n<meta charset="utf-8">\n'
#: One that writes a window of its own, as the plugin for speakers does.
_OPENS = r'w.document.write("<p>\x3c!-- --><script>\n\tsay(\"hi\\u00e9\")<\/script></p>")'
_OPENED = '\n\tsay("hi\\u00e9")'


def _policy(page: str) -> str:
    (found,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return str(found)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_each_script_is_named_by_its_hash() -> None:
    """Also one that a script writes into a window, as the browser reads it there."""
    told = _policy(closed(f"{_HEAD}<script>one()</script><script id='b'>{_OPENS}</script>"))
    assert f"script-src {_hash('one()')} {_hash(_OPENS)} {_hash(_OPENED)};" in told
    assert "default-src 'none'" in told
    assert "frame-src 'none'" in told
    assert "unsafe-eval" not in told


def test_a_page_without_scripts_runs_none() -> None:
    """Nothing is better than a list of nothing."""
    assert "script-src 'none'" in _policy(closed(f"{_HEAD}<p>Words</p>"))


def test_what_quarto_wrote_is_closed_once_and_only_what_is_ours(
    ready: Project, tmp_path: Path
) -> None:
    """A deck may show itself in the speaker's window; a page of Quarto's own is let be."""
    page = tmp_path / "page.html"
    for text, frames in (
        (f"{_HEAD}{OURS}<p>x</p>", "frame-src 'none'"),
        (f'{_HEAD}{OURS}<div class="reveal quarto">', "frame-src 'self' file:"),
    ):
        page.write_text(text, encoding="utf-8")
        for _ in range(2):
            close_quartos(Making(ready, page), 0)
        assert frames in _policy(page.read_text(encoding="utf-8"))
    page.write_text(f"{_HEAD}<p>x</p>", encoding="utf-8")
    close_quartos(Making(ready, page), 0)
    assert "Content-Security-Policy" not in page.read_text(encoding="utf-8")
