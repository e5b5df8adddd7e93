"""The look stands once: what shows it is written from the data, and all of it."""

from __future__ import annotations

import re
import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from helpers import ROOT

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.core.text import LEFTWARD
from themeloom.look.phrases import PHRASES
from themeloom.look.tokens import LOOK, Look, read_look
from themeloom.look.write import WRITERS, changes
from themeloom.typefaces.faces import FACES
from themeloom.typefaces.scripts import family_of, office_family_of
from themeloom.weaving.tables import SHOWN

if TYPE_CHECKING:
    from pathlib import Path

#: Black and white are everybody's.
_EVERYBODYS = {"#000", "#FFF", "#FFFFFF"}
#: What lies packed beside its parts, which are looked at.
_PACKED = {".docx", ".pptx"}
_SHOWN_IN = (".css", ".typ", ".xml", ".lua", ".html", ".js", ".py", ".toml", ".j2", "matplotlibrc")


def colours(data: dict[str, Any]) -> set[str]:
    """Every colour of a look, as it is written there."""
    return set(re.findall(r"#[0-9A-F]{3,6}\b", repr(data))) - _EVERYBODYS


def changed(look: Look) -> tuple[Look, dict[str, str]]:
    """The same look with every colour another one, and which became which."""
    text = repr(dict(look.data))
    others = {
        colour: f"#{0xABC001 + 0x000101 * number:06X}"
        for number, colour in enumerate(sorted(colours(dict(look.data))))
    }
    for colour, other in others.items():
        text = text.replace(f"'{colour}'", f"'{other}'")
    return read_look(eval(text), look.words), others  # noqa: S307


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files of the repository that show the look."""
    for pattern in WRITERS:
        for path in ROOT.glob(pattern):
            place = tmp_path / path.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    return tmp_path


def written(root: Path, look: Look) -> None:
    """Write a look into a copy."""
    for path, data in changes(root, look).items():
        put(path, data)


def test_what_shows_the_look_is_up_to_date() -> None:
    """What stands in the data stands in every file; if not, run: make look."""
    stale = [path.relative_to(ROOT).as_posix() for path in changes(ROOT, LOOK)]
    assert stale == [], "the look has changed; run: make look"


def test_one_colour_changes_in_every_format(copy: Path) -> None:
    """The first thread is put into CSS, Typst, both reference documents and charts alike."""
    old, new = LOOK.threads[0], "#123456"
    data = {**LOOK.data, "light": {**LOOK.data["light"], "threads": [new, *LOOK.threads[1:]]}}
    written(copy, read_look(data, LOOK.words))
    reference = "_extensions/themeloom/reference"
    for name in (
        "_extensions/themeloom/themeloom.css",
        "_extensions/themeloom/deck.css",
        "_extensions/themeloom-poster/poster.css",
        "src/themeloom/pages/templates/explorer.css",
        "src/themeloom/notebooks/page.css",
        "src/themeloom/verify/report.css",
        "_extensions/themeloom/typst-template.typ",
        "_extensions/themeloom-poster/typst-template.typ",
        "_extensions/themeloom-slides/typst-template.typ",
        f"{reference}/docx/word/theme/theme1.xml",
        f"{reference}/pptx/ppt/theme/theme1.xml",
        "src/themeloom/notebooks/matplotlibrc",
    ):
        text = (copy / name).read_text(encoding="utf-8").upper()
        assert new[1:] in text, name
        assert old[1:] not in text, name


@pytest.mark.parametrize("size", ["section", "large", "label"])
def test_one_size_changes_on_the_slides_of_every_format(copy: Path, size: str) -> None:
    """Web decks, slides as PDF and the layouts of PowerPoint, each in its own unit."""
    old = {path: path.read_text(encoding="utf-8") for path in copy.rglob("*.*")}
    data = {**LOOK.data, "slides": {**LOOK.data["slides"], size: 61}}
    written(copy, read_look(data, LOOK.words))
    extensions = copy / "_extensions"
    css = (extensions / "themeloom" / "deck.css").read_text(encoding="utf-8")
    assert f"--slide-{size}: 61px;" in css
    typst = (extensions / "themeloom-slides" / "typst-template.typ").read_text(encoding="utf-8")
    assert f"#let tl-slide-{size} = 61\n" in typst
    layouts = [path for path in old if path.name.startswith("slideLayout")]
    new = {path: path.read_text(encoding="utf-8") for path in layouts}
    points = f'sz="{LOOK.sizes[size] * 50}"'
    changed = [one for one in layouts if new[one] != old[one]]
    assert changed
    for one in changed:
        assert new[one].replace('sz="3050"', points) == old[one]


def test_one_size_changes_in_papers_and_on_posters(copy: Path) -> None:
    """The printed page, Word and the poster have a scale each, and every step of it is used."""
    paper, poster = LOOK.data["paper"], LOOK.data["poster"]
    data = {
        **LOOK.data,
        "paper": {**paper, "title": {"page": 31, "word": 32.5}},
        "poster": {**poster, "voice": 77},
    }
    written(copy, read_look(data, LOOK.words))
    extensions = copy / "_extensions"
    assert "(title: 31pt, " in (extensions / "themeloom/typst-template.typ").read_text(
        encoding="utf-8"
    )
    assert "voice: 77, " in (extensions / "themeloom-poster/typst-template.typ").read_text(
        encoding="utf-8"
    )
    for kind in ("docx", "docx-review"):
        word = (extensions / f"themeloom/reference/{kind}/word/styles.xml").read_text(
            encoding="utf-8"
        )
        assert re.search(r'styleId="Title".*?<w:sz w:val="65"/>', word, re.DOTALL)
    for name, scale, folder in (
        ("paper", paper, "themeloom"),
        ("poster", poster, "themeloom-poster"),
    ):
        files = (ROOT / "_extensions" / folder).glob("*.typ")
        typst = "".join(path.read_text(encoding="utf-8") for path in files)
        unused = [use for use in scale if f"tl-{name}-type.{use}" not in typst]
        assert not unused, name


def test_one_blank_changes_in_every_format(copy: Path) -> None:
    """What is round a quotation, on pages, in Word and on the web; and on sheets and slides."""
    voice = {"page": [31, 32], "word": [33, 34.5], "web": [3.5, 3.6], "print": [3.7, 3.8]}
    data = {
        **LOOK.data,
        "space": {**LOOK.data["space"], "voice": voice, "cell": {**voice, "web": [0.3, 0.4]}},
        "sheet": {**LOOK.data["sheet"], "column": 27},
        "slides": {**LOOK.data["slides"], "columns": 61},
    }
    written(copy, read_look(data, LOOK.words))
    for name, *shown in (
        ("_extensions/themeloom/typst-template.typ", "voice: (31pt, 32pt)", "cell: (31pt, 32pt)"),
        ("_extensions/themeloom-poster/typst-template.typ", "edge: 42, column: 27, "),
        ("_extensions/themeloom-slides/typst-template.typ", "tl-slide-columns = 61\n"),
        ("_extensions/themeloom/deck.css", "--slide-columns: 61px;"),
        ("_extensions/themeloom/themeloom.css", "-voice: 3.5rem 3.6rem;", "-voice: 3.7rem 3.8rem;"),
        ("src/themeloom/pages/templates/explorer.css", "--space-cell: 0.3rem 0.4rem;"),
    ):
        text = (copy / name).read_text(encoding="utf-8")
        assert all(one in text for one in shown), name
    for kind in ("docx", "docx-review"):
        path = copy / f"_extensions/themeloom/reference/{kind}/word/styles.xml"
        text = path.read_text(encoding="utf-8")
        assert re.search(r'styleId="Quotation".*?w:before="660" w:after="0"', text, re.DOTALL)
        assert re.search(r'styleId="QuotationSource".*?w:after="690"', text, re.DOTALL)
        assert re.search(r'<w:top w:w="660".*?<w:right w:w="690"', text, re.DOTALL)


def test_every_blank_is_used() -> None:
    """On pages and sheets, and on the web; what nothing shows is not in the data."""
    extensions = ROOT / "_extensions"
    typst = "".join(path.read_text("utf-8") for path in extensions.glob("themeloom*/*.typ"))
    css = (extensions / "themeloom/themeloom.css").read_text(encoding="utf-8")
    for use in LOOK.data["space"]:
        assert f'tl-apart("{use}")' in typst or f"tl-paper-space.{use}\n" in typst, use
        assert f"var(--space-{use})" in css, use
    assert all(f"tl-poster-space.{use}" in typst for use in LOOK.data["sheet"])


def test_every_size_of_slides_is_used_by_both_their_styles() -> None:
    """Each has its place in the web deck and in the slides as PDF, and is used there."""
    folders = ("themeloom/deck.css", "themeloom-slides/typst-template.typ")
    css, typst = ((ROOT / "_extensions" / one).read_text(encoding="utf-8") for one in folders)
    front = (ROOT / "_extensions/themeloom-slides/typst-front.typ").read_text(encoding="utf-8")
    for name in LOOK.sizes:
        assert f"--slide-{name}: " in css
        assert f"var(--slide-{name})" in css
        assert f"#let tl-slide-{name} = " in typst
        assert len(re.findall(rf"tl-slide-{name}\b", typst + front)) > 1


def test_no_colour_stands_anywhere_else(copy: Path) -> None:
    """With every colour changed, none of the old ones is left in a file that is shown."""
    look, others = changed(LOOK)
    written(copy, look)
    old = "|".join(one.removeprefix("#") for one in others)
    left = re.compile(rf"""(?:#|["']|: )(?:{old})\b""", re.IGNORECASE)
    looked_at = [
        path
        for folder in ("_extensions", "src/themeloom")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.name.endswith(_SHOWN_IN) and path.parent.name != "look"
    ]
    assert len(looked_at) > 200
    for path in looked_at:
        mine = copy / path.relative_to(ROOT)
        text = (mine if mine.exists() else path).read_text(encoding="utf-8")
        assert left.search(text) is None, path


def test_every_colour_is_one_of_the_look() -> None:
    """Whoever needs another colour adds it to the data."""
    ours = {one.upper() for one in colours(dict(LOOK.data)) | _EVERYBODYS}
    for folder in ("_extensions", "src/themeloom"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".css", ".typ", ".lua", ".py", ".html", ".js", ".j2"}:
                text = path.read_text(encoding="utf-8").upper()
                assert set(re.findall(r"#[0-9A-F]{6}\b", text)) <= ours, path


def test_a_colour_that_the_look_does_not_know_is_told(copy: Path) -> None:
    """A template that defines one of its own is named."""
    template = copy / "_extensions" / "themeloom-poster" / "typst-template.typ"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("#let tl-quiet =", "#let tl-loud ="), encoding="utf-8")
    with pytest.raises(ThemeloomError, match="no colour that is called loud") as caught:
        changes(copy, LOOK)
    assert caught.value.file == "_extensions/themeloom-poster/typst-template.typ"


