"""Brands: every mistake in words, which one a document has, how what is not said follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import Case, cases

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.brands import brand_of_project
from themeloom.session import Session

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = "project:\n  render: [paper/a.qmd]\n"
NAVY, TEAL, RED = "#0B1D3A", "#008080", "#AA3322"
BRAND = f'color: {{background: "#FFF", primary: "{TEAL}"}}\n'


def put(root: Path, **files: str) -> Project:
    """Files of a project, by their names without dots."""
    named = {"brand": "_brand.yml", "quarto": "_quarto.yml", "paper": "paper/a.qmd"}
    for name in ("paper", "brand", "fonts"):
        (root / name).mkdir(exist_ok=True)
    (root / "brand" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (root / "fonts" / "face.ttf").write_bytes(b"no face")
    for name, text in files.items():
        (root / named.get(name, name)).write_text(text, encoding="utf-8")
    return Project(root)


def extension(root: Path) -> None:
    """An extension without formats of its own."""
    folder = root / "_extensions" / "themeloom"
    folder.mkdir(parents=True)
    (folder / "_extension.yml").write_text("title: T\n", encoding="utf-8")


@pytest.mark.parametrize("case", cases("brands.md"), ids=lambda case: case.title)
def test_a_brand_is_told_of_in_these_words(case: Case, tmp_path: Path) -> None:
    """All mistakes in one go, each with file, line and what to do."""
    try:
        brand_of_project(put(tmp_path, brand=case.source))
        said = ""
    except ThemeloomError as error:
        said = str(error)
    assert said == case.said


def primary(project: Project) -> str:
    """The link colour of the one document that a project has."""
    output = Session(project).plan()[0]
    return output.brand.colours["light"]["primary"] if output.brand else ""


def document(said: str) -> str:
    """A document that says something of the brand."""
    return f"---\ntitle: A\nformat: docx\n{said}\n---\n\nWords.\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", TEAL),
        ("brand: true", TEAL),
        ("brand: false", ""),
        ("brand: other.yml", RED),
        ("brand: /paper/other.yml", RED),
        (f'brand: {{color: {{primary: "{NAVY}"}}}}', NAVY),
        ("brand: {light: other.yml, dark: /_brand.yml}", RED),
        (f'brand: {{light: {{color: {{primary: "{NAVY}"}}}}}}', NAVY),
    ],
)
def test_a_document_says_which_brand_it_has(tmp_path: Path, said: str, expected: str) -> None:
    """The project's, none, one in a file from its own folder or from the root, one of its own."""
    project = put(tmp_path, brand=BRAND, quarto=PROJECT, paper=document(said))
    other = f'color: {{background: "#FFF", primary: "{RED}"}}\n'
    (tmp_path / "paper" / "other.yml").write_text(other, encoding="utf-8")
    extension(tmp_path)
    assert primary(project) == expected


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("brand: missing.yml", 'paper/a.qmd:4: there is no brand "missing.yml"'),
        ("brand-mode: drak", 'paper/a.qmd:4: there is no brand-mode "drak"'),
    ],
)
def test_a_brand_that_is_not_there_is_told(tmp_path: Path, said: str, message: str) -> None:
    """The message stands where the document names it."""
    project = put(tmp_path, brand=BRAND, quarto=PROJECT, paper=document(said))
    extension(tmp_path)
    with pytest.raises(ThemeloomError) as caught:
        primary(project)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{{< brand color primary >}}", ""),
        ("{{< brand color primry >}}", 'the brand has no color "primry"'),
        ("{{< brand logo medium >}}", 'the brand has no logo "medium"'),
        ("{{< brand colour primary >}}", "is no color and no logo of the brand"),
        ("{{< brand color primary drak >}}", 'there is no mode "drak" of a brand'),
    ],
)
def test_a_shortcode_asks_for_what_the_brand_has(
    tmp_path: Path, written: str, message: str
) -> None:
    """A colour, a logo, a mode that there is not would be words that vanish."""
    paper = document("") + written + "\n"
    project = put(tmp_path, brand=BRAND, quarto=PROJECT, paper=paper)
    extension(tmp_path)
    if not message:
        assert primary(project) == TEAL
        return
    with pytest.raises(ThemeloomError, match=message) as caught:
        primary(project)
    assert (caught.value.file, caught.value.line) == ("paper/a.qmd", 8)


def test_two_files_are_not_one_brand(tmp_path: Path) -> None:
    """Which of them Quarto would take is nothing that a reader could guess."""
    project = put(tmp_path, brand=BRAND)
    (tmp_path / "brand" / "_brand.yml").write_text(BRAND, encoding="utf-8")
    assert brand_of_project(project) is not None
    (tmp_path / "_brand.yaml").write_text(BRAND, encoding="utf-8")
    with pytest.raises(ThemeloomError, match="would both be the project's brand"):
        brand_of_project(project)


