"""Made-up interviews to attack: who asks, who answers, pauses, sounds and names in brackets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

#: How many clauses a sentence has at most.
_LONGEST = 2
_PEOPLE = (
    "a nurse",
    "my brother",
    "this man at the desk",
    "our keyworker",
    "Ruth",
    "one of the lads",
    "some student",
)
_DID = (
    "gave me the keys to the van",
    "waited outside the clinic with me",
    "listened to every word I had to say",
    "came round with a flask of tea",
    "told me about the hostel in town",
    "sat down and asked me what I wanted",
    "rang the ward before I had the courage",
)
_DENIED = (
    "I never trusted the people at the clinic",
    "I did not want anybody to know about it",
    "nobody asked me what I wanted to do",
    "we don't talk about that in the hostel",
    "they weren't there when I needed them",
    "it was not the same after that winter",
    "you can't explain hunger to a person with a fridge",
    "none of my letters ever reached her",
    "she didn't come back for the second dose",
    "I would never go near that building again",
    "he had nothing to lose any more",
    "those forms don't mean a lot to people like us",
    "we were not told about the side effects",
    "nobody's door stayed open for long",
)
_SAID = (
    "it was raining and the queue went round the corner",
    "you could tell they had been through it themselves",
    "I had been clean for 13 months by then",
    "everyone on the street knew the van by its colour",
    "I kept the leaflet in my pocket for a year",
    "my hands were shaking when I signed the form",
    "the first thing I noticed was how quiet it was",
    "there was always somebody with a kettle on",
    "people trust you when you have slept where they sleep",
    "that was the summer before they closed the old office",
    "my mate Dave got the all clear on a Tuesday",
    "her voice on the phone sounded like home",
    "two buses and a long walk is what an appointment costs",
    "at night the stairs smelled of bleach and smoke",
    "being asked for advice made me stand up straight",
    "his hands were warm and mine were blue",
    "a hot meal does more than any leaflet",
    "once a week we cook for thirty in the church hall",
    "with a badge on my chest I could walk past security",
    "some of them still call me when the hostel is full",
    "between the methadone and the job I found my feet",
    "from that bench you can see the whole market",
    "every Friday I count the days since my last hit",
    "if I miss one dose the whole thing starts over",
    "training took six weekends and a lot of biscuits",
    "my first client hugged me outside the lift",
)
_JOINTS = (" and ", ", so ", ", because ", " but ", ", you know, ", ", and then ")
_ASKED = (
    "How did you feel about being asked to do this work?",
    "What was it like before you met the team?",
    "Can you tell me more about the people in the hostel?",
    "And did you want to leave the place after that?",
    "Who would you turn to when it got worse?",
)
_PROMPTS = ("Mm-hm.", "I see.", "Right.", "Yeah, okay.")


@dataclass(frozen=True)
class Interview:
    """A made-up interview: its text, and the turns that it is made of (who, what)."""

    text: str
    turns: tuple[tuple[str, str], ...]
    opening: str = "When I was small"
    middle: str = "halfway through it all"
    ending: str = "and here we are now"

    def answers(self) -> list[str]:
        """What the participant says, turn by turn."""
        return [said for who, said in self.turns if who == "P01"]


def interview(chance: random.Random) -> Interview:
    """Draw one."""
    turns: list[tuple[str, str]] = []
    # Nothing is said twice: what is false in one place is not true in another.
    clauses = [*_DENIED, *_SAID, *(f"{who} {did}" for who, did in zip(_PEOPLE, _DID, strict=True))]
    chance.shuffle(clauses)
    while len(clauses) > _LONGEST * 6:
        turns.append(("INT", chance.choice(_ASKED)))
        turns.append(("P01", _answer(chance, clauses)))
        if chance.random() < 0.4:
            turns += [("INT", chance.choice(_PROMPTS)), ("P01", _answer(chance, clauses))]
    turns += [("INT", "Is there anything else?"), ("P01", _monologue())]
    text = "\n".join(f"{who}: {said}" for who, said in turns)
    return Interview(f"{text}\n", tuple(turns[:-2]))


def _monologue() -> str:
    """Pages of one answer, of which the first, the middle and the last words are known."""
    filled = " ".join(f"Day {number} went by like any other." for number in range(60))
    first, middle, last = Interview.opening, Interview.middle, Interview.ending
    return f"{first} it began. {filled} It was {middle}. {filled} {last}."


def _answer(chance: random.Random, clauses: list[str]) -> str:
    return " ".join(_sentence(chance, clauses) for _ in range(chance.randint(2, 3)))


def _sentence(chance: random.Random, clauses: list[str]) -> str:
    said = _clause(chance, clauses)
    for _ in range(chance.randint(0, _LONGEST - 1)):
        said += chance.choice(_JOINTS) + _clause(chance, clauses)
    return said[0].upper() + said[1:] + "."


def _clause(chance: random.Random, clauses: list[str]) -> str:
    said = clauses.pop()
    if chance.random() < 0.08:
        said = said.replace(
            " the ", chance.choice((" [inaudible] ", " [sister] ", " (laughs) ")), 1
        )
    if chance.random() < 0.08:
        said = said.replace(" ", "... ", 1)
    return said
