"""What happens to files: typing errors, merges that went wrong, other programs, bad disks.

Each kind takes the dice and a text, and gives another. `KINDS` is the table of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Kind = Callable[[random.Random, str], str]

#: What YAML, Markdown, BibTeX and notebooks take for something.
SIGNS = (
    *("\x00", "*a", "&a ", "!!python/object:os.system ", "!!binary x", "!!timestamp 2020-99-99"),
    *("2026-02-30", "<<: ", "- ", "[", "]", "{", "}", ": ", "\t", "%YAML 1.1\n", "---\n", "...\n"),
    *("|", "> ", "'", '"', "? ", "!!set ", "!!omap ", "!!float x", "!!int x", ".inf", ".nan", "0x"),
    *("1e999", "9" * 5000, "\ud7ff", "\u2028", "\ufeff", "a" * 5000, "&a [*a]", "*", "&", "@", "`"),
    *("#", "~", "null", "true", "No", "12:30", "\r", "\\", "=", "<<", "0o9", "1_0", "-", "[" * 200),
    *("{{< quote ", ">}}", "{{< include x >}}", "{{< value a.b >}}", "@fig-x", "```{python}\n"),
    *("```", "::: {.a}", "$$", "<!--", "|---|", "![](a.png)", "[^1]", "{#fig-x}", "@article{x,"),
    *("title = {", "\\input", "![](../../../../etc/passwd)", "output-dir: ../../x", "P01: "),
)


def a_sign(chance: random.Random, text: str) -> str:
    """A sign somewhere."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(SIGNS) + text[at:]


def a_sign_as_value(chance: random.Random, text: str) -> str:
    """A sign in the place of a value."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = f"{lines[at].split(':')[0]}: {chance.choice(SIGNS)}"
    return "\n".join(lines)


def letters_gone(chance: random.Random, text: str) -> str:
    """Some letters are gone."""
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randint(1, 30) :]


def end_gone(chance: random.Random, text: str) -> str:
    """The file ends too soon."""
    return text[: chance.randrange(len(text) + 1)]


def lines_swapped(chance: random.Random, text: str) -> str:
    """Two lines have changed places."""
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def line_twice(chance: random.Random, text: str) -> str:
    """A line stands at another place as well."""
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "\n".join(lines)


def line_moved_in(chance: random.Random, text: str) -> str:
    """A line is indented in another way."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = " " * chance.randint(0, 9) + lines[at].strip()
    return "\n".join(lines)


KINDS: tuple[Kind, ...] = (
    *(a_sign, a_sign, a_sign_as_value, a_sign_as_value),
    *(letters_gone, end_gone, lines_swapped, line_twice, line_moved_in),
)


def mutated(chance: random.Random, text: str) -> bytes:
    """A file after one to four such things; one of ten is not even text any more."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(KINDS)(chance, text)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(5 if data and chance.random() < 0.1 else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)
