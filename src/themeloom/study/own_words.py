"""What a study says in words of its own: attributions, and what tables and figures say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.errors import did_you_mean
from themeloom.core.expressions import later
from themeloom.look.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.errors import ThemeloomError
    from themeloom.study.located import Located
    from themeloom.study.model import Study

_PLACES = later(r"\{\w*\}|[{}]")


def wrong_words(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Mistakes in both."""
    yield from _unknown_in_attribution(study, located)
    yield from _misplaced(study, located)


def _misplaced(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Words for what is said nowhere, and words that lack a place for a number or for others."""
    for english, own in study.settings.words.items():
        path = ("settings", "words", english)
        wanted = sorted(_PLACES.findall(english))
        if english not in PHRASES:
            hint = did_you_mean(english, PHRASES)
            yield located.error(path, f'no table and no figure says "{english}"', hint)
        elif own and sorted(_PLACES.findall(own)) != wanted:
            hint = f"keep these signs as they are, each once: {' '.join(wanted) or 'none'}"
            yield located.error(path, f'"{own}" does not have the places of "{english}"', hint)


def _unknown_in_attribution(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """What an attribution names is known of each participant who is quoted without one."""
    path = ("settings", "quotations", "attribution")
    wanted = re.findall(r"\{([^{}]*)\}", study.settings.quotations.attribution)
    known = {name for one in study.participants for name in one.attributes}
    for name in wanted:
        if name not in known | {"id", "label", "pseudonym"}:
            message = f'"{name}" is nothing that is known of participants'
            yield located.error(path, message, did_you_mean(name, known | {"label", "pseudonym"}))
    quoted = {quote.participant for _, quote in study.quotations if not quote.attribution}
    for position, one in enumerate(study.participants):
        for name in wanted:
            if name in known - one.attributes.keys() and quoted & one.names:
                yield located.error(
                    ("participants", position),
                    f'"{one.id}" is quoted, and the attribution wants its "{name}"',
                    f"add {name} to its attributes, or give its quotations an attribution",
                )
