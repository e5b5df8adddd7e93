"""Whether digits can be what they look like: check digits, ranges, dates."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Callable

#: Issuers of payment cards by their first digits.
_ISSUERS = later(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|4|5)|35|30[0-5]|3[68]|50|5[6-8]|6[0-9]")
#: An address of a computer has a part that no version number has.
_NO_VERSION = 32
#: Nobody who was born before this year lives.
_LIVING = 1900
_LATITUDE, _LONGITUDE = 90, 180
#: From so many decimals on, a place is that of a house and not of a town.
_PRECISE = 4
_PRIVATE = later(r"(?:0|10|127|255|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")
_TELEPHONE = range(9, 14)
_DAYS, _MONTHS = 31, 12
_CENTURIES = ("19", "20")


def _nhs(said: str) -> bool:
    """Ten digits with the right check digit, not all the same, and no telephone number."""
    from stdnum.gb import nhs

    digits = _digits(said)
    telephone = digits.startswith("0") and digits == said
    return len(set(digits)) > 1 and not telephone and bool(nhs.is_valid(digits))


def _card(said: str) -> bool:
    from stdnum import luhn

    digits = _digits(said)
    return bool(_ISSUERS.match(digits)) and len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _coordinates(said: str) -> bool:
    numbers = re.findall(r"\d+\.(\d+)", said)
    north, east = (float(one) for one in re.findall(r"\d+\.\d+", said)[:2])
    named = bool(re.search(r"[NSEWOnsew°]|lon|lng", said))
    precise = all(len(one) >= _PRECISE for one in numbers)
    return north <= _LATITUDE and east <= _LONGITUDE and (named or precise) and north + east > 1


def _ip(said: str) -> bool:
    return not _PRIVATE.match(said) and max(map(int, said.split("."))) >= _NO_VERSION


def _date(said: str) -> bool:
    """A day that there may be, of somebody who may live; dates in words are taken as they are."""
    parts = re.findall(r"\d+", said)
    if any(len(part) == len("1999") and int(part) < _LIVING for part in parts):
        return False
    if not re.fullmatch(r"[\d\s./-]+", said):
        return True
    if len(parts) == 1:
        rest = said[4:] if said[:2] in _CENTURIES else said[:4]
        parts = [rest[:2], rest[2:]]
    one, other = [int(part) for part in parts if len(part) < len("1999")][:2]
    return 0 < min(one, other) <= _MONTHS and max(one, other) <= _DAYS


def _telephone(said: str) -> bool:
    return len(_digits(said)) in _TELEPHONE


def _plate(said: str) -> bool:
    return bool(re.search(r"[A-Za-z]", said)) and not re.fullmatch(
        r"[A-Z]{1,4}\d{1,2}|NHS ?\d+", said
    )


def _digits(said: str) -> str:
    return re.sub(r"\D", "", said)


_CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs": _nhs,
    "card": _card,
    "coordinates": _coordinates,
    "ip": _ip,
    "date": _date,
    "telephone": _telephone,
    "plate": _plate,
}


@cache
def check_named(name: str) -> Callable[[str], bool]:
    """A check of ours, or that of a module of stdnum such as `pl.pesel`."""
    if not name:
        return lambda _: True
    if name in _CHECKS:
        return _CHECKS[name]
    module = import_module(f"stdnum.{name}")
    return lambda said: bool(module.is_valid(said))
