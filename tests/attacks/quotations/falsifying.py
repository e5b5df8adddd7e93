"""What somebody may do to a quotation, in earnest or by mistake: each kind makes a false one.

Each function takes the dice and an interview, and gives words that were not said, or None where
the interview has no place for it. `FALSE` is the table of them, by what a layman would call it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from interviews import Interview

    Kind = Callable[[random.Random, Interview], str | None]

_NEGATION = re.compile(r"\b(never|not|nobody|\w+n't)\b")
_OTHERS = {
    "keys": "money",
    "nurse": "doctor",
    "waited": "shouted",
    "trust": "fear",
    "hostel": "prison",
    "sister": "mother",
    "winter": "wedding",
    "quiet": "loud",
    "tea": "gin",
    "clean": "drunk",
    "leaflet": "knife",
}


def _sentences(said: str) -> list[str]:
    return re.findall(r"[^.]+(?:\.\.\.[^.]+)*\.", said)


def _sentence(chance: random.Random, one: Interview, least: int = 7) -> str:
    found = [
        sentence.strip()
        for said in one.answers()
        for sentence in _sentences(said)
        if len(sentence.split()) >= least and not set("[(") & set(sentence)
    ]
    return chance.choice(found) if found else ""


def another_word(chance: random.Random, one: Interview) -> str | None:
    """One word is another."""
    said = _sentence(chance, one)
    there = [word for word in _OTHERS if re.search(rf"\b{word}\b", said)]
    if not there:
        return None
    word = chance.choice(there)
    return re.sub(rf"\b{word}\b", _OTHERS[word], said)


def word_gone(chance: random.Random, one: Interview) -> str | None:
    """A word in the middle is gone without a mark."""
    words = _sentence(chance, one).split()
    if len(words) < 7:
        return None
    del words[chance.randint(2, len(words) - 3)]
    changed = " ".join(words)
    return None if changed in one.text else changed


def word_more(chance: random.Random, one: Interview) -> str | None:
    """A word in the middle is put in without a bracket."""
    words = _sentence(chance, one).split()
    if len(words) < 7:
        return None
    words.insert(chance.randint(2, len(words) - 2), chance.choice(("really", "always", "hardly")))
    return " ".join(words)


def words_swapped(chance: random.Random, one: Interview) -> str | None:
    """Two words have changed places."""
    words = _sentence(chance, one).split()
    if len(words) < 7:
        return None
    at = chance.randint(1, len(words) - 4)
    if words[at] == words[at + 1]:
        return None
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def another_number(chance: random.Random, one: Interview) -> str | None:
    """13 months have become other months."""
    return "I had been clean for 3 months by then" if "13 months" in one.text else None


def cut_number(chance: random.Random, one: Interview) -> str | None:
    """A number is cut out of a longer one."""
    return "3 months by then" if "13 months" in one.text else None


def negation_dropped(chance: random.Random, one: Interview) -> str | None:
    """A “not” is gone without a mark."""
    said = _with_negation(chance, one)
    return _NEGATION.sub("", said, count=1).replace("  ", " ").strip() if said else None


def _with_negation(chance: random.Random, one: Interview) -> str:
    found = [
        sentence.strip()
        for said in one.answers()
        for sentence in re.split(r"[.,]", said)
        if _NEGATION.search(sentence)
        and not _NEGATION.match(sentence.strip())
        and len(sentence.split()) > 4
        and not set("[(") & set(sentence)
        and "..." not in sentence
    ]
    return chance.choice(found) if found else ""


def negation_under_a_bracket(chance: random.Random, one: Interview) -> str | None:
    """A bracket stands in the place of a “not”."""
    said = _with_negation(chance, one)
    put_in = chance.choice(("[really]", "[they]", "[always]", "[did]", "[once]"))
    return _NEGATION.sub(put_in, said, count=1) if said else None


def negation_in_a_bracket(chance: random.Random, one: Interview) -> str | None:
    """A bracket puts a “not” in."""
    words = _sentence(chance, one).strip(".").split()
    if len(words) < 7 or _NEGATION.search(" ".join(words)):
        return None
    words.insert(
        chance.randint(1, len(words) - 1), chance.choice(("[not]", "[never]", "[hardly not]"))
    )
    return " ".join(words)


def negation_under_an_ellipsis(chance: random.Random, one: Interview) -> str | None:
    """An ellipsis leaves out a “not”, and nothing else."""
    said = _with_negation(chance, one)
    return None if not said else _NEGATION.sub(chance.choice(("…", "[…]", "...")), said, count=1)


def letters_that_negate(chance: random.Random, one: Interview) -> str | None:
    """Letters in brackets turn a word round: [un]clean, trust[less]."""
    changes = {
        "clean": "[un]clean",
        "quiet": "[un]quiet",
        "trust": "[dis]trust",
        "hands": "hands[less]",
    }
    said = _sentence(chance, one)
    there = [word for word in changes if re.search(rf"\b{word}\b", said)]
    return re.sub(rf"\b{there[0]}\b", changes[there[0]], said) if there else None


def mostly_brackets(chance: random.Random, one: Interview) -> str | None:
    """Most of it stands in brackets."""
    words = _sentence(chance, one).strip(".").split()
    if len(words) < 7:
        return None
    return f"{words[0]} [stole from me] {words[3]} [and lied about the money]"


def clause_in_a_bracket(chance: random.Random, one: Interview) -> str | None:
    """A bracket says a sentence of its own."""
    words = _sentence(chance, one).strip(".").split()
    put_in = "[and then they took all of my money and left me in the rain]"
    return " ".join([*words[:4], put_in, *words[4:]]) if len(words) >= 7 else None


def across_a_question(chance: random.Random, one: Interview) -> str | None:
    """The end of one answer and the beginning of the next to another question are joined."""
    places = [
        at
        for at in range(len(one.turns) - 2)
        if one.turns[at][0] == "P01" and one.turns[at + 1][1].endswith("?")
    ]
    if not places:
        return None
    at = chance.choice(places)
    first, second = one.turns[at][1].split()[-5:], one.turns[at + 2][1].split()[:5]
    joined = [*first, chance.choice(("…", "[…]", "[and]")), *second]
    return None if {"[", "("} & set("".join([*first, *second])) else " ".join(joined)


def over_pages(chance: random.Random, one: Interview) -> str | None:
    """Ellipses join words that stand thousands of characters apart."""
    return None if chance.random() < 0.2 else f"{one.opening} … {one.middle} … {one.ending}"


def picked_words(chance: random.Random, one: Interview) -> str | None:
    """Single words are picked from an answer until they say something else."""
    words = [word for word in _sentence(chance, one, 12).strip(".").split() if word.isalpha()]
    if len(words) < 8:
        return None
    picked = [words[at] for at in sorted(chance.sample(range(len(words)), 4))]
    return " … ".join(picked)


def other_order(chance: random.Random, one: Interview) -> str | None:
    """What was said first stands last."""
    words = _sentence(chance, one, 10).strip(".").split()
    if len(words) < 10:
        return None
    told = f"{' '.join(words[-4:])} … {' '.join(words[:4])}"
    return (
        None
        if re.search(
            rf"{re.escape(' '.join(words[-4:]))}.*{re.escape(' '.join(words[:4]))}",
            one.text,
            re.DOTALL,
        )
        else told
    )


def a_guess(chance: random.Random, one: Interview) -> str | None:
    """Words stand in the place of what could not be heard, or of a sound."""
    found = re.search(r"(\w+ \w+) (\[inaudible\]|\(laughs\)) (\w+ \w+)", one.text)
    return (
        f"{found[1]} {chance.choice(('[the new]', '[her own]', '[every]'))} {found[3]}"
        if found
        else None
    )


def another_relative(chance: random.Random, one: Interview) -> str | None:
    """What the transcriber has in brackets is somebody else."""
    found = re.search(r"(\w+ \w+) \[sister\] (\w+ \w+)", one.text)
    return (
        f"{found[1]} [{chance.choice(('brother', 'mother', 'doctor'))}] {found[2]}"
        if found
        else None
    )


def behind_a_pause(chance: random.Random, one: Interview) -> str | None:
    """Words are left out where the source itself only has a pause."""
    found = re.search(r"(\w+)\.\.\. (\w+ )(\w+ \w+ \w+)", one.text)
    return f"{found[1]}... {found[3]}" if found else None


def question_as_answer(chance: random.Random, one: Interview) -> str | None:
    """The interviewer's question goes on in the answer."""
    places = [
        at
        for at in range(len(one.turns) - 1)
        if one.turns[at][1].endswith("?") and one.turns[at + 1][0] == "P01"
    ]
    at = chance.choice(places)
    asked, said = one.turns[at][1].split()[:5], one.turns[at + 1][1].split()[:5]
    if {"[", "("} & set("".join(said)):
        return None
    return f"{' '.join(asked)} … {' '.join(said)}"


