"""Why an output of Quarto's says something else than ours: the renderer, or another reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import digest
from themeloom.core.text import some_of
from themeloom.steps.prov import SHA256
from themeloom.verify.findings import BY_RENDERER

if TYPE_CHECKING:
    from themeloom.steps.prov import Prov

#: Why a file is not what it was.
CHANGED = "it was changed after Quarto had made it"


def reason(record: Prov, rebuilt: Prov, path: str, data: bytes) -> str:
    """What the records give as the reason for a difference.

    Args:
        record: the published record.
        rebuilt: the record of what was rebuilt.
        path: the output, from the project's root.
        data: what it holds.
    """
    entity = f"file:{path}"
    known = record.entity.get(entity, {}).get(SHA256)
    if not known:
        return "nothing records of what it was made"
    if known != digest(data):
        return CHANGED
    others = _used(record, entity) ^ _used(rebuilt, entity)
    if others:
        names = sorted({one.removeprefix("file:").partition("@")[0] for one in others})
        return f"Quarto made it of other contents: {some_of(names)}"
    return BY_RENDERER


def _used(record: Prov, entity: str) -> set[str]:
    """What went into an output, each with its hash."""
    steps = record.joined("wasGeneratedBy", entity)
    return {one for step in steps for one in record.joined("used", step)}
