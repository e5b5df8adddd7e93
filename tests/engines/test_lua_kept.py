from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest
from jobs import PROJECT, render

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path

BIBLIOGRAPHY = """
@article{lamp, author = {Lamp, Ada}, title = {On lamps}, journal = {Light}, year = {2020}}
@article{wick, author = {Wick, Ben}, title = {On wicks}, journal = {Light}, year = {2021}}
"""
TEXT = """
# One {{< theme light >}}

Words [@lamp, p. 3; @wick], said of @wick.[^1]

{{< quote river >}}

[^1]: A note that cites [see @lamp].
"""
FORMATS = ["html", "docx", "jats", "pdf", "revealjs", "pptx"]


@pytest.fixture
def bibliography(tmp_path: Path) -> Path:
    """The bibliography of a project of its own."""
    shutil.copytree(PROJECT, tmp_path / "project")
    path = tmp_path / "project" / "manuscript" / "works.bib"
    path.write_text(BIBLIOGRAPHY, encoding="utf-8")
    return path


def _rendered(folder: Path, to: str, text: str = TEXT, **own: object) -> bytes:
    folder.mkdir(exist_ok=True)
    metadata = {"title": "T", "lang": "en-GB", "bibliography": "works.bib", **own}
    return render(folder, text, to, metadata, project=folder.parent / "project").read_bytes()


def _kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("kept-*.json"))


pytestmark = pytest.mark.usefixtures("bibliography")


@pytest.mark.parametrize("to", FORMATS)
def test_what_was_kept_gives_the_same_bytes(tmp_path: Path, to: str) -> None:
    """A second run, with what the first has kept, writes what a run from nothing writes.

    So it does for another text that cites the same works, in other surroundings.
    """
    first = _rendered(tmp_path / "a", to)
    assert _kept(tmp_path / "a") == ["kept-citations.json", "kept-fragments.json"]
    assert _rendered(tmp_path / "a", to) == first
    changed = TEXT.replace("Words", "Other *words*").replace("wick.[^1]", "wick, [^1] and more.")
    assert _rendered(tmp_path / "a", to, changed) == _rendered(tmp_path / "b", to, changed)


@pytest.mark.parametrize("to", FORMATS)
def test_what_one_format_kept_serves_the_others(tmp_path: Path, to: str) -> None:
    """Each writes what it writes alone, and finds nothing to keep besides."""
    _rendered(tmp_path / "a", "docx")
    kept = [path.read_bytes() for path in sorted((tmp_path / "a").glob("kept-*.json"))]
    assert _rendered(tmp_path / "a", to) == _rendered(tmp_path / "b", to)
    assert kept == [path.read_bytes() for path in sorted((tmp_path / "a").glob("kept-*.json"))]


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ({"link-citations": True}, TEXT),
        ({"lang": "de-DE"}, TEXT),
        ({"nocite": "[@*]"}, TEXT),
        ({"suppress-bibliography": True}, TEXT),
        ({"reference-section-title": "Works"}, TEXT),
        ({"abstract": "It cites @lamp."}, TEXT),
        ({}, TEXT + "\n# References\n"),
        ({}, TEXT + "\n# References\n\n::: {#refs}\n:::\n\n# After\n"),
        ({}, TEXT.replace("p. 3", "p. 4")),
        ({}, TEXT.replace("[@lamp, p. 3; @wick]", "[@wick]")),
        ({}, TEXT.replace("{{< quote river >}}", "{{< value talks >}}")),
        ({}, TEXT.replace("said of @wick.", "said [@wick, in full.].")),
    ],
)
def test_what_decides_is_heeded(tmp_path: Path, own: dict[str, object], text: str) -> None:
    """After another document the output is that of a run from nothing."""
    _rendered(tmp_path / "a", "html")
    assert _rendered(tmp_path / "a", "html", text, **own) == _rendered(
        tmp_path / "b", "html", text, **own
    )


@pytest.mark.parametrize("to", ["html", "jats"])
def test_a_changed_bibliography_is_heeded(tmp_path: Path, bibliography: Path, to: str) -> None:
    """Also where its name and its time are the same."""
    _rendered(tmp_path / "a", to)
    bibliography.write_text(BIBLIOGRAPHY.replace("On wicks", "On candles"), encoding="utf-8")
    assert "candles" in _rendered(tmp_path / "a", to).decode().lower()


@pytest.mark.parametrize(
    ("text", "own"),
    [(TEXT, {"suppress-bibliography": True}), ("# One\n\nNothing is cited.\n", {})],
)
def test_citations_without_a_list_are_kept(
    tmp_path: Path, text: str, own: dict[str, object]
) -> None:
    """A deck that prints no list, and a document that cites nothing, are set once as well."""
    first = _rendered(tmp_path / "a", "revealjs", text, **own)
    assert "kept-citations.json" in _kept(tmp_path / "a")
    assert _rendered(tmp_path / "a", "revealjs", text, **own) == first


@pytest.mark.parametrize("name", ["kept-citations.json", "kept-fragments.json"])
def test_what_is_garbled_is_not_there(tmp_path: Path, name: str) -> None:
    """A file that was cut short or changed is made again."""
    first = _rendered(tmp_path / "a", "html")
    path = tmp_path / "a" / name
    whole = path.read_bytes()
    for garbled in (b"", whole[:-20], whole.replace(b"Str", b"Code", 1), b"x" + whole):
        path.write_bytes(garbled)
        assert _rendered(tmp_path / "a", "html") == first
        assert path.read_bytes() == whole


@pytest.mark.parametrize("name", ["kept-citations.json", "kept-fragments.json"])
def test_what_was_kept_is_used(tmp_path: Path, name: str) -> None:
    """What stands in a file that is whole comes out."""
    _rendered(tmp_path / "a", "html")
    path = tmp_path / "a" / name
    head, _, kept = path.read_text(encoding="utf-8").partition("\n")
    key = head.split()[1]
    kept = kept.replace('"t":"Str","c":"', '"t":"Str","c":"Kept')
    whole = hashlib.sha1((key + kept).encode(), usedforsecurity=False).hexdigest()
    path.write_text(f"{whole} {key}\n{kept}", encoding="utf-8")
    assert b"Kept" in _rendered(tmp_path / "a", "html")


def test_a_work_that_is_gone_is_told(tmp_path: Path, bibliography: Path) -> None:
    """What was found once is no reason not to look."""
    _rendered(tmp_path / "a", "html")
    bibliography.write_text(BIBLIOGRAPHY.partition("@article{wick")[0], encoding="utf-8")
    with pytest.raises(ThemeloomError, match="@wick cites no reference of this document"):
        _rendered(tmp_path / "a", "html")


def test_a_warning_is_told_in_every_run(tmp_path: Path) -> None:
    """What pandoc warned of while it read a fragment is not kept."""
    fragment = tmp_path / "project" / "data-derived" / "evidence" / "point-twice.md"
    fragment.write_text("[a]: x\n\n[a]: y\n\nA point.\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ThemeloomError, match="Duplicate link reference"):
            _rendered(tmp_path / "a", "html", "{{< point twice >}}\n")
