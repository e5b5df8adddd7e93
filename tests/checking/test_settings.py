"""Keys that nobody here knows are told with their place, and stop neither engine."""

from checked import read

from themeloom.checking.settings import check_settings
from themeloom.core.project import Project

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