def test_logos_stand_where_the_brand_says_or_by_their_sizes(tmp_path: Path) -> None:
    """The one that a size names stands at the head; what no size names is a partner's."""
    images = "".join(
        f"    {name}: {{path: brand/logo.svg, alt: {name}}}\n" for name in ("university", "funder")
    )
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "funder.svg").write_text("<svg/>", encoding="utf-8")
    images = images.replace("logo.svg, alt: funder", "funder.svg, alt: funder")
    logo = f"logo:\n  images:\n{images}  small: university\n"
    brand = brand_of_project(put(tmp_path, brand=logo))
    assert brand is not None
    assert [one.alt for one, _ in brand.head] == ["university"]
    assert [one.alt for one, _ in brand.foot] == ["funder"]
    own = "defaults: {themeloom: {head: [funder, university], foot: false}}\n"
    brand = brand_of_project(put(tmp_path, brand=logo + own))
    assert brand is not None
    assert [one.alt for one, _ in brand.head] == ["funder", "university"]
    assert brand.foot == ()


def test_a_comment_changes_nothing_and_a_logo_does(tmp_path: Path) -> None:
    """What tells a brand from others is what outputs show of it."""
    text = "meta: {name: U}\nlogo: {medium: brand/logo.svg}\n"
    keys = []
    for brand, drawing in ((text, "<svg/>"), (f"# new\n{text}", "<svg/>"), (text, "<svg></svg>")):
        project = put(tmp_path, brand=brand)
        (tmp_path / "brand" / "logo.svg").write_text(drawing, encoding="utf-8")
        found = brand_of_project(project)
        keys.append(found.key if found else "")
    assert keys[0] == keys[1] != keys[2]


LOGOS = (
    BRAND
    + """logo:
  images:
    university: {path: brand/logo.svg, alt: A synthetic university}
    funder: {path: brand/funder.svg, alt: A synthetic council}
  medium: university
"""
)
OWN = "{path: own.svg, alt: A team}"


@pytest.mark.parametrize(
    ("brand", "said", "head", "foot"),
    [
        (LOGOS, "", ["A synthetic university"], ["A synthetic council"]),
        (LOGOS, "logo: funder", ["A synthetic council"], ["A synthetic council"]),
        (LOGOS, "logo: false", [], []),
        (
            LOGOS,
            f"logo: [university, {OWN}]",
            ["A synthetic university", "A team"],
            ["A synthetic council"],
        ),
        (LOGOS, f"brand: false\nlogo: {OWN}", ["A team"], []),
        ("", f"logo: {OWN}", ["A team"], []),
        ("", f"logo: {{light: {OWN}, dark: {OWN}}}", ["A team"], []),
    ],
)
def test_a_document_says_which_logos_it_has(
    tmp_path: Path, brand: str, said: str, head: list[str], foot: list[str]
) -> None:
    """In the place of the brand's: some of the brand's, its own, none; without a brand as well."""
    project = put(
        tmp_path, quarto=PROJECT, paper=document(said), **({"brand": brand} if brand else {})
    )
    (tmp_path / "brand" / "funder.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "paper" / "own.svg").write_text("<svg/>", encoding="utf-8")
    extension(tmp_path)
    found = Session(project).plan()[0].brand
    assert found
    assert [light.alt for light, _ in found.head] == head
    assert [light.alt for light, _ in found.foot] == foot


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("logo: own.svg", 'paper/a.qmd:4: the logo "own.svg" has no alternative text'),
        ("logo: {path: on.svg, alt: A team}", 'paper/a.qmd:4: there is no logo "on.svg"'),
        ("logo: {path: own.svg, atl: A team}", '"atl" is not a key of logo:'),
    ],
)
def test_a_logo_of_a_document_that_cannot_be_shown_is_told(
    tmp_path: Path, said: str, message: str
) -> None:
    """With the line of the front matter that names it."""
    project = put(tmp_path, quarto=PROJECT, paper=document(said))
    (tmp_path / "paper" / "own.svg").write_text("<svg/>", encoding="utf-8")
    extension(tmp_path)
    with pytest.raises(ThemeloomError) as caught:
        Session(project).plan()
    assert message in str(caught.value)


def test_a_logo_at_the_head_and_at_the_foot_is_one_logo(tmp_path: Path) -> None:
    """Where all logos stand beside each other it is shown once, with its own for the dark."""
    brand = (
        "meta: {name: U}\nlogo:\n  images:\n    light: brand/logo.svg\n    dark: brand/dark.svg\n"
        "  medium: {light: light, dark: dark}\n"
        "defaults: {themeloom: {head: medium, foot: [light]}}\n"
    )
    project = put(tmp_path, brand=brand)
    (tmp_path / "brand" / "dark.svg").write_text("<svg/>", encoding="utf-8")
    found = brand_of_project(project)
    assert found
    assert [[one.path for one in pair] for pair in found.logos] == [
        ["brand/logo.svg", "brand/dark.svg"]
    ]
