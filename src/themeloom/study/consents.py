"""What participants consented to, from the store and from tables of participants in data-raw/.

A table is any .csv there with a column that names participants (`id`, `participant`, `label`
or `pseudonym`) and one of those that say what they consented to. Where both speak, or two
tables do, what allows less counts.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.tables import separated
from themeloom.study.consent import Consent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.study.model import Participant, Study

_NAMES = ("id", "participant", "participant_id", "label", "pseudonym")
_ALLOWED = ("quote", "verbatim", "public")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


def read_consents(project: Project, study: Study) -> Mapping[str, Consent]:
    """What is recorded of each participant's consent, by the participant's id.

    Raises:
        ThemeloomError: every entry of a table that is neither yes nor no, or no day.
    """
    found = {one.id: one.consent for one in study.participants if one.consent is not None}
    errors: list[ThemeloomError] = []
    for path in project.below(project.raw):
        if path.suffix.lower() != ".csv":
            continue
        named = project.named(path)
        rows = separated(project.text_of(path))
        heads = [one.strip().casefold().replace(" ", "_") for one in next(rows, [])]
        if not ({*heads} & {*_NAMES} and {*heads} & {*_ALLOWED, "until"}):
            continue
        for row in rows:
            cells = dict(zip(heads, map(str.strip, row), strict=False))
            one = _whose(study, cells)
            if one is None:
                continue
            try:
                said = _consent(cells)
            except ValueError as error:
                hint = "write yes or no; a day as 2027-12-31; nothing where it was not recorded"
                errors.append(ThemeloomError(str(error), hint, file=named, line=rows.line_num))
            else:
                found[one.id] = _least(found.get(one.id), said)
    raise_all(errors)
    return {name: one for name, one in found.items() if one != Consent()}


def _whose(study: Study, cells: Mapping[str, str]) -> Participant | None:
    """The participant of a row, by id, label or pseudonym."""
    said = {cells[name].casefold() for name in _NAMES if cells.get(name)}
    names = (
        (one, {one.id, one.turn.casefold(), one.pseudonym.casefold()}) for one in study.participants
    )
    return next((one for one, known in names if said & known), None)


def _consent(cells: Mapping[str, str]) -> Consent:
    return Consent(until=_day(cells.get("until", "")), **dict(_answers(cells)))


def _answers(cells: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    for name in _ALLOWED:
        said = cells.get(name, "").casefold()
        if said in _YES | _NO:
            yield name, said in _YES
        elif said:
            raise ValueError(f'“{name}” is neither yes nor no: "{cells[name]}"')


def _day(said: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said) if said else None
    except ValueError:
        raise ValueError(f'“until” is no day: "{said}"') from None


def _least(one: Consent | None, other: Consent) -> Consent:
    """What both allow."""
    if one is None:
        return other
    both = {name: (getattr(one, name), getattr(other, name)) for name in _ALLOWED}
    allowed = {
        name: None if said == (None, None) else False not in said for name, said in both.items()
    }
    until = min(filter(None, (one.until, other.until)), default=None)
    return replace(one, until=until, **allowed)
