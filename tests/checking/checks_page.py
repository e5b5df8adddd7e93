"""docs/checks.md, made from the definitions: no kind without its paragraph."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.checking.findings import known_kinds
from themeloom.study.editing import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# What is checked

`themeloom check` looks at the data, the store, the documents and what was built, and
reports what it finds; `themeloom render` does the same before it replaces anything. An
**error** stops `render`; a **warning** and a **note** are shown. Nothing that a check finds
is ever printed: an address, a number or a name is named by its kind, line and column.

A study may lower a kind, or switch it off, and must say why; the reason stands in every
report:

```yaml
settings:
  checks:
    voice-theme:
      severity: note          # warning, note or off
      reason: One person coordinated the service, and the theme is about coordinating it.
```

What makes a quotation or leads to a person (the errors of the first two groups) cannot be lowered
as a whole. A single finding is accepted by its file and the hash of its words, which
`themeloom check --json` gives, and `themeloom render` where it refuses an output; where the
words change, it is a finding again, and so are the same words at a second place:

```yaml
settings:
  accepted:
    - kind: prose-quotation-absent
      file: manuscript/paper.qmd
      words: 3f2a9c01d7be
      reason: The motto of the service, which hangs on its door and is in no source.
      by: A. Author
```

What is public on purpose, such as an address of the team, is listed under
`settings: identity: public` instead. `themeloom render` prints all that is lowered or accepted.
It stands with its reason in the colophon of each paper, where it is counted on posters and slides,
and in the evidence explorer under *Exceptions to what was checked*; so do the sources whose words
nobody could look up. A blind version has no colophon.

`themeloom check --json` and `--sarif` print the same report for programs.

This page is made from the definitions in `src/themeloom/checking/kinds.toml`.
"""
_RULES = """
### How far a quotation may be edited

Every word must be in the source, in order. An ellipsis (`…`, `...`, `. . .`, in brackets or not)
stands for words left out, `[words]` for words put in or in place of others, a first letter in
brackets for the same letter in the other case, `trust[ed]` for another ending. Quotation marks,
dashes, white space, ligatures and marks of emphasis are no difference.

- Brackets neither put a negation in nor take one away, and an ellipsis does not leave out a
  negation alone. A cut just beside one is a warning.
- A bracket stands for a name, for a pronoun or another word that leaves open who or what is meant,
  for a form of the same word, or says what something is and not which (“[relative]” for “aunt”, of
  which is warned). It says of a number what that is, or a range that has it (“[age]”, “[30-39]”,
  “in my [thirties]” for 34), spells an abbreviation out (“[district nurse]” for DN), or says the
  same in plain words (“[heroin]” for gear); what is of which kind stands in
  `src/themeloom/study/kinds.toml`. Another word in the place of what was said is an error, and so
  are another number, day, “every” or “most”, another “because” or “although”, and a reason that
  nobody gave: keep the speaker's word, and explain it in a bracket behind it.
- An ellipsis does not leave out “mostly”, “maybe”, “if” or “although” alone, and does not end
  behind “except”; to leave out an exception, or to begin behind “I think”, is a warning.
- Nothing passes over a question, or over more than a prompt of somebody else: answers to two
  questions are two quotations.
- Where the source itself has an ellipsis, the speaker paused: `…` in the quotation is that pause,
  and `[…]` says that words are left out beside it.
- What the source has in brackets is words like others: `[sister]` does not become `[brother]`, nor
  `[inaudible]` a guess.

The limits are ours, and stand with the words for “not” in `src/themeloom/study/quoting.toml`:
"""
_QUESTIONS = {
    "Verbatim": "Is every quotation what was said, where it was said, by whom it was said?",
    "Identity": "Does anything lead to a person?",
    "Disclosure": "Can a participant be recognised by what is told of them?",
    "Agreement": "Do all outputs say the same, and is it what the data say?",
    "Arrival": "Is all that was written in every finished file, once, and as it was written?",
    "Coding": "Is what was coded in the codebook, and do themes and quotations name what is there?",
    "Guidelines": "Does the text answer what the reporting guidelines ask for?",
    "Brand": "Is what is set in a brand's colours seen by everybody, and all of it shown?",
    "Settings": "Does what documents set have an effect?",
    "Freshness": "Is what was derived what would be derived now?",
}


def checks_page() -> str:
    """The page that explains every kind of finding."""
    parts = [_HEAD]
    for question, kinds in groupby(known_kinds().items(), key=lambda item: item[1].question):
        parts.append(f"\n## {question}\n\n{_QUESTIONS.get(question, '')}\n")
        for name, kind in kinds:
            parts.append(
                f"\n### {name}\n\n**{kind.title}** ({kind.severity}). {kind.why}\n\n{kind.remedy}\n"
            )
        if question == "Verbatim":
            parts += _rules()
    return "".join(parts)


def _rules() -> Iterator[str]:
    """The limits of editing, each with its origin."""
    yield _RULES
    yield "\n| what | limit | where it comes from |\n| --- | ---: | --- |\n"
    for one in LIMITS.values():
        most = f"at most {one['most']}" if "most" in one else f"at least {one['least']}"
        yield f"| {one['what']} | {most} | {one['origin']} |\n"
