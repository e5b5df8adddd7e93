"""Citations of evidence that point at nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.project import Project
from themeloom.documents.document import read_document
from themeloom.documents.references import check_evidence_names

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    "quote": frozenset({"lamp", "river"}),
    "theme": frozenset({"light"}),
    "value": frozenset({"talks"}),
    "table": frozenset({"lamps"}),
    "figure": frozenset({"map"}),
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{< quote lamp >}}", ""),
        ("{{< quote lmap >}}", 'there is no quotation "lmap"\n  hint: did you mean "lamp"?'),
        ("{{< theme lihgt >}}", 'there is no theme "lihgt"\n  hint: did you mean "light"?'),
        ("{{< value zzz >}}", 'there is no value "zzz"\n  hint: there is: talks'),
        ("{{< table lamp >}}", 'there is no table "lamp"\n  hint: did you mean "lamps"?'),
        (
            "{{< table relations >}}",
            'the table "relations" would be empty: the study has nothing for it\n'
            "  hint: write relations: in study.yml, or take {{< table relations >}} out",
        ),
        ("{{< figure mpa >}}", 'there is no figure "mpa"\n  hint: did you mean "map"?'),
        ("{{< passage one >}}", 'there is no passage "one"\n  hint: there is none'),
        (
            "{{< quote >}}",
            "{{< quote >}} does not say which quotation\n  hint: there is: lamp, river",
        ),
        (
            "{{< quote lamp river >}}",
            '{{< quote lamp … >}} is given "river" as well, and one name is all it takes\n'
            "  hint: take it out, or write it as key=value",
        ),
        (
            "{{< quote lamp prat=words >}}",
            'a quote has no option "prat"\n  hint: did you mean "part"?',
        ),
        (
            "{{< quote lamp part=word >}}",
            'part=word is nothing that a quote has\n  hint: did you mean "words"?',
        ),
        (
            "{{< implications light >}}",
            "implications takes no name\n  hint: write {{< implications >}}; for a single one: "
            "{{< implication light >}}",
        ),
        ("{{< figure map width=80% >}}", ""),
    ],
)
def test_unknown_evidence_is_named_with_a_suggestion(text: str, said: str, tmp_path: Path) -> None:
    """File and line, what is not there, and what may have been meant."""
    (tmp_path / "paper.qmd").write_text(f"Text.\n\n{text}\n", encoding="utf-8")
    errors = check_evidence_names(read_document(Project(tmp_path), "paper.qmd").shortcodes, KNOWN)
    assert [str(error) for error in errors] == ([f"paper.qmd:3: {said}"] if said else [])
