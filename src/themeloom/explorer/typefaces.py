"""The typefaces within the page, so that it looks the same offline and asks for nothing."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The faces that the pages use; each is about 30 kB.
_USED = frozenset({"sourceserif-regular", "sourcesans-regular", "sourcesans-semibold"})
_RULE = re.compile(r"@font-face\s*\{[^}]*\}")
_FILE = re.compile(r'url\("?(?P<name>(?P<stem>[\w-]+)\.woff2)"?\)')


def embedded(fonts: Mapping[str, bytes]) -> str:
    """The rules of `fonts.css` for the faces in use, each with its file inside.

    Args:
        fonts: the staged web fonts and `fonts.css`, by name.
    """
    rules = []
    for rule in _RULE.findall(fonts.get("fonts.css", b"").decode()):
        file = _FILE.search(rule)
        if file and file["stem"] in _USED and file["name"] in fonts:
            data = base64.b64encode(fonts[file["name"]]).decode("ascii")
            rules.append(rule.replace(file[0], f'url("data:font/woff2;base64,{data}")'))
    return "\n".join(rules)
