"""The sources of paper, poster and slides, read as text.

Nothing of the package is used: fragments are put in place of shortcodes by
plain substitution, so that what is found here is found on another path than
the one that builds the documents.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "data-derived" / "evidence"
PAPER, POSTER, SLIDES = (
    ROOT / name for name in ("manuscript/paper.qmd", "poster/poster.qmd", "slides/slides.qmd")
)
DOCUMENTS = pytest.mark.parametrize("document", [PAPER, POSTER, SLIDES], ids=lambda path: path.stem)

SHORTCODE = re.compile(r"\{\{<\s*(.+?)\s*>\}\}")
ATTRIBUTES = re.compile(r"\{[^{}]*\}")
NUMBERS = (
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen|"
    r"thirty|forty|fifty|hundred"
)
COUNTED = (
    r"interviews?|themes?|quotations?|implications?|sources?|authors?|participants?|speakers?|"
    r"APSWs?|(?:earlier )?stud(?:y|ies)|kinds? of material|transcripts?"
)
TYPED_COUNT = re.compile(
    rf"\b(?:{NUMBERS})(?:[ -][A-Za-z-]+){{0,2}}[ -](?:{COUNTED})\b", re.IGNORECASE
)


def whole(document: Path) -> str:
    """A document's source with its includes in place."""

    def spliced(match: re.Match[str]) -> str:
        name, *args = shlex.split(match[1])
        return whole(document.parent / args[0]) if name == "include" else match[0]

    return SHORTCODE.sub(spliced, document.read_text(encoding="utf-8"))


def split(document: Path) -> tuple[dict[str, Any], str]:
    """A document's front matter and body."""
    _, front, body = whole(document).split("---\n", 2)
    return yaml.safe_load(front), body


def cited(document: Path) -> list[list[str]]:
    """Every shortcode of a document: its name and arguments."""
    return [shlex.split(match[1]) for match in SHORTCODE.finditer(whole(document))]


def prose(document: Path) -> str:
    """What the authors typed: no front matter but the abstract, no mark-up, no shortcodes."""
    front, body = split(document)
    text = SHORTCODE.sub(" ", front.get("abstract", "") + "\n\n" + body)
    text = ATTRIBUTES.sub("", text)
    return re.sub(r"(?m)^:::.*$", "", text)


def fragment(kind: str, name: str) -> list[str]:
    """The paragraphs of a fragment as plain text."""
    text = (EVIDENCE / f"{kind}-{name}.md").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^:::.*$", "", text)
    text = re.sub(r"(?<!\\)\[(.*?)(?<!\\)\](?:\{[^{}]*\}|\([^()]*\))", r"\1", text)
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip())]


def woven(match: re.Match[str]) -> str:
    """The plain text that a shortcode stands for; tables and figures stand for none."""
    kind, *rest = shlex.split(match[1])
    options = dict(item.split("=", 1) for item in rest if "=" in item)
    if kind in {"table", "figure"}:
        return ""
    if kind == "implications":
        entries = yaml.safe_load((ROOT / "study.yml").read_text(encoding="utf-8"))["implications"]
        return " ".join(fragment("implication", entry["id"])[0] for entry in entries)
    paragraphs = fragment(kind, rest[0])
    part = options.get("part", "title" if kind == "theme" else "words")
    text = paragraphs[-1] if part in {"statement", "attribution"} else paragraphs[0]
    return text[0].upper() + text[1:] if options.get("form") == "capital" else text


def same(text: str) -> str:
    """Text without what typography may change: quotation marks, emphasis and white space."""
    return " ".join(re.sub(r"[\"'“”‘’*]", "", text).split())


def sentences() -> list[str]:
    """Every sentence of the presentation, in order."""
    text = (ROOT / "data-raw" / "presentation.txt").read_text(encoding="utf-8")
    lines = (re.sub(r"^\s*-\s*", "", line) for line in text.splitlines() if line.strip())
    found = (part for line in lines for part in re.split(r"(?<=[.!?])\s+(?=[A-Z])", line))
    return [same(sentence).removesuffix(".") for sentence in found]


def store(noun: str) -> list[str]:
    """The ids of the themes or quotations of the study."""
    themes = yaml.safe_load((ROOT / "study.yml").read_text(encoding="utf-8"))["themes"]
    if noun == "theme":
        return [theme["id"] for theme in themes]
    return [quotation["id"] for theme in themes for quotation in theme["quotations"]]


def faces() -> str:
    """What the audience sees: the title slide and every slide, without speaker notes."""
    _, body = split(SLIDES)
    body = re.sub(r"(?ms)^::: notes$.*?^:::$", "", body)
    body = ATTRIBUTES.sub("", SHORTCODE.sub(woven, body))
    body = re.sub(r"(?m)^(?:##|-|\d\.) ", "", body)
    title = f"{fragment('study', 'title')[0]}: {fragment('study', 'subtitle')[0]}"
    return same(f"{title}\n{body}")


def test_paper_length() -> None:
    """The paper's body, with the words it cites, has 1,500 to 2,500 words."""
    _, body = split(PAPER)
    body = re.sub(r"(?m)^#.*$", "", body)
    body = re.sub(r"\[@[\w;@ -]+\]|^:::.*$", "", SHORTCODE.sub(woven, body))
    words = re.findall(r"\w[\w'’-]*", ATTRIBUTES.sub("", body))
    assert 1500 <= len(words) <= 2500


