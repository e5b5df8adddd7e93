"""What was coded, for other tools: a project or codebook of the REFI-QDA standard, or tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.coding.anchoring import anchored
from themeloom.coding.refi import LEVEL, codebook_markup, project_parts
from themeloom.coding.tables import written
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.office import packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.coding.coded import Coded
    from themeloom.coding.refi import CodedText
    from themeloom.core.project import Project
    from themeloom.study.model import Corpus, Study

#: The kinds of file, and what each is called if nobody names it.
KINDS = {"qdpx": "coding.qdpx", "qdc": "codebook.qdc", "csv": "codings.csv"}


@dataclass(frozen=True)
class Exported:
    """What goes out.

    Args:
        files: the bytes of each file, by its name.
        left_out: what does not go out, and why.
        sources: how many sources are in it.
        codings: how many codings.
    """

    files: Mapping[str, bytes]
    left_out: tuple[str, ...]
    sources: int
    codings: int


def export(project: Project, study: Study, corpus: Corpus, coded: Coded, kind: str) -> Exported:
    """Everything that was coded, as one kind of file.

    Args:
        project: for the places of messages.
        study: for participants and titles.
        corpus: the texts.
        coded: the codebook and the codings.
        kind: one of `KINDS`.

    Raises:
        ThemeloomError: if nothing is coded, or a coding is not exact.
    """
    if not coded.codebook.codes:
        raise ThemeloomError(
            "there is no codebook, and so nothing to export",
            "write coding/codebook.csv, or take over what was coded: themeloom import FILE",
            file=project.name(project.codebook),
        )
    if kind == "qdc":
        return Exported({KINDS[kind]: codebook_markup(coded.codebook)}, (), 0, 0)
    left_out: list[str] = []
    texts = {one: _coded_text(one, corpus, coded, left_out) for one in coded.sources}
    told = {name: one for name, one in texts.items() if one is not None}
    raise_all(error for name, one in told.items() for error in _inexact(name, one, coded))
    codings = sum(len(one[1]) for one in told.values())
    if kind == "qdpx":
        parts = project_parts(study, coded.codebook, told)
        return Exported({KINDS[kind]: packed(parts)}, tuple(left_out), len(told), codings)
    files = {KINDS[kind]: written(_rows(coded, told)), "codebook.csv": written(_codes(coded))}
    return Exported(files, tuple(left_out), len(told), codings)


def _coded_text(source: str, corpus: Corpus, coded: Coded, left_out: list[str]) -> CodedText | None:
    """The text and the codings of a source, if both may go out."""
    codings = coded.of(source)
    if not coded.keeps_words(source):
        left_out.append(f"{len(codings)} codings of “{source}”, which is not open")
        return None
    if source not in corpus.texts:
        left_out.append(f"{len(codings)} codings of “{source}”, whose text is not here")
        return None
    text = corpus.texts[source].text
    return text, [(one, anchored(one, text)) for one in codings]


def _inexact(source: str, one: CodedText, coded: Coded) -> Iterator[ThemeloomError]:
    for coding, anchor in one[1]:
        if not anchor.is_exact:
            yield ThemeloomError(
                f"the coding “{coding.id}” does not stand in “{source}” word for word",
                "to see where its words are now, and accept it: themeloom reanchor",
                file=coded.of(source).file,
                line=coding.line,
            )


def _rows(coded: Coded, texts: Mapping[str, CodedText]) -> Iterator[list[object]]:
    """A row for each coding, in the words in which other tools name columns."""
    yield ["Document", "Code", "Coder", "Start", "End", "Quotation", "Comment"]
    for source, (_, codings) in texts.items():
        for one, anchor in codings:
            code = LEVEL.join(code.name for code in coded.codebook.path(one.code))
            yield [source, code, one.coder, anchor.start, anchor.end, one.quote, one.memo]


def _codes(coded: Coded) -> Iterator[list[str]]:
    """A row for each code, with its name in full and that of what it stands below."""
    yield ["Code", "Parent", "Definition", "Colour"]
    for _, one in coded.codebook.walk():
        names = [code.name for code in coded.codebook.path(one.id)]
        yield [LEVEL.join(names), LEVEL.join(names[:-1]), one.definition, one.colour]