def test_what_is_written_can_be_written_again(copy: Path) -> None:
    """The places are found by their names: from any look there is a way back to ours."""
    look, _ = changed(LOOK)
    written(copy, look)
    assert changes(copy, look) == {}
    written(copy, LOOK)
    for path in copy.rglob("*.*"):
        if path.is_file():
            assert path.read_bytes() == (ROOT / path.relative_to(copy)).read_bytes(), path


def test_a_typeface_changes_in_every_format(copy: Path) -> None:
    """Another serif stands in all style sheets, templates and reference documents."""
    kinds = {**LOOK.data["type"], "serif": "Synthetic Serif"}
    written(copy, read_look({**LOOK.data, "type": kinds}, LOOK.words))
    for path in sorted((ROOT / "_extensions").rglob("*.*")):
        mine = copy / path.relative_to(ROOT)
        if path.is_file() and path.suffix not in _PACKED:
            text = (mine if mine.exists() else path).read_text(encoding="utf-8")
            assert LOOK.faces["serif"] not in text, path


def test_a_language_is_added_in_one_place(copy: Path) -> None:
    """Filters and templates get the words of a new language; what it lacks they have in English."""
    words = {**LOOK.words, "eo": {"fig": "Figuro", "theme": "Temo'j"}}
    written(copy, read_look(LOOK.data, words))
    filters = (copy / "_extensions/themeloom/formats/words.lua").read_text(encoding="utf-8")
    assert "  eo = {\n    ['fig'] = 'Figuro',\n    ['theme'] = 'Temo\\'j',\n  },\n" in filters
    tools = (copy / "_extensions/themeloom/typst-tools.typ").read_text(encoding="utf-8")
    assert ', eo: (theme: "Temo\'j"),\n' in tools
    assert read_look(LOOK.data, words).word("eo-XX", "tbl") == "Table"


