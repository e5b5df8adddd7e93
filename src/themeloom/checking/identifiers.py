"""Finding direct identifiers in a text, without any model of language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from themeloom.checking.findings import KINDS
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from themeloom.checking.names import Names

    Finder = Callable[[str], Iterator[tuple[int, int]]]


_DATA = beside(__file__, "identifiers.toml")


@cache
def _list(name: str) -> Collection[str]:
    """A list of `identifiers.toml`."""
    return dict.fromkeys(_DATA[name].split())


#: A stretch that is long enough to be a telephone or NHS number; all else is skipped at once.
_STRETCH = re.compile(r"\d[\d ().–-]{6,}\d")
_TELEPHONES = tuple(map(re.compile, _DATA["telephones"]))
_BOOK = re.compile(r"(?:ISBN|ISSN)[-:\s\d]*$", re.IGNORECASE)
_NHS = re.compile(r"(?<!\d)(\d{3})([ -]?)(\d{3})\2(\d{4})(?!\d)")
_NINO = re.compile(r"\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?![A-Za-z0-9])")
_NINO_LETTERS = re.compile(r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?$", re.IGNORECASE)
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Za-z0-9])")
_INWARD = re.compile(r"\d[A-Za-z\d]? ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])")
_AREA = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}$")
#: "b1 2nd" is a floor, not a postcode.
_ORDINALS = ("st", "nd", "rd", "th")


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
        if letters and letters.group().strip().upper() not in _list("never-given-out"):
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
        if area is None or area.group().upper() not in _list("areas"):
            continue
        said = area.group() + match.group()
        small = said.islower() and " " in said and not said.endswith(_ORDINALS)
        if said.isupper() or small:
            yield area.start(), match.end()


@dataclass(frozen=True, order=True)
class Hit:
    """An identifier: where it begins and ends, and of which kind it is."""

    start: int
    end: int
    kind: str


_LOCAL = re.compile(r"[\w.+%-]+$")
_DOMAIN = re.compile(r"[^\W_]+(?:[.-]+[^\W_]+)*\.[^\W\d_]{2,}")
_SPOKEN = re.compile(
    r"\b\w[\w.]*\s+(?:\[at\]|\(at\)|at)\s+\w+(?:\s+(?:\[dot\]|\(dot\)|dot)\s+\w+)+", re.IGNORECASE
)
_HANDLE = re.compile(r"[^\W\d_]\w{1,29}")
_ADDRESS = re.compile(r"[^\s<>\"“”‘’|\\^`{}\[\]]+")
_PROFILE = re.compile(r"(?:[\w-]+\.)*[\w-]+$")
_TRAILING = ".,;:!?)'*_"


@cache
def _harmless() -> re.Pattern[str]:
    """Addresses that lead to works, standards and licences, never to a participant."""
    hosts = "|".join(map(re.escape, _list("harmless")))
    return re.compile(rf"^(?:https?://)?(?:[\w-]+\.)*(?:{hosts})(?:[/:?#]|$)", re.IGNORECASE)


_MONTH = rf"(?:{'|'.join(_list('months'))})\.?"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)\b",
    re.IGNORECASE,
)
#: How many characters after "born" a date may stand.
_NEAR_BIRTH = 40

#: What an age over 89 is, and what stands beside it.
_AGES = {name: re.compile(pattern) for name, pattern in _DATA["ages"].items()}


def find_emails(text: str) -> Iterator[tuple[int, int]]:
    """Addresses with an @, and spoken ones (“name at place dot com”)."""
    for at in _positions(text, "@"):
        before = _LOCAL.search(text, max(0, at - 64), at)
        after = _DOMAIN.match(text, at + 1)
        if before and after:
            yield before.start(), after.end()
    for word in ("dot ", "(dot)", "[dot]"):
        for at in _positions(text, word):
            begin = max(0, at - 80)
            for match in _SPOKEN.finditer(text, begin, min(len(text), at + 40)):
                yield match.span()


def find_urls(text: str) -> Iterator[tuple[int, int]]:
    """Web addresses, with http, with www, or of a profile (`place.com/name`)."""
    for opening in ("http://", "https://", "www."):
        for at in _positions(text, opening):
            match = _ADDRESS.match(text, at)
            if match and len(match.group()) > len(opening) and not text[at - 1 : at].isalnum():
                yield at, at + len(match.group().rstrip(_TRAILING))
    for at in _positions(text, ".com/"):
        host = _PROFILE.search(text, max(0, at - 64), at)
        match = _ADDRESS.match(text, at)
        if host and match:
            yield host.start(), match.start() + len(match.group().rstrip(_TRAILING))


def find_handles(text: str) -> Iterator[tuple[int, int]]:
    """Names on social networks: an @ before a word and behind none."""
    for at in _positions(text, "@"):
        match = _HANDLE.match(text, at + 1)
        before = text[at - 1 : at]
        # A citation key in braces, a kind of BibTeX entry and a cross-reference are no handles.
        if not match or before.isalnum() or before in tuple("@\\/-_."):
            continue
        if text[match.end() : match.end() + 1] not in tuple("{-"):
            yield at, match.end()


def find_birth_dates(text: str) -> Iterator[tuple[int, int]]:
    """Dates that stand shortly behind a word for birth."""
    for word in _list("born"):
        for at in _positions(text, word):
            match = _DATE.search(text, at, min(len(text), at + len(word) + _NEAR_BIRTH))
            if match:
                yield match.span()


def find_ages(text: str) -> Iterator[tuple[int, int]]:
    """Ages over 89, in figures or words, beside a word that makes them an age."""
    for match in _AGES["old"].finditer(text):
        start, end = match.span()
        if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
            continue
        before = text[max(0, start - 24) : start]
        if (
            _AGES["before"].search(before)
            or _AGES["after"].match(text, end)
            or (_AGES["is-before"].search(before) and _AGES["ends"].match(text, end))
        ):
            yield start, end


#: Every finder with the kind of what it finds; where two overlap, the earlier wins.
FINDERS: tuple[tuple[str, Finder], ...] = (
    ("identity-email", find_emails),
    ("identity-url", find_urls),
    ("identity-handle", find_handles),
    ("identity-iban", find_ibans),
    ("identity-nhs-number", find_nhs_numbers),
    ("identity-national-insurance", find_national_insurance),
    ("identity-telephone", find_telephones),
    ("identity-postcode", find_postcodes),
    ("identity-birth-date", find_birth_dates),
    ("identity-age", find_ages),
)


def find_identifiers(
    text: str, public: Iterable[str] = (), names: Names | None = None
) -> list[Hit]:
    """Every identifier of a text that is not public, from left to right, none overlapping.

    Args:
        text: any text.
        public: what is public on purpose, in small letters; a web address covers
            all that begin with it.
        names: the project's list of real names.
    """
    found = [Hit(*span, kind) for kind, finder in FINDERS for span in finder(text)]
    if names:
        found += [Hit(*span, "identity-name") for span in names.find(text)]
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in found:
        if taken.isdisjoint(range(hit.start, hit.end)):
            kept.append(hit)
            taken.update(range(hit.start, hit.end))
    return sorted(hit for hit in kept if not _is_public(text, hit, public))


def _is_public(text: str, hit: Hit, public: Iterable[str]) -> bool:
    """Whether a hit is, or lies within, something declared public."""
    said = text[hit.start : hit.end].casefold()
    if hit.kind == "identity-url":
        if _harmless().match(said):
            return True
        bare = _bare(said)
        return any(bare.startswith(_bare(one)) for one in public if "." in one)
    for one in public:
        at = one.find(said)
        if at >= 0 and text[hit.start - at : hit.start - at + len(one)].casefold() == one:
            return True
    return False


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|^www\.", "", address).rstrip("/")


def masked(text: str, public: Iterable[str] = (), names: Names | None = None) -> str:
    """The text with every identifier replaced by what it is, in brackets."""
    parts, done = [], 0
    for hit in find_identifiers(text, public, names):
        parts += [text[done : hit.start], f"[{KINDS[hit.kind].called}]"]
        done = hit.end
    return "".join([*parts, text[done:]])


def _positions(text: str, word: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(word), text))
