"""Does what is set have an effect, and is there what should be?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.text import counted, some_of
from themeloom.documents.places import Place
from themeloom.documents.plan import unheeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context


def check_settings(context: Context) -> Iterator[Finding]:
    """Yield keys of front matter and of the project that change nothing."""
    if context.configuration:
        for one in unheeded(context.configuration, context.documents):
            yield Finding.at(
                Place(one.file or "", one.line or 1), "setting-unheeded", key=one.message
            )


def check_own_words(context: Context) -> Iterator[Finding]:
    """Yield that tables and figures say things in English, where the study has another language."""
    if lacking := context.study.say.lacking:
        place = Place("study.yml", context.located.line(("settings", "words")))
        most = some_of([f"“{one}”" for one in lacking])
        count = counted(len(lacking), "phrase")
        language = context.study.study.language
        yield Finding.at(place, "words-lacking", count=count, most=most, language=language)