#: Languages in which outputs say all that they say; in others, what Quarto has a word for.
_WHOLE = {"en", "de", "fr", "es"}


def test_every_language_has_every_word() -> None:
    """Nobody is shown English by accident, and nowhere beside a number of a figure or a table."""
    assert {frozenset(LOOK.words[one]) for one in _WHOLE} == {frozenset(LOOK.words["en"])}
    for language, own in LOOK.words.items():
        assert own.keys() <= {*LOOK.words["en"], "dir"}, language
        assert {"fig", "tbl", "abstract", "contents"} <= own.keys() or own == {"dir": "rtl"}
    assert {one for one, own in LOOK.words.items() if "dir" in own} == LEFTWARD


def test_a_place_that_is_gone_is_told(copy: Path) -> None:
    """A template without the threads is named, and not passed over."""
    template = copy / "_extensions" / "themeloom" / "typst-template.typ"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("#let tl-threads", "#let tl-strands"), encoding="utf-8")
    with pytest.raises(ThemeloomError) as caught:
        changes(copy, LOOK)
    assert caught.value.file == "_extensions/themeloom/typst-template.typ"
    assert caught.value.message.endswith("no place here that begins with #let tl-threads = (")


def test_a_file_that_was_moved_is_told(copy: Path) -> None:
    """Whoever moves a file away from the look is told, and where the command is to be run."""
    (copy / "src" / "themeloom" / "notebooks" / "matplotlibrc").unlink()
    with pytest.raises(ThemeloomError, match="src/themeloom/notebooks/matplotlibrc") as caught:
        changes(copy, LOOK)
    assert "in the root of the repository" in caught.value.hint


