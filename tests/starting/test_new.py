"""A new study: what is laid out, that it renders at once, and the walk of docs/first-study.md."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from docx import Document
from helpers import CAPTIONS, ROOT
from walking import Guide, run

from themeloom.cli import main
from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.finished.pdf import page_texts
from themeloom.finished.reader import read_segments
from themeloom.starting import LICENCES, Start, begin
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from pathlib import Path

_GUIDE = Guide("first-study")
_SKELETONS = ("manuscript/paper.qmd", "poster/poster.qmd", "slides/slides.qmd")
_WORDS = tomllib.loads((ROOT / "src/themeloom/starting/words.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of docs/first-study.md, as somebody makes it who does what stands there."""
    files = {"talk.vtt": CAPTIONS.encode(), "key.csv": _GUIDE.blocks("")[0].encode()}
    return _GUIDE.walk(tmp_path_factory.mktemp("walk"), files)


def test_the_walk_leads_to_paper_poster_and_slides(walked: Path) -> None:
    """The quotation stands in each of them, under its participant, and no real name anywhere."""
    words = "until somebody called my name"
    out = walked / "_output"
    paper = "\n".join(one.text for one in Document(str(out / "manuscript/paper.docx")).paragraphs)
    assert words in paper
    for name in ("poster/poster.pdf", "slides/slides.pdf", "manuscript/paper.pdf"):
        said = " ".join(" ".join(page_texts((out / name).read_bytes())).split())
        assert words in said, name
    for path in walked.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert b"Testname" not in held, path


def test_the_walk_has_fewer_than_ten_commands() -> None:
    """Nobody's first study takes more."""
    assert _GUIDE.commands < 10


@pytest.mark.parametrize("language", ["en-GB", "fr", "he"])
def test_a_new_study_renders_at_once(tmp_path: Path, language: str) -> None:
    """Nothing was brought, written or derived yet, and paper, poster and slides are there.

    So where words that run to the right stand on pages that run to the left.
    """
    begin(tmp_path, Start("Waiting", language=language))
    run(tmp_path, "themeloom render")
    made = {path.name for path in (tmp_path / "_output").rglob("*")}
    assert {"paper.pdf", "paper.docx", "poster.pdf", "slides.pptx", "index.html"} <= made


def _of_another() -> list[str]:
    """Names and words of the study in this repository, and of what only such a one has."""
    flagship = read_study(Project(ROOT))[0]
    names = [one.name.literal for one in flagship.study.authors]
    places = [one.name for one in flagship.study.affiliations]
    themes = [one.title for one in flagship.themes]
    words = ["hepatitis", "peer support", "reconstruct", "hepcare", "article of record"]
    said = [*names, *places, *themes, *words, "stated in the source"]
    return [one.lower() for one in said]


def test_a_new_study_has_nothing_of_another(tmp_path: Path) -> None:
    """Neither names nor words of the study in this repository."""
    begin(tmp_path / "mine", Start("Waiting"))
    own = (path for path in (tmp_path / "mine").rglob("*") if "_extensions" not in path.parts)
    for path in own:
        text = path.read_text(encoding="utf-8").lower() if path.is_file() else ""
        for word in _of_another():
            assert word not in text, (path, word)


def test_nothing_that_is_built_speaks_of_another_study(walked: Path) -> None:
    """Outputs in all formats with their properties, derived files, pages about the study."""
    made = [*(walked / "_output").rglob("*"), *(walked / "data-derived").rglob("*")]
    seen = 0
    for path in made:
        held = read_segments(path.name, path.read_bytes()) if path.is_file() else []
        said = " ".join(one.text for one in held)
        seen += bool(said)
        for word in _of_another():
            assert word not in said.lower(), (path, word)
    assert seen > 20


