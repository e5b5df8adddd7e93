"""Who speaks where in a transcript."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_LABEL = re.compile(
    r"^[ \t]*(?:[\[(][\d:.,]+[\])][ \t]*)?(?:<v\.?[ \t]+(?P<voice>[^>\n]{1,40})>"
    r"|(?:\*\*)?(?P<label>[^\W_][\w .'’-]{0,39}?)(?:\*\*)?[ \t]*"
    r"(?:[\[(][\d:.,]+[\])][ \t]*)?:(?:\*\*)?(?=\s))",
    re.MULTILINE,
)
#: What those who ask are called.
ASKING = frozenset(
    {
        "i",
        "int",
        "interviewer",
        "facilitator",
        "moderator",
        "researcher",
        "interviewer1",
        "interviewer2",
    }
)


@dataclass(frozen=True)
class Turn:
    """What one speaker says until the next one speaks.

    Args:
        speaker: how the turn is labelled, in comparable form.
        start: where the words begin.
        end: where they end.
    """

    speaker: str
    start: int
    end: int


def comparable(label: str) -> str:
    """A label as it is compared: P03, p-03 and “P 03” are one."""
    return re.sub(r"[\W_]+", "", label.casefold())


def read_turns(text: str, known: Collection[str] = ()) -> list[Turn]:
    """The turns of a transcript; none where nothing shows that there are any.

    Args:
        text: the transcript.
        known: labels of participants; any other label counts if it recurs, or if it
            is a word for who asks, so that a heading with a colon is no speaker.
    """
    matches = list(_LABEL.finditer(text))
    labels = [comparable(match["voice"] or match["label"]) for match in matches]
    counts = Counter(labels)
    expected = {comparable(one) for one in known} | ASKING
    speaking = [
        (match, label)
        for match, label in zip(matches, labels, strict=True)
        if label in expected or counts[label] > 1
    ]
    if not any(label in expected for _, label in speaking) and len({x for _, x in speaking}) < 2:  # noqa: PLR2004 - a conversation
        return []
    ends = [match.start() for match, _ in speaking[1:]] + [len(text)]
    return [
        Turn(label, match.end(), end) for (match, label), end in zip(speaking, ends, strict=True)
    ]
