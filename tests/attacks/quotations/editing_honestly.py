"""What careful authors do to a quotation, and must be allowed to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from falsifying import _NEGATION, _sentence

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from interviews import Interview

    Kind = Callable[[random.Random, Interview], str | None]


def as_it_is(chance: random.Random, one: Interview) -> str | None:
    """A sentence as it was said."""
    return _sentence(chance, one) or None


def part_of_it(chance: random.Random, one: Interview) -> str | None:
    """A part of a sentence."""
    words = _sentence(chance, one).strip(".").split()
    if len(words) < 7:
        return None
    start = chance.randint(0, 2)
    return " ".join(words[start : chance.randint(start + 3, len(words))])


def whole_answer(chance: random.Random, one: Interview) -> str | None:
    """A whole answer, brackets and pauses as they are."""
    return chance.choice(one.answers())


def left_out(chance: random.Random, one: Interview) -> str | None:
    """Some words left out, in each of the ways in which journals print that."""
    words = _sentence(chance, one, 10).strip(".").split()
    if len(words) < 10:
        return None
    start = chance.randint(2, 4)
    end = chance.randint(start + 2, len(words) - 3)
    gone = " ".join(words[start:end])
    if "..." in " ".join(words) or not re.search(r"\w", _NEGATION.sub("", gone)):
        return None
    mark = chance.choice(("…", "...", "[…]", "[...]", "(…)", ". . .", "[ … ]"))
    return " ".join([*words[:start], mark, *words[end:]])


def sentences_left_out(chance: random.Random, one: Interview) -> str | None:
    """Sentences of one answer left out."""
    said = chance.choice(one.answers())
    sentences = re.findall(r"[A-Z][^.]+\.(?= |$)", said)
    if len(sentences) < 3 or "..." in said:
        return None
    return f"{sentences[0]} {chance.choice(('…', '[…]', '...'))} {sentences[-1]}"


def past_a_prompt(chance: random.Random, one: Interview) -> str | None:
    """An answer that goes on behind the interviewer's “mm-hm”."""
    places = [
        at
        for at in range(1, len(one.turns) - 1)
        if one.turns[at][0] == "INT" and "?" not in one.turns[at][1]
    ]
    if not places:
        return None
    at = chance.choice(places)
    first, second = one.turns[at - 1][1].split()[-5:], one.turns[at + 1][1].split()[:5]
    both = " ".join([*first, *second])
    return None if set("[(") & set(both) or "..." in both else " ".join([*first, "[…]", *second])


def small_letter(chance: random.Random, one: Interview) -> str | None:
    """The first letter in brackets, in the other case."""
    said = _sentence(chance, one)
    return f"[{said[0].swapcase()}]{said[1:]}" if said and said[1:2].isalpha() else None


def a_description(chance: random.Random, one: Interview) -> str | None:
    """A name replaced by a description."""
    said = _sentence(chance, one)
    names = {"Ruth": "[my nurse]", "the clinic": "[the service]", "the hostel": "[a shelter]"}
    there = [name for name in names if re.search(rf"\b{name}\b", said)]
    return re.sub(rf"\b{there[0]}\b", names[there[0]], said, count=1) if there else None


def an_explanation(chance: random.Random, one: Interview) -> str | None:
    """A word explained."""
    said = _sentence(chance, one)
    if "the van" in said:
        return said.replace("the van", "the van [of the outreach team]", 1)
    return said.replace("the ward", "the ward [in the hospital]", 1) if "the ward" in said else None


def sic(chance: random.Random, one: Interview) -> str | None:
    """The author's remark on the words."""
    words = _sentence(chance, one).split()
    at = chance.randint(2, 4)
    return (
        " ".join([*words[:at], chance.choice(("[sic]", "[emphasis added]")), *words[at:]])
        if len(words) > 6
        else None
    )


def typography(chance: random.Random, one: Interview) -> str | None:
    """Another kind of quotation marks, dashes, spaces; ligatures and emphasis."""
    said = _sentence(chance, one)
    if not said:
        return None
    words = said.replace("'", "’").replace("ff", "ﬀ").split()
    at = chance.randint(0, len(words) - 2)
    words[at] = f"*{words[at]}*" if words[at].isalpha() else words[at]
    return "\u00a0".join(words)


def ending(chance: random.Random, one: Interview) -> str | None:
    """The ending of a word fitted to the author's sentence."""
    said = _sentence(chance, one)
    return re.sub(r"\btrust\b", "trust[ed]", said) if re.search(r"\btrust\b", said) else None


HONEST: dict[str, Kind] = {
    kind.__doc__.rstrip("."): kind  # type: ignore[union-attr] - each says what it does
    for kind in (
        as_it_is,
        part_of_it,
        whole_answer,
        left_out,
        sentences_left_out,
        past_a_prompt,
        small_letter,
        a_description,
        an_explanation,
        sic,
        typography,
        ending,
    )
}
