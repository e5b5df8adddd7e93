"""What stops a poster: each mistake on a clearly synthetic study, with the words a person gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from helpers import planned as plan
from helpers import render
from posters import EPOCH, body, made, prepared, voice
from typst_looks import LONG, lorem

from themeloom.core.errors import ThemeloomError
from themeloom.finished.pdf import sheets

if TYPE_CHECKING:
    from pathlib import Path

AUTHORS = [
    {
        "name": {"literal": author["name"]["literal"]},
        "affiliations": [{"ref": f"a{one['number']}"} for one in author["affiliations"]],
    }
    for author in LONG["by-author"]
]
PLACES = [{"id": f"a{one['number']}", "name": one["line"]} for one in LONG["by-affiliation"]]


def refused(folder: Path, text: str, **settings: Any) -> str:  # noqa: ANN401 - as in front matter
    """The message with which a poster is refused."""
    with pytest.raises(ThemeloomError) as raised:
        made(folder, text, **settings)
    assert "Typst" not in str(raised.value)
    return str(raised.value)


def test_too_long_says_what_to_shorten_and_by_how_much(tmp_path: Path) -> None:
    """Words that would need another page are counted; without them and a tenth more it fits."""
    said = refused(tmp_path / "long", body(spoken=4, said=6, more=1100))
    found = re.match(
        r"poster/poster\.qmd:(\d+): the poster is (\d+) mm too high for a0, with its type as small "
        r"as it may be \(.*theme 1 \d+ mm.*\)\n  hint: take out about (\d+) of the (\d+) words of "
        r"theme \d \(line \1\)",
        said,
    )
    assert found, said
    cut, of = int(found[3]), int(found[4])
    assert 0 < cut < of
    shorter = body(spoken=4, said=6, more=1100 - round(cut * 1.1))
    made(tmp_path / "shorter", shorter, **{"min-empty": "0%"})


@pytest.mark.parametrize(
    ("voices", "less"),
    [
        (1, "the quotation of theme 1"),
        (0, "the statement of theme 1"),
    ],
)
def test_nobody_is_told_to_shorten_what_is_cited(tmp_path: Path, voices: int, less: str) -> None:
    """Quotations and statements are left out whole, or stay as they are."""
    spoken = "".join(voice(1, "synthetic " * (1400 // voices)) for _ in range(voices))
    text = re.sub(
        r"(::: {\.voices}\n).*?(?=:::\n\n::::)",
        rf"\1{spoken}",
        body(said=6 if voices else 1500, more=0),
        flags=re.DOTALL,
    )
    hint = refused(tmp_path, text).partition("hint:")[2]
    assert re.match(rf" take out {less}", hint), hint


def test_too_empty_says_where(tmp_path: Path) -> None:
    """A poster with nearly nothing on it is refused with the size and place of the hole."""
    said = refused(tmp_path, "::: {.message}\nToo little.\n:::\n", title="Synthetic")
    assert re.search(
        r"poster/poster\.qmd: \d\d% of the poster is one empty region, \d+ × \d+ mm, "
        r"below “.+”; at most 15% may be\n  hint: say \d\.\d\d m² more there",
        said,
    ), said


def test_the_hole_can_be_allowed(tmp_path: Path) -> None:
    """The limit is a setting of the front matter."""
    made(tmp_path, "::: {.message}\nToo little.\n:::\n", **{"max-empty": "100%"})


def test_too_crowded(tmp_path: Path) -> None:
    """A poster without room to breathe is refused with the words to take out."""
    said = refused(tmp_path, body(), **{"min-empty": 0.9})
    assert re.search(r"only \d\d% of the poster is empty; 90% should be\n  hint: take out", said)


def test_type_under_the_minimum_is_named(tmp_path: Path) -> None:
    """Whatever set it: the message says how much larger it must be."""
    tiny = "```{=typst}\n#text(size: 9pt)[tiny words]\n```\n\n"
    said = refused(
        tmp_path, body().replace("## How it was done\n\n", f"## How it was done\n\n{tiny}")
    )
    assert re.search(r"type of 9\.0 pt, the smallest here is 24\.0 pt: “tiny words”", said), said
    assert "set it 2.67 times as large" in said


def test_raised_and_lowered_letters_keep_the_minimum(tmp_path: Path) -> None:
    """They are set at the smallest size that may be."""
    made(tmp_path, body().replace("## How it was done", "## How it was done\n\nx^up^ and y~down~"))


def test_the_minimum_is_a_setting(tmp_path: Path) -> None:
    """Nothing is set under `min-type`."""
    made(tmp_path, body(), **{"min-type": 30})


@pytest.mark.parametrize(
    ("told", "scale"),
    [("", "scale(0.1 -0.1)"), ('data-least-type="10" ', "scale(1 -1)")],
    ids=["matplotlib's", "ours"],
)
def test_a_drawing_with_small_letters_is_named(tmp_path: Path, told: str, scale: str) -> None:
    """Letters that are outlines count as type; figures of ours tell their smallest."""
    drawing = (
        f'<svg {told}xmlns="http://www.w3.org/2000/svg" width="1000pt" height="100pt"><defs>'
        f'<path id="x" d="M0 0H9V9Z"/></defs><g transform="translate(9 9) {scale}">'
        '<use href="#x"/></g></svg>'
    )
    picture = "![A drawing](/small.svg){fig-alt='Synthetic'}"
    text = body().replace("## How it was done\n", f"## How it was done\n\n{picture}\n")
    said = refused(tmp_path, text, files={"small.svg": drawing})
    assert re.search(r"the drawing small\.svg is \d+ mm wide, and type in it 10\.0 pt", said), said


def test_a_word_wider_than_its_column_is_named(tmp_path: Path) -> None:
    """It would run into its neighbour."""
    word = "Synthetic" * 9
    said = refused(tmp_path, body().replace("::: {.voices}\n", "::: {.voices}\n" + voice(1, word)))
    assert re.search(r"“+SyntheticSynthetic.*” (sticks out of|and “)", said), said


def test_two_voices_for_each_of_eight_themes(tmp_path: Path) -> None:
    """They fit an A0: only where little is said it is set larger, and nobody has to cut."""
    more = "".join(voice(thread, lorem(30 if thread % 2 else 12)) for thread in range(1, 9))
    text = body(themes=8, spoken=25, said=20, more=12)
    made(tmp_path, text.replace("::: {.voices}\n", f"::: {{.voices}}\n{more}\n"))


def test_a_full_poster_prints_the_first_quotations_of_each_theme(tmp_path: Path) -> None:
    """Three of eight themes do not fit an A0: which are left out is told, and nobody has to cut."""
    said = {(n, t): f"Synthetic {n} of {t}: {lorem(50)}" for n in (1, 2) for t in range(1, 9)}
    more = "".join(voice(thread, words) for (_, thread), words in said.items())
    text = re.sub(r"(\n:::\n\n:::: {\.theme-)", rf"\n{more}\1", body(themes=8, said=20, more=12))
    project = prepared(tmp_path, text, "typst", {})
    results = render(project, plan(project, ["poster"]), epoch=EPOCH, workers=1)
    (told,) = results.made[0].warnings
    assert re.search(r"\.qmd:\d+: poster\.pdf has no room for 8 quotations \(“+Synthetic 2", told)
    (page,) = sheets((project.output / "poster/poster.pdf").read_bytes())
    words = " ".join(run.text for run in page.runs)
    assert all(f"Synthetic 1 of {n}" in words for n in range(1, 9))
    assert "Synthetic 2" not in words


def test_a_long_word_is_set_smaller_and_not_divided(tmp_path: Path) -> None:
    """What somebody said cannot be shortened: it is set so small that it fits its column."""
    words = "Die Behandlungsübergabebesprechung dauerte"
    made(tmp_path, body(themes=4, spoken=20).replace(lorem(20), words, 1))


@pytest.mark.parametrize("paper", ["a0", "a0-landscape"])
def test_much_of_everything_fits_or_is_refused(tmp_path: Path, paper: str) -> None:
    """Twelve themes, 25 authors in 12 affiliations and 300 characters of title."""
    settings = {"author": AUTHORS, "affiliations": PLACES, "title": LONG["title"]}
    try:
        made(tmp_path, body(12, spoken=12, said=6, more=4), **{"poster-size": paper}, **settings)
    except ThemeloomError as error:
        assert re.search(r"too high|is empty|overlap|sticks out", str(error)), error  # noqa: PT017


def test_many_authors_that_were_asked_for_are_what_gives_way(tmp_path: Path) -> None:
    """Whoever asked for all of them at the head is told that a few would do."""
    settings = {"author": AUTHORS * 4, "affiliations": PLACES, "authors-shown": "all"}
    said = refused(tmp_path, body(12, spoken=300, said=60, more=4), **settings)
    assert f"hint: show a few of the {4 * len(AUTHORS)} authors (authors-shown: 8), or " in said


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"poster-size": "a00"}, 'there is no poster-size "a00"\n  hint: did you mean "a0"?'),
        ({"poster-size": "36x48"}, 'there is no poster-size "36x48"'),
        ({"min-type": "big"}, 'min-type: "big" is not a number of points on an A0'),
        ({"max-empty": "250%"}, 'max-empty: "250%" is not a share of the poster'),
    ],
)
def test_wrong_settings(tmp_path: Path, settings: dict[str, str], message: str) -> None:
    """A setting that means nothing is refused where it stands."""
    said = refused(tmp_path, body(), **settings)
    assert message in said
    assert re.match(r"poster/poster\.qmd:\d+: ", said)


STRAY = {
    "outside": ("Lost words.\n\n", '"Lost words." stands outside the parts of the poster'),
    "unknown": ("::: {.massage}\nx\n:::\n\n", '"massage" has no place on a poster'),
    "twice": ("::: {.message}\nAgain.\n:::\n\n", 'the part "message" stands twice'),
    "misplaced": ("::: {.thanks}\nx\n:::\n\n", '"thanks" has no place on a poster'),
}


@pytest.mark.parametrize("name", STRAY)
def test_content_that_no_part_holds_is_not_dropped(tmp_path: Path, name: str) -> None:
    """It stops the build with its line."""
    text, message = STRAY[name]
    said = refused(tmp_path, text + body())
    assert message in said
    assert re.match(r"poster/poster\.qmd:\d+: ", said)


@pytest.mark.parametrize(
    ("part", "inside"),
    [("voices", "Not a voice."), ("theme-columns", "No column."), ("foot", "No part.")],
)
def test_parts_hold_only_their_own(tmp_path: Path, part: str, inside: str) -> None:
    """What a part does not show is named, with its line."""
    opening = next(line for line in body().splitlines() if f"{{.{part}}}" in line)
    text = body().replace(f"{opening}\n", f"{opening}\n{inside}\n\n", 1)
    said = refused(tmp_path, text)
    assert f'"{inside}" stands directly in .{part} and would not be shown' in said
    assert re.match(r"poster/poster\.qmd:\d+: ", said)


def test_a_comment_is_no_content(tmp_path: Path) -> None:
    """Notes to oneself may stand anywhere."""
    made(tmp_path, f"<!-- {lorem(5)} -->\n\n{body()}")
