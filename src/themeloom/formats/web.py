"""Web pages that ask nobody for anything, whatever stands in them."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.formats.base import Making

#: Whoever a policy lets do something: no one.
NOBODY = "'none'"
#: What pages of ours say of who made them; other pages are let be.
OURS = '<meta name="generator" content="themeloom">'
#: How a page begins to tell its policy.
_POLICY = '<meta http-equiv="Content-Security-Policy"'
_HEAD = later(r'<meta charset="utf-8"\s*/?>')
_SCRIPT = later(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
#: A script that a script of the page writes into a window of its own, as it stands in a string.
_WRITTEN = later(r"<script>((?:(?!</?script).)*?)<\\/script>", re.DOTALL)
_ESCAPED = later(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))", re.DOTALL | re.IGNORECASE)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


def close_page(making: Making) -> None:
    """Tell browsers to run the page's own scripts and nothing else, and to load nothing.

    All that it shows is in it. What an attribute, an address or a name asks to run is not run.
    """
    put(making.path, closed(making.path.read_text(encoding="utf-8")).encode())


def close_deck(making: Making) -> None:
    """The same of a deck, whose speaker's window shows the deck itself in two frames."""
    text = making.path.read_text(encoding="utf-8")
    put(making.path, closed(text, frames="'self' file:").encode())


def close_quartos(making: Making, _epoch: int) -> None:
    """The same of what Quarto wrote, if it is a page or a deck of ours."""
    text = making.path.read_text(encoding="utf-8")
    if OURS in text and _POLICY not in text:
        (close_deck if 'class="reveal' in text else close_page)(making)


def closed(text: str, *, frames: str = NOBODY) -> str:
    """A page with its policy.

    Args:
        text: the page.
        frames: what it may show in frames, as a policy says it.
    """
    scripts = dict.fromkeys(map(in_policy, _scripts(text)))
    policy = (
        # Under Quarto style sheets are addresses that hold the sheet.
        "default-src 'none'; style-src 'unsafe-inline' data:; font-src data:; img-src data:; "
        f"media-src data:; frame-src {frames}; script-src {' '.join(scripts) or NOBODY}; "
        "base-uri 'none'; form-action 'none'"
    )
    told = f'\n{_POLICY} content="{policy}">'
    return _HEAD.sub(lambda match: match[0] + told, text, count=1)


def _scripts(text: str) -> Iterator[str]:
    """The scripts of a page, and those that they write into windows that have its policy."""
    for script in _SCRIPT.findall(text):
        yield script
        for written in _WRITTEN.findall(script):
            yield _ESCAPED.sub(_read, written)


def _read(escape: re.Match[str]) -> str:
    """What an escape in a string of a script stands for."""
    digits = escape[1] or escape[2]
    return chr(int(digits, 16)) if digits else _NAMED.get(escape[3], escape[3])


def in_policy(code: str) -> str:
    """A script or a style sheet as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
