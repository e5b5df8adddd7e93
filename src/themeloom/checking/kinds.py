"""What can be found: the definitions of `kinds.toml`, apart from the code that finds it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    Args:
        question: which of the checks' questions it answers (Verbatim, Identity, ...).
        title: what is wrong, in a few words.
        why: why it matters.
        remedy: what to do.
        severity: error, warning or note, unless the study lowers it.
    """

    question: str
    title: str
    why: str
    remedy: str
    severity: str


def _read() -> dict[str, Kind]:
    text = (Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8")
    return {name: Kind(**entry) for name, entry in tomllib.loads(text).items()}


#: Every kind by its id, in the order in which the documentation tells of them.
KINDS: dict[str, Kind] = _read()
