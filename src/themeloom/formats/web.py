"""Web pages that ask nobody for anything, whatever stands in them."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from themeloom.core.files import put

if TYPE_CHECKING:
    from themeloom.formats.base import Making

_HEAD = re.compile(r'<meta charset="utf-8"\s*/?>')
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


def close_page(making: Making) -> None:
    """Tell browsers to run the page's own scripts and nothing else, and to load nothing.

    All that it shows is in it. What an attribute, an address or a name asks to run is not run.
    """
    text = making.path.read_text(encoding="utf-8")
    scripts = " ".join(map(_hash, _SCRIPT.findall(text))) or "'none'"
    policy = "; ".join(
        (
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            "font-src data:",
            "img-src data:",
            "media-src data:",
            f"script-src {scripts}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    told = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    closed = _HEAD.sub(lambda match: match[0] + told, text, count=1)
    put(making.path, closed.encode())


def _hash(script: str) -> str:
    """A script as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