def test_paper_says_that_it_is_a_reconstruction() -> None:
    """The abstract says what the paper is and names the article of record."""
    abstract = split(PAPER)[0]["abstract"]
    assert "This paper is a reconstruction" in abstract
    assert "{{< study doi >}}" in abstract
    assert fragment("study", "doi") == ["doi:10.1016/j.drugpo.2020.103089"]


def test_abstract_is_structured() -> None:
    """The abstract has the four run-in heads of a structured abstract, in order."""
    heads = re.findall(r"(?m)^\*\*(\w+)\.\*\*$", split(PAPER)[0]["abstract"])
    assert heads == ["Background", "Methods", "Results", "Conclusions"]


@DOCUMENTS
def test_no_count_is_typed(document: Path) -> None:
    """No number stands beside a counted noun of the study, unless a shortcode put it there."""
    text = " ".join(prose(document).split())
    assert [match[0] for match in TYPED_COUNT.finditer(text)] == []


@pytest.mark.parametrize(
    "text", ["five interviews", "three main themes", "2 earlier studies", "One quotation"]
)
def test_a_typed_count_would_be_noticed(text: str) -> None:
    """The pattern for typed counts finds them in words, figures and capitals."""
    assert TYPED_COUNT.search(text)


@DOCUMENTS
def test_no_quotation_is_typed(document: Path) -> None:
    """Words typed between quotation marks are fewer than six, and the presentation has them."""
    presentation = same((ROOT / "data-raw" / "presentation.txt").read_text(encoding="utf-8"))
    for wording in re.findall(r"[\"“]([^\"“”]*)[\"”]", prose(document)):
        assert len(wording.split()) < 6, wording
        assert same(wording).lower() in presentation.lower(), wording


@DOCUMENTS
@pytest.mark.parametrize(("kind", "noun"), [("quote", "quotation"), ("theme", "theme")])
def test_every_document_cites_all_evidence(document: Path, kind: str, noun: str) -> None:
    """Paper, poster and slides each cite every quotation and every theme, in the same order."""
    names = [args[0] for name, *args in cited(document) if name == kind]
    assert list(dict.fromkeys(names)) == store(noun)


@DOCUMENTS
def test_everything_cited_is_there(document: Path) -> None:
    """Every shortcode that cites evidence has its fragment."""
    wanted = {f"{name}-{args[0]}" if args else name for name, *args in cited(document)}
    assert sorted(name for name in wanted if not (EVIDENCE / f"{name}.md").is_file()) == []


def test_slides_carry_the_whole_presentation() -> None:
    """Every sentence of the presentation is on the slides, in its order."""
    text, here = faces(), 0
    for sentence in sentences():
        found = text.find(sentence, here)
        assert found >= 0, f"not on the slides, or out of order: {sentence}"
        here = found + len(sentence)


def test_quotation_slides_hold_words_alone() -> None:
    """A quotation has a slide to itself."""
    _, body = split(SLIDES)
    slides = [slide for slide in body.split("\n## ") if ".quotation-slide" in slide]
    said = [re.sub(r"(?ms)^::: notes$.*?^:::$", "", slide).split("\n", 1)[1] for slide in slides]
    assert [text.strip() for text in said] == [f"{{{{< quote {q} >}}}}" for q in store("quotation")]


def test_cross_references_lead_somewhere() -> None:
    """Each figure and table is shown and mentioned; each section referred to exists."""
    _, body = split(PAPER)
    shown = {
        f"{name[:3]}-{args[0]}" if name == "figure" else f"tbl-{args[0]}"
        for name, *args in cited(PAPER)
        if name in {"figure", "table"}
    }
    mentioned = set(re.findall(r"@((?:fig|tbl|sec)-[\w-]+)", body))
    assert {label for label in mentioned if not label.startswith("sec-")} == shown
    assert {label for label in mentioned if label.startswith("sec-")} <= set(
        re.findall(r"#(sec-[\w-]+)", body)
    )


def test_citations_agree_with_the_references() -> None:
    """Each work cited is in the bibliography, and each work there is cited in the paper."""
    references = (ROOT / "manuscript" / "references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"(?m)^@\w+\{([\w-]+),", references))
    used = {
        document: set(re.findall(r"(?<!\w)@(?!fig-|tbl-|sec-)([a-z]+\d{4})", split(document)[1]))
        for document in (PAPER, SLIDES)
    }
    assert used[PAPER] == keys
    assert used[SLIDES] <= keys


def test_guideline_items_are_marked() -> None:
    """The paper's text marks every item of COREQ, and of SRQR all but title and abstract."""
    text = whole(PAPER)
    coreq = " ".join(re.findall(r'coreq="([\d ]+)"', text)).split()
    srqr = " ".join(re.findall(r'srqr="([S\d ]+)"', text)).split()
    assert sorted(map(int, coreq)) == list(range(1, 33))
    assert sorted(srqr, key=lambda item: int(item[1:])) == [f"S{item}" for item in range(3, 22)]


def test_unanswered_items_say_so() -> None:
    """What is marked as not stated stands in a paragraph that says it is not stated."""
    for paragraph in whole(PAPER).split("\n\n"):
        if 'stated="no"' in paragraph:
            assert "not stated in the source" in paragraph.lower()
