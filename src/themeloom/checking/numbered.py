"""Finding identifiers that are numbers: telephones, health and tax numbers, accounts, postcodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A stretch that is long enough to be a telephone or NHS number; all else is skipped at once.
_STRETCH = re.compile(r"\d[\d ().–-]{6,}\d")
_TELEPHONES = (
    re.compile(r"(?:\+44|0044)[ .–-]?(?:\(0\)[ .–-]?)?\d(?:[ .–-]?\d){8,9}(?!\d)"),
    re.compile(r"(?:\+|(?<!\d)00)[1-9]\d{0,2}[ .–-]?\(?\d(?:[ ().–-]{0,2}\d){6,12}(?!\d)"),
    re.compile(r"\(0[1-9]\d{1,4}\)[ .–-]?\d(?:[ .–-]?\d){4,8}(?!\d)"),
    re.compile(r"(?<![\d.])0[1-35789](?:[ .–-]?\d){8,9}(?![\d-])"),
)
_BOOK = re.compile(r"(?:ISBN|ISSN)[-:\s\d]*$", re.IGNORECASE)
_NHS = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d)")
_NINO = re.compile(r"\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?![A-Za-z0-9])")
_NINO_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?$", re.IGNORECASE)
#: Pairs of letters that were never given out.
_NINO_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Za-z0-9])")
_INWARD = re.compile(r"\d[A-Za-z\d]? ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])")
_AREA = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}$")
#: "b1 2nd" is a floor, not a postcode.
_ORDINALS = ("st", "nd", "rd", "th")
#: The postcode areas of the United Kingdom.
_CODES = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA "
    "LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE "
    "SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV "
    "YO ZE "
)
_AREAS = frozenset(_CODES.split())


def find_telephones(text: str) -> Iterator[tuple[int, int]]:
    """British numbers, and international ones that begin with + or 00."""
    for stretch in _STRETCH.finditer(text):
        begin = max(0, stretch.start() - 2)
        for pattern in _TELEPHONES:
            for match in pattern.finditer(text, begin, stretch.end()):
                if _stands_alone(text, match) and not _BOOK.search(text, begin - 20, match.start()):
                    yield match.span()


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    return not (before.isalnum() or after.isalnum() or before in tuple("./_-+#:") or after == "_")


def find_nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Ten digits whose last one is the right check digit."""
    for stretch in _STRETCH.finditer(text):
        for match in _NHS.finditer(text, stretch.start(), stretch.end()):
            if _stands_alone(text, match) and _is_nhs(match):
                yield match.span()


def _is_nhs(match: re.Match[str]) -> bool:
    from stdnum.gb import nhs

    digits = "".join(match.group(1, 3, 4))
    # A British telephone number without its spaces may pass as one by chance.
    return not (digits.startswith("0") and not match[2]) and bool(nhs.is_valid(digits))


def find_national_insurance(text: str) -> Iterator[tuple[int, int]]:
    """Two letters, six digits, a letter from A to D; there is no check digit."""
    for match in _NINO.finditer(text):
        letters = _NINO_LETTERS.search(text, max(0, match.start() - 4), match.start())
        if letters and letters.group().strip().upper() not in _NINO_NEVER:
            yield letters.start(), match.end()


def find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Account numbers whose length and check digits are right."""
    for match in _IBAN.finditer(text):
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        from stdnum import iban

        said = match.group()
        while said:
            if iban.is_valid(said):
                yield match.start(), match.start() + len(said)
                break
            said = said.rpartition(" ")[0]


def find_postcodes(text: str) -> Iterator[tuple[int, int]]:
    """British postcodes of areas that exist, in capitals or in small letters."""
    for match in _INWARD.finditer(text):
        area = _AREA.search(text, max(0, match.start() - 3), match.start())
        if area is None or area.group().upper() not in _AREAS:
            continue
        said = area.group() + match.group()
        small = said.islower() and " " in said and not said.endswith(_ORDINALS)
        if said.isupper() or small:
            yield area.start(), match.end()
