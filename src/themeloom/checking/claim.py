"""What a claim is: words that are somebody's own; and who is named beside them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.words import without_tokens
from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Collection

    from themeloom.checking.cells import Heads
    from themeloom.checking.nearly import Nearly
    from themeloom.documents.places import Place

_DATA = beside(__file__, "quoting.toml")
#: Fewer words than this between quotation marks are a term or a distance, not a quotation;
WORDS = 6
#: but if it is said who speaks, so many are one.
FEW = 3
#: Who said it, on a line of its own, behind a dash, or in brackets at the end.
_SAID_BY = later(
    r"\n[ \t>]*[-–—―]{1,3}\s*(?P<below>[^\n]{1,80})\s*$"
    r"|(?<!\s)\s*[-–—―]{1,3}\s*(?P<behind>[^-–—―\n]{1,80})$"
    r"|(?<!\s)\s*[(\[](?P<inside>[^()\[\]]{1,80})[)\]]\.?$"
)
#: How much of the text around a quotation is looked at for who says it.
NEAR = 80
_ASIAN = later(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SAYS = "|".join(_DATA["speaking"]["said"].split())
_SAYING = later(rf"(?P<who>[^.!?\"]{{0,40}})\b(?:{SAYS})\b[^.!?\"]{{0,24}}[,:]\s*$", re.IGNORECASE)
#: Whoever is named first behind a quotation, or in front of it with a colon.
_BEHIND = later(r"\s*[.,;]?\s*[(\[-]{1,2}\s*(?P<who>[^()\[\]]{1,40})")
_AHEAD = later(r"(?P<who>\S[^.!?\"]{0,20}):\s*$")
_SAID_THEN = later(
    rf"\s*[,-]?\s*(?P<who>\w+(?: \w+)?) (?:{SAYS})\b|\s*[,-]?\s*(?:{SAYS}) (?P<then>\w+)"
)
_SPEAKERS = frozenset(_DATA["speaking"]["who"].split())
#: What may stand around a label in front of what somebody says.
AROUND = r"(?:[\s\u200b|>(\[*+-]|\d+[.)])*+"
SOMEBODY = rf"(?i:{_DATA['labels']['anybody']})"


class Claim(msgspec.Struct, frozen=True):
    """Words that claim to be somebody's own.

    Args:
        words: all of them; several pieces where they go on in further paragraphs.
        place: where they begin.
        bare: whether they stand without marks, and may end with who said them.
        said: whether the text says that somebody said them.
        who: by what those are called who may have said them; empty if it names none of them.
        authors: whether they may be an author's own, who says I in the same text.
    """

    words: tuple[str, ...]
    place: Place
    bare: bool = False
    said: bool = False
    who: tuple[str, ...] = ()
    authors: bool = False


class Reading(msgspec.Struct, frozen=True):
    """How claims are told.

    Args:
        called: by what those who took part are called.
        heads: tells heads of columns of quotations, and who says I.
        nearly: finds words that are almost those of a source, where there are sources.
    """

    called: Collection[str]
    heads: Heads
    nearly: Nearly | None = None


def size(words: str) -> int:
    """How many words there are; languages without blanks have one in two of their signs."""
    signs = len(_ASIAN.findall(words))
    return signs // 2 + len(re.findall(r"\w+(?:['-]\w+)*", _ASIAN.sub(" ", words)))


#: Nobody took part who is called anything.
NOBODY = r"(?!)"


def labels_of(called: Collection[str]) -> re.Pattern[str]:
    """What those who took part are called, as a pattern."""
    return _labels(frozenset(called))


@lru_cache(maxsize=8)
def _labels(called: frozenset[str]) -> re.Pattern[str]:
    names = sorted((re.escape(one) for one in called if one.strip()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b" if names else NOBODY)


def who_says(before: str, after: str, labels: re.Pattern[str]) -> tuple[str, ...] | None:
    """Whose words some are said to be: P01 said, “…”; P01: “…”; “…” (P01); “…,” she said.

    None if nobody is said to have said them; empty if it is somebody without a name.
    """
    for one in (_BEHIND.match(after), _AHEAD.search(before[-NEAR:])):
        if one and (found := labels.findall(one["who"])):
            return tuple(found)
    said = before[-NEAR:].rstrip()
    if said.endswith((",", ":")) and (one := _SAYING.search(said)):
        # Only whoever stands right before the verb is sure to be the one who says it.
        last = [
            named for named in labels.finditer(one["who"]) if not one["who"][named.end() :].strip()
        ]
        return tuple(named[0] for named in last)
    one = _SAID_THEN.match(after)
    who = (one["who"] or one["then"]) if one else ""
    if found := labels.findall(who):
        return tuple(found)
    return () if who and _SPEAKERS & set(who.casefold().split()) else None


def spoken_form(words: str) -> str:
    """Words without what stands for shortcodes in them."""
    return without_tokens(words).strip()


def label_before(source: str, labels: re.Pattern[str]) -> re.Match[str] | None:
    """A participant's label in front of what they say, as in `P01: …`, `[P01] …`, `1. P01: …`."""
    return re.match(
        rf"{AROUND}(?P<who>{labels.pattern})[\s\u200b]*(?:(?:[:–—][\s\u200b]+|：)|[)\]]:?[\s\u200b]+(?![a-z]))",
        source,
    )


def without_speaker(
    words: str, labels: re.Pattern[str], *, alone: bool = False
) -> tuple[tuple[str, ...], str]:
    """Who is named behind some words, and the words without it if it is a name or stands apart.

    Args:
        words: and perhaps who said them.
        labels: by what those who took part are called.
        alone: whether it must begin with a name, and say little else.
    """
    match = _SAID_BY.search(words.rstrip())
    if match is None:
        return (), words
    who = match["below"] or match["behind"] or match["inside"]
    if alone and not re.match(rf"[\s\u200b]*(?:{labels.pattern})[\s\u200b]*(?:[,;]|$)", who):
        return (), words
    named = tuple(labels.findall(who))
    apart = match["below"] is not None and size(who) <= WORDS
    return named, words.rstrip()[: match.start()] if apart or named else words
