"""Whose words are quoted, and does one voice carry a theme or the whole paper?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context

#: Below this many quotations a share says nothing.
_FEW = 4


def check_voices(context: Context) -> Iterator[Finding]:
    """Yield themes, and studies, that rest on one participant; only where they are known."""
    study, located = context.study, context.located
    for position, theme in enumerate(study.themes):
        speakers = {quote.participant for quote in theme.quotations}
        if len(theme.quotations) > 1 and len(speakers) == 1 and "" not in speakers:
            yield Finding(
                located.file,
                located.line(("themes", position)),
                "voice-theme",
                f"all {len(theme.quotations)} quotations of the theme “{theme.id}” are "
                f"“{next(iter(speakers))}”’s",
                "quote a second participant, or say in the text that one person speaks",
            )
    counts = Counter(quote.participant for _, quote in study.quotations if quote.participant)
    total = sum(counts.values())
    if total >= _FEW and len(counts) > 1:
        name, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most * 2 > total:
            yield Finding(
                located.file,
                located.line(("themes",)),
                "voice-study",
                f"“{name}” speaks in {most} of {total} quotations, more than all others together",
                "quote others as well, or explain why this voice leads",
            )
