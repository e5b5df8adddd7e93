"""Every refusal is worded as in refusals.md, and nothing else is refused."""

from pathlib import Path

import pytest
from cases import Case, cases

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.documents.document import read_document
from themeloom.documents.keys import KNOWN, SUPPORTED
from themeloom.documents.unsupported import CONSTRUCTS

REFUSALS = cases("refusals.md")


def said_of(source: str, folder: Path) -> str:
    """What reading a document says of it."""
    (folder / "case.qmd").write_text(source, encoding="utf-8")
    try:
        read_document(Project(folder), "case.qmd")
    except ThemeloomError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.title)
def test_a_document_is_refused_in_these_words(case: Case, tmp_path: Path) -> None:
    """The message names the construct, file and line, and says what to do instead."""
    assert said_of(case.source, tmp_path) == case.said


def test_every_construct_has_a_case() -> None:
    """A construct that is refused without a case in refusals.md would go unnoticed."""
    said = "\n".join(case.said for case in REFUSALS)
    assert [one.name for one in CONSTRUCTS if f"does not support {one.name}" not in said] == []


def test_every_supported_key_knows_of_which_kind_its_value_is() -> None:
    """A key that is on no list would be rendered in silence whatever stands behind it."""
    keys = KNOWN["keys"]
    told = " ".join((*(kind["keys"] for kind in keys["kinds"]), keys["judged"]["elsewhere"]))
    within = {one for one in told.split() if "." in one or one.isupper()}
    assert {*told.split()} - within == SUPPORTED
