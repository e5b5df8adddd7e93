"""Keys that nobody here knows are told with their place, and stop neither engine."""

import json

from checked import read

from themeloom.checking.settings import check_own_words, check_settings
from themeloom.core.project import Project
from themeloom.core.text import counted
from themeloom.look.phrases import PHRASES

#: All but the marks of quotations, which are known of any language.
SAID = [one for one in PHRASES if one != "“{}”"]

_TOLD = '"{}" is not a key that Quarto or Themeloom knows: it changes nothing here'


def test_a_key_that_nobody_here_knows_is_told_once_where_it_stands(clean: Project) -> None:
    """In the project, in front matter, below a format; what a document reads is heeded."""
    text = (
        "---\nacm-metadata: x\nplace: London\n"
        "format:\n  themeloom-html:\n    acm-anonymous: true\n---\n\nIn {{< meta place >}}.\n"
    )
    (clean.root / "manuscript" / "synthetic-paper.qmd").write_text(text, encoding="utf-8")
    quarto = clean.root / "_quarto.yml"
    before = quarto.read_text(encoding="utf-8")
    quarto.write_text(f"{before}\nmy-own-thing: 1\n", encoding="utf-8")
    found = {(one.file, one.line): one.message for one in check_settings(read(clean))}
    assert found == {
        ("_quarto.yml", before.count("\n") + 2): _TOLD.format("my-own-thing"),
        ("manuscript/synthetic-paper.qmd", 2): _TOLD.format("acm-metadata"),
        ("manuscript/synthetic-paper.qmd", 6): _TOLD.format("acm-anonymous"),
    }


def test_tables_and_figures_that_speak_english_are_told_until_the_study_has_words(
    clean: Project,
) -> None:
    """In a language that has none here: how many, which, and at the line where they belong."""
    store = clean.root / "study.yml"
    polish = store.read_text(encoding="utf-8").replace("study:\n", "study:\n  language: pl\n", 1)
    said = "".join(f"    {json.dumps(one)}: {json.dumps(one)}\n" for one in SAID if one != "Theme")
    for words, lacking in (("", len(SAID)), (said, 1), (f'{said}    "Theme": "Temat"\n', 0)):
        wanted = polish.replace(
            "settings:\n", f"settings:\n  words:\n{words}" if words else "settings:\n"
        )
        store.write_text(wanted, encoding="utf-8")
        told = [(one.file, one.kind, one.message) for one in check_own_words(read(clean))]
        start = f"tables and figures say {counted(lacking, 'phrase')} in English, "
        assert len(told) == bool(lacking)
        assert all(one[:2] == ("study.yml", "words-lacking") for one in told)
        assert all(one[2].startswith(start) for one in told)
