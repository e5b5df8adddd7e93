"""What pandoc says on its error stream and in its log, as errors of ours.

A Lua filter of ours raises `themeloom: FILE:LINE: message`, with the remedy after
`hint:` on the next line and one such pair for each mistake found. Whatever else
pandoc stops for is passed on in its own words.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OURS = re.compile(
    r"themeloom: (?P<file>[^\n:]+):(?:(?P<line>\d+):)? (?P<message>[^\n]+)"
    r"(?:\n *hint: (?P<hint>[^\n]+))?"
)
#: Warnings that take nothing from the reader, by the type that pandoc's log gives them. Of
#: pandoc's own words for things, which it lacks for Chinese, our templates use none.
HARMLESS = frozenset(
    {"CouldNotLoadTranslations", "NoLangSpecified", "NoTitleElement", "NoTranslation"}
)
_WARNINGS = {
    "CouldNotFetchResource": (
        "the file {0} is missing or cannot be read",
        "check its path; a path that starts with / is taken from the project's root",
    ),
    "CouldNotConvertTeXMath": (
        "the formula {0} cannot be set",
        "write it in the LaTeX that pandoc understands, without macros of other packages",
    ),
}


def errors_of_run(stderr: str, document: str) -> ThemeloomError:
    """Turn the error stream of a run that failed into one error, or several in one."""
    try:
        raise_all(_ours(stderr))
    except ThemeloomError as error:
        return error
    said = re.sub(r"\nstack traceback:.*", "", stderr, flags=re.DOTALL).strip()
    return ThemeloomError(f"pandoc stopped: {said or 'it gave no reason'}", file=document)


def _ours(stderr: str) -> Iterator[ThemeloomError]:
    for found in _OURS.finditer(stderr):
        line = found["line"]
        yield ThemeloomError(
            found["message"],
            found["hint"] or "",
            file=found["file"],
            line=None if line is None else int(line),
        )


def warnings_of_log(log: Path, document: str) -> None:
    """Raise what pandoc only warned of, for a reader would miss it.

    Args:
        log: the file that pandoc's option `--log` wrote.
        document: the document, as the user names it.
    """
    if not log.is_file():
        return
    entries = json.loads(log.read_text(encoding="utf-8"))
    warnings = [entry for entry in entries if entry.get("verbosity") == "WARNING"]
    raise_all(_warning(one, document) for one in warnings if one["type"] not in HARMLESS)


def _warning(entry: dict[str, str], document: str) -> ThemeloomError:
    if entry["type"] not in _WARNINGS:
        return ThemeloomError(f"pandoc warns: {entry.get('pretty', entry['type'])}", file=document)
    message, hint = _WARNINGS[entry["type"]]
    what = entry.get("path") or entry.get("contents") or ""
    return ThemeloomError(message.format(what), hint, file=document)