def test_names_and_titles_of_any_kind_are_kept_as_they_are(tmp_path: Path) -> None:
    """Quotation marks, colons, names of several words, turned round or not."""
    title = 'Waiting: "chairs" & #4 – a study'
    begin(tmp_path, Start(title, ["Ada van Author", "de la Cruz, Bea"], "de"))
    about = read_study(Project(tmp_path))[0].study
    assert about.title == title
    assert [(one.name.given, one.name.family) for one in about.authors] == [
        ("Ada van", "Author"),
        ("Bea", "de la Cruz"),
    ]
    cited = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["title"] == title
    asked = (tmp_path / "manuscript/paper.qmd").read_text(encoding="utf-8")
    assert "COREQ 9: Methodological orientation and theory" in asked
    assert "SRQR S19: Limitations" in asked


def test_every_item_of_coreq_and_srqr_is_asked_somewhere(tmp_path: Path) -> None:
    """But for title and abstract, which stand above all sections."""
    begin(tmp_path, Start("Waiting"))
    text = (tmp_path / "manuscript/paper.qmd").read_text(encoding="utf-8")
    missing = {f"COREQ {n}" for n in range(1, 33) if f"COREQ {n}:" not in text}
    missing |= {f"SRQR S{n}" for n in range(3, 22) if f"SRQR S{n}:" not in text}
    assert missing == set()


@pytest.mark.parametrize("language", sorted(_WORDS))
def test_a_skeleton_is_in_the_language_of_the_study(tmp_path: Path, language: str) -> None:
    """Every phrase of the skeletons is there in it, and none stays English."""
    begin(tmp_path / "en", Start("Waiting"))
    begin(tmp_path / "mine", Start("Waiting", language=f"{language}-{language.upper()}"))
    words = _WORDS[language]
    assert words.keys() == _WORDS["de"].keys()
    english = "".join((tmp_path / "en" / name).read_text("utf-8") for name in _SKELETONS)
    mine = "".join((tmp_path / "mine" / name).read_text("utf-8") for name in _SKELETONS)
    for phrase, said in words.items():
        assert phrase in english, phrase
        assert said in mine, said
        assert phrase == said or "Your words" not in mine


def test_a_language_without_typeface_is_told_before_it_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a free typeface that has it; and that our tables speak English, where they do."""
    for language in ("ja", "ar", "fr"):
        assert main(["new", str(tmp_path / language), "--language", language]) == 0
        said = capsys.readouterr().out
        assert ("Noto Sans SC" in said and "Han" in said) is (language == "ja")
        assert "fonts/" not in said or language == "ja"
        assert ("captions of the tables and figures" in said) is (language != "fr")


@pytest.mark.parametrize("licence", [one for one in LICENCES if one != "none"])
def test_the_licence_stands_in_a_file_of_its_own(tmp_path: Path, licence: str) -> None:
    """With its identifier and the address of its text; without a choice there is none."""
    begin(tmp_path / "chosen", Start("Waiting", licence=licence))
    said = (tmp_path / "chosen/LICENSE").read_text("utf-8")
    assert f"SPDX-License-Identifier: {licence}\n" in said
    assert "https://creativecommons.org/" in said.splitlines()[-1]
    assert "%" not in said
    begin(tmp_path / "none", Start("Waiting"))
    assert not (tmp_path / "none/LICENSE").exists()


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    """One file in the way, and none is written."""
    mine = tmp_path / "study.yml"
    mine.write_text("mine")
    with pytest.raises(ThemeloomError, match=r"study\.yml already"):
        begin(tmp_path, Start("Waiting"))
    assert mine.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [mine]


def test_choices_that_are_none_are_named_with_the_nearest(tmp_path: Path) -> None:
    """All in one round, and nothing is written."""
    with pytest.raises(ThemeloomError) as caught:
        begin(tmp_path, Start("Waiting", (), "english", "corec", "CC-BY"))
    said = str(caught.value)
    for part in ('did you mean "coreq"?', "CC-BY-4.0", "english is no language"):
        assert part in said
    assert not list(tmp_path.iterdir())
