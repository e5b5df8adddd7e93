"""The kinds that a study lowers or silences: only known ones, only with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.kinds import KINDS
from themeloom.errors import ThemeloomError, did_you_mean, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.model import CheckChoice, Study
    from themeloom.reading.located import Located

_KEYS = ("severity", "reason")


def read_choices(study: Study, located: Located) -> Mapping[str, CheckChoice]:
    """What `settings: checks:` of the store says, by kind.

    Raises:
        ThemeloomError: a kind that does not exist, or a key that a choice does not have.
    """
    raise_all(_mistakes(study, located))
    return study.settings.checks


def _mistakes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    for kind in study.settings.checks:
        path = ("settings", "checks", kind)
        if kind not in KINDS:
            yield located.error(
                path, f'there is no kind of finding "{kind}"', did_you_mean(kind, KINDS)
            )
        for key in located.value["settings"]["checks"][kind]:
            if key not in _KEYS:
                yield located.error(
                    (*path, key), f'a choice has no key "{key}"', did_you_mean(key, _KEYS)
                )