def half_a_word(chance: random.Random, one: Interview) -> str | None:
    """The last word is cut, and means something else."""
    for word, cut in (
        ("shaking", "shak"),
        ("leaflet", "leaf"),
        ("somebody", "some"),
        ("can't", "can"),
    ):
        found = re.search(rf"(\w+ \w+ ){word}", one.text)
        if found and f"{found[1]}{cut} " not in one.text:
            return f"{found[1]}{cut}"
    return None


def nothing_like_it(chance: random.Random, one: Interview) -> str | None:
    """Made up from beginning to end."""
    return chance.choice(
        (
            "They shouted at me until I agreed to everything.",
            "The treatment made me worse and they laughed about it.",
            "Honestly it was the best week of my whole life.",
        )
    )


FALSE: dict[str, Kind] = {
    kind.__doc__.rstrip("."): kind  # type: ignore[union-attr] - each says what it does
    for kind in (
        another_word,
        word_gone,
        word_more,
        words_swapped,
        another_number,
        cut_number,
        negation_dropped,
        negation_under_a_bracket,
        negation_in_a_bracket,
        negation_under_an_ellipsis,
        letters_that_negate,
        mostly_brackets,
        clause_in_a_bracket,
        across_a_question,
        over_pages,
        picked_words,
        other_order,
        a_guess,
        another_relative,
        behind_a_pause,
        question_as_answer,
        half_a_word,
        nothing_like_it,
    )
}
