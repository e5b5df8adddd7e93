"""Cutting Markdown into prose, code, comments and shortcodes."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themeloom.documents.scanner import Kind, Piece, scan, without

#: Pieces of Markdown that get into each other's way.
BITS = st.lists(
    st.sampled_from(
        (
            *("{{<", ">}}", "{{{<", ">}}}", "{", "}", "=", "`", "```", "~~~", "<!--", "-->", "\\"),
            *("\n", "\n\n", '"', "'", " ", "> ", "- ", ":::", "a", "é"),
            *("quote lamp", "k=v", "{python}"),
        )
    ),
    max_size=40,
).map("".join)
#: What may stand in an argument of a shortcode without quotation marks.
WORDS = st.text(string.ascii_letters + string.digits + "-_./#é", min_size=1, max_size=8)
#: What may stand between quotation marks.
QUOTED = st.text(string.ascii_letters + " =>}'`\\é", max_size=10)


def shortcodes(text: str) -> list[tuple[str, tuple[str, ...], dict[str, str]]]:
    """Name, arguments and options of every shortcode in a text."""
    found = (piece for piece in scan(text) if piece.kind is Kind.SHORTCODE)
    return [(piece.name, piece.args, dict(piece.kwargs or {})) for piece in found]


def kinds(text: str) -> list[Kind]:
    """What a text is made of."""
    return [piece.kind for piece in scan(text)]


def covered(text: str, pieces: tuple[Piece, ...]) -> bool:
    """Whether pieces follow one another from the beginning of a text to its end."""
    ends = [0, *(piece.end for piece in pieces)]
    return [piece.start for piece in pieces] == ends[:-1] and ends[-1] == len(text)


@given(BITS)
def test_pieces_cover_every_text_without_gaps(text: str) -> None:
    """Whatever is written, each character belongs to exactly one piece."""
    assert covered(text, scan(text))


@given(BITS)
def test_blanking_keeps_offsets_and_lines(text: str) -> None:
    """A rule that searches the prose alone still finds the right line."""
    blank = without(text, scan(text), Kind.PROSE)
    assert len(blank) == len(text)
    assert [at for at, one in enumerate(blank) if one == "\n"] == [
        at for at, one in enumerate(text) if one == "\n"
    ]


@given(BITS)
def test_code_hides_every_shortcode(text: str) -> None:
    """Within a fence there is no shortcode, however the text tries to begin one."""
    fence = "`" * 8
    assert shortcodes(f"{fence}\n{text}\n{fence}\n") == []


@given(
    WORDS.filter(lambda word: "=" not in word),
    st.lists(WORDS),
    st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,5}", fullmatch=True), QUOTED, max_size=3),
)
def test_a_shortcode_is_read_back_as_it_was_written(
    name: str, args: list[str], options: dict[str, str]
) -> None:
    """Names, arguments and quoted options survive, whatever is in them."""
    written = " ".join(
        [name, *args, *(f'{key}="{_escaped(value)}"' for key, value in options.items())]
    )
    assert shortcodes(f"Before {{{{< {written} >}}}} after.") == [(name, tuple(args), options)]


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{<quote lamp>}}", [("quote", ("lamp",), {})]),
        ("{{< quote lamp part=words >}}", [("quote", ("lamp",), {"part": "words"})]),
        ("{{< meta it's >}}", [("meta", ("it's",), {})]),
        (
            "{{< figure map 'fig cap' alt='two words' >}}",
            [("figure", ("map", "fig cap"), {"alt": "two words"})],
        ),
        ("{{< value\n  talks\n>}}", [("value", ("talks",), {})]),
        ("{{< a >}}{{< b >}}", [("a", (), {}), ("b", (), {})]),
        ("[{{< a >}}](x){key={{< b >}}}", [("a", (), {}), ("b", (), {})]),
        ("`{{< a >}}`", []),
        ("`` ` {{< a >}} ``", []),
        ("a ` lonely backtick {{< a >}}", [("a", (), {})]),
        (r"an escaped \` backtick {{< a >}} `", [("a", (), {})]),
        ("<!-- {{< a >}} --> {{< b >}}", [("b", (), {})]),
        ("{{{< a >}}} {{</* b */>}}", []),
        ("- ```\n  {{< a >}}\n  ```\n- {{< b >}}", [("b", (), {})]),
        ("> ```\n> {{< a >}}\n> ```\n\n{{< b >}}", [("b", (), {})]),
        ("````\n```\n{{< a >}}\n```\n````\n{{< b >}}", [("b", (), {})]),
        ("~~~\n```\n{{< a >}}\n~~~\n{{< b >}}", [("b", (), {})]),
        ("```\nnever closed {{< a >}}", [("a", (), {})]),
    ],
)
def test_shortcodes_are_found_in_prose_only(text: str, found: list[object]) -> None:
    """Code, comments and escapes are left as they are; everything else is prose."""
    assert shortcodes(text) == found


def test_a_shortcode_does_not_reach_over_an_empty_line() -> None:
    """A brace left open spoils its own paragraph and no more."""
    assert kinds("{{< quote\n\nlamp >}} {{< b >}}")[0] is Kind.BROKEN
    assert shortcodes("{{< quote\n\nlamp >}} {{< b >}}") == [("b", (), {})]
