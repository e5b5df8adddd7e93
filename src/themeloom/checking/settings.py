"""Does what documents set have an effect?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
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