def test_the_families_are_those_of_the_files_that_are_staged() -> None:
    """What style sheets and office programs ask for is what the packages bring."""
    for face in FACES:
        assert family_of(face.path()) == face.family
    assert LOOK.faces["heading"] in {office_family_of(face.path("ttf")) for face in FACES}


def test_tables_and_figures_speak_every_language_that_outputs_do() -> None:
    """Heads, captions and what figures say stand in each whole language, their places in all."""
    phrases = tomllib.loads((ROOT / "src/themeloom/look/phrases.toml").read_text("utf-8"))
    for english, said in phrases.items():
        assert {"en", *said} >= _WHOLE, english
        for words in said.values():
            assert sorted(re.findall(r"{\w*}", words)) == sorted(re.findall(r"{\w*}", english))
    for one in SHOWN:
        assert {one.caption, *(column.head for column in one.columns)} <= phrases.keys()
    for module in (ROOT / "src/themeloom/figures").glob("*.typ"):
        text = module.read_text("utf-8")
        assert {*re.findall(r'\bsay\("([^"]+)"\)', text)} <= PHRASES.keys()
        for noun in re.findall(r'counted\([^")]+, "([^"]+)"\)', text):
            assert {f"{{}} {noun}", f"{{}} {noun}s"} <= phrases.keys()
