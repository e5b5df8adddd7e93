"""What was made last, from what, and how long it took: `.themeloom/outputs.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from themeloom.fingerprint import digest_of
from themeloom.rendering.seam import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from themeloom.project import Project
    from themeloom.rendering.outputs import Output
    from themeloom.rendering.reporting import Made

_FILE = "outputs.json"


@dataclass(frozen=True)
class Record:
    """How an output was made last.

    Args:
        key: the hash of everything that went in.
        seconds: how long it took.
        hashes: the hash of each file that came out, by its path from the root.
        warnings: what was to be shown with it.
    """

    key: str
    seconds: float
    hashes: Mapping[str, str]
    warnings: tuple[str, ...] = ()


class Records:
    """The records of all outputs of a project; a broken file of them is an empty one."""

    def __init__(self, project: Project) -> None:
        self._file = project.state / _FILE
        self._root = project.root
        self._records = _read(self._file)

    def seconds(self, output: Output) -> float:
        """How long an output took last time, or what its format usually takes."""
        record = self._records.get(output.name)
        return record.seconds if record else output.format.weight

    def fresh(self, output: Output, key: str) -> Record | None:
        """The record of an output, if nothing that went in and nothing that came out changed."""
        record = self._records.get(output.name)
        if record is None or record.key != key or not set(output.paths) <= set(record.hashes):
            return None
        same = all(digest_of(self._root / path) == made for path, made in record.hashes.items())
        return record if same else None

    def note(self, output: Output, key: str, made: Made, hashes: Mapping[str, str]) -> None:
        """Remember an output that was just put in its place, with the pictures beside it."""
        self._records[output.name] = Record(key, round(made.seconds, 3), hashes, made.warnings)

    def save(self) -> None:
        """Write the records, whole."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        data = {name: asdict(record) for name, record in self._records.items()}
        draft = self._file.with_suffix(".new")
        draft.write_text(as_json(data), encoding="utf-8")
        draft.replace(self._file)


def _read(file: Path) -> dict[str, Record]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: Record(one["key"], one["seconds"], one["hashes"], tuple(one["warnings"]))
            for name, one in data.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
