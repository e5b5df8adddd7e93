"""The properties of an office file: what our Lua left there, and when it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from themeloom.rendering.styles import markup

if TYPE_CHECKING:
    from collections.abc import Mapping

_CUSTOM, _CORE = "docProps/custom.xml", "docProps/core.xml"
_TERMS = "http://purl.org/dc/terms/"


def told(parts: Mapping[str, bytes], name: str) -> str:
    """What our Lua left in the custom property of that name; nothing if there is none."""
    if _CUSTOM not in parts:
        return ""
    for one in markup.read(parts[_CUSTOM]):
        if one.get("name") == name:
            return "".join(one.itertext())
    return ""


def set_moment(parts: dict[str, bytes], epoch: int) -> None:
    """Write when the file was made, so that the same sources give the same bytes."""
    core = markup.read(parts[_CORE])
    moment = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("created", "modified"):
        for one in core.findall(f"{{{_TERMS}}}{name}"):
            one.text = moment
    parts[_CORE] = markup.written(core)
