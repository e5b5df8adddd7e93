"""Finding direct identifiers in a text, without any model of language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from themeloom.checking.findings import known_kinds
from themeloom.checking.patterns import NOWHERE, PROPOSED, Hit, Looked, find_patterns
from themeloom.checking.readable import readable, with_plain_signs
from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import positions, replaced, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from themeloom.checking.names import Names

    Finder = Callable[[Looked], Iterator[tuple[int, int]]]


_DATA = beside(__file__, "identifiers.toml")


@cache
def _list(name: str) -> Collection[str]:
    """A list of `identifiers.toml`."""
    return dict.fromkeys(_DATA[name].split())


_NINO = later(r"\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?![A-Za-z0-9])")
_NINO_LETTERS = later(r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?$", re.IGNORECASE)
_IBAN = later(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Za-z0-9])")
_INWARD = later(r"\d[A-Za-z\d]? ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])")
_AREA = later(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}$")
#: "b1 2nd" is a floor, not a postcode.
_ORDINALS = ("st", "nd", "rd", "th")


def _within(pattern: re.Pattern[str], looked: Looked, near: str) -> Iterator[re.Match[str]]:
    """What a pattern finds where there may be something."""
    for start, end in looked.windows(near):
        yield from pattern.finditer(looked.text, start, end)


def find_national_insurance(looked: Looked) -> Iterator[tuple[int, int]]:
    """Two letters, six digits, a letter from A to D; there is no check digit."""
    text = looked.text
    for match in _within(_NINO, looked, "six-digits"):
        letters = _NINO_LETTERS.search(text, max(0, match.start() - 4), match.start())
        if letters and letters.group().strip().upper() not in _list("never-given-out"):
            yield letters.start(), match.end()


def find_ibans(looked: Looked) -> Iterator[tuple[int, int]]:
    """Account numbers whose length and check digits are right."""
    text = looked.text
    for match in _within(_IBAN, looked, "digits"):
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        from stdnum import iban

        said = match.group()
        while said:
            if iban.is_valid(said):
                yield match.start(), match.start() + len(said)
                break
            said = said.rpartition(" ")[0]


def find_postcodes(looked: Looked) -> Iterator[tuple[int, int]]:
    """British postcodes of areas that exist, in capitals or in small letters."""
    text = looked.text
    for match in _within(_INWARD, looked, "numbers"):
        area = _AREA.search(text, max(0, match.start() - 3), match.start())
        if area is None or area.group().upper() not in _list("areas"):
            continue
        said = area.group() + match.group()
        small = said.islower() and " " in said and not said.endswith(_ORDINALS)
        if said.isupper() or small:
            yield area.start(), match.end()


_LOCAL = later(r"[\w.+%-]+$")
_DOMAIN = later(r"[^\W_]+(?:[.-]+[^\W_]+)*\.[^\W\d_]{2,}")
_HANDLE = later(r"[^\W\d_]\w{1,29}")
_ADDRESS = later(r"[^\s<>\"“”‘’|\\^`{}\[\]]+")
_PROFILE = later(r"(?:[\w-]+\.)*[\w-]+$")
_TRAILING = ".,;:!?)'*_"


@cache
def _harmless() -> re.Pattern[str]:
    """Addresses that lead to works, standards and licences, never to a participant."""
    hosts = "|".join(map(re.escape, _list("harmless")))
    return re.compile(rf"^(?:https?://)?(?:[\w-]+\.)*(?:{hosts})(?:[/:?#]|$)", re.IGNORECASE)


def find_emails(looked: Looked) -> Iterator[tuple[int, int]]:
    """Addresses with an @."""
    text = looked.text
    for at in positions(text, "@"):
        before = _LOCAL.search(text, max(0, at - 64), at)
        after = _DOMAIN.match(text, at + 1)
        if before and after:
            yield before.start(), after.end()


def find_urls(looked: Looked) -> Iterator[tuple[int, int]]:
    """Web addresses, with http, with www, or of a profile (`place.com/name`)."""
    text = looked.text
    for opening in ("http://", "https://", "www."):
        for at in positions(text, opening):
            match = _ADDRESS.match(text, at)
            if match and len(match.group()) > len(opening) and not text[at - 1 : at].isalnum():
                yield at, at + len(match.group().rstrip(_TRAILING))
    for at in positions(text, ".com/"):
        host = _PROFILE.search(text, max(0, at - 64), at)
        match = _ADDRESS.match(text, at)
        if host and match:
            yield host.start(), match.start() + len(match.group().rstrip(_TRAILING))


def find_handles(looked: Looked) -> Iterator[tuple[int, int]]:
    """Names on social networks: an @ before a word and behind none."""
    text = looked.text
    for at in positions(text, "@"):
        match = _HANDLE.match(text, at + 1)
        before = text[at - 1 : at]
        # A citation key in braces, a kind of BibTeX entry and a cross-reference are no handles.
        if not match or before.isalnum() or before in tuple("@\\/-_."):
            continue
        if text[match.end() : match.end() + 1] not in tuple("{-"):
            yield at, match.end()


#: Every finder with the kind of what it finds; where two overlap, the earlier wins.
FINDERS: tuple[tuple[str, Finder], ...] = (
    ("identity-email", find_emails),
    ("identity-url", find_urls),
    ("identity-handle", find_handles),
    ("identity-iban", find_ibans),
    ("identity-national-insurance", find_national_insurance),
    ("identity-postcode", find_postcodes),
)


def find_identifiers(
    text: str,
    public: Iterable[str] = (),
    names: Names | None = None,
    *,
    proposing: bool = False,
) -> list[Hit]:
    """Every identifier of a text that is not public, from left to right, none overlapping.

    Args:
        text: any text.
        public: what is public on purpose, in small letters; a web address covers
            all that begin with it.
        names: the project's list of real names.
        proposing: whether names that are on no list, and posts with places, are proposed.
    """
    normal = readable(text)
    is_as_written = len(normal.kept) == 1
    looked = Looked(normal.text, with_plain_signs(words_in(text)) if is_as_written else "")
    found = [
        Hit(*span, kind, not (kind == "identity-postcode" and _is_of_institution(looked, span)))
        for kind, finder in FINDERS
        for span in finder(looked)
    ]
    if names:
        found += [Hit(start, end, "identity-name", sure) for start, end, sure in names.find(looked)]
    found += find_patterns(looked, proposing=proposing)
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(found, key=lambda one: (one.kind in PROPOSED, not one.sure)):
        if taken.isdisjoint(range(hit.start, hit.end)):
            kept.append(hit)
            taken.update(range(hit.start, hit.end))
    told = sorted(hit for hit in kept if not _is_public(normal.text, hit, public))
    return [_at(hit, *normal.original(hit.start, hit.end)) for hit in told]


def _is_of_institution(looked: Looked, span: tuple[int, int]) -> bool:
    """Whether a postcode is an institution's, as in the addresses of authors and committees."""
    nearest = looked.distance("institution", span)
    return nearest < NOWHERE and looked.distance("living", span) == NOWHERE


def _at(hit: Hit, start: int, end: int) -> Hit:
    return replace(hit, start=start, end=end)


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


@lru_cache(maxsize=4096)
def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|^www\.", "", address).rstrip("/")


def masked(text: str, public: Iterable[str] = (), names: Names | None = None) -> str:
    """The text with every identifier replaced by what it is, in brackets."""
    # What takes the place of one may show what the next one is.
    while hits := find_identifiers(text, public, names):
        kinds = known_kinds()
        text = replaced(text, ((h.start, h.end, f"[{kinds[h.kind].called}]") for h in hits)).text
    return text
