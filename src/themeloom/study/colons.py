"""Looking for what ends with a colon, beside colons alone: a transcript has few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANY_COLON = re.compile("[:：]")
#: How far before its colon a label may begin, with what stands between, and what follows it.
_REACH, _BEHIND = 200, 40


def at_colons(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where a pattern is found that has a colon near its end, from left to right.

    Args:
        pattern: what is looked for.
        text: the transcript.
    """
    done = 0
    for colon in _ANY_COLON.finditer(text):
        begin = max(colon.start() - _REACH, done)
        for match in pattern.finditer(text, begin, colon.end() + _BEHIND):
            done = max(done, match.end())
            yield match
