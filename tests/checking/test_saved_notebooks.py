"""What lies in the file of a notebook is looked through, before anything of it runs."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING

from checked import read
from PIL import Image, PngImagePlugin

from themeloom.checking.run import check, check_project
from themeloom.session import Session

if TYPE_CHECKING:
    from themeloom.core.project import Project

_SOUND = "@cache\n@pytest.mark.slow\ndef f(a, b): return a @ b"


def _picture_of(person: str) -> str:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", person)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=texts)
    return base64.b64encode(out.getvalue()).decode()


def _code(source: str, *outputs: dict[str, object]) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "outputs": list(outputs), "source": source}


def _text(source: str, **more: object) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def _shown(**kinds: object) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": kinds}


def test_a_notebook_without_a_kernel_is_told_to_authors_only(clean: Project) -> None:
    """By the command; what outputs show of checks says nothing of it."""
    path = clean.root / "analysis" / "some.ipynb"
    path.parent.mkdir(exist_ok=True)
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for metadata, told in (({}, True), ({"kernelspec": {"name": "python3"}}, False)):
        path.write_text(json.dumps({**notebook, "metadata": metadata}), encoding="utf-8")
        kinds = {one.kind for one in check_project(Session(clean)).findings}
        assert ("notebook-kernel" in kinds) is told
        shown = check_project(Session(clean), outputs=False).findings
        assert "notebook-kernel" not in {one.kind for one in shown}


def test_letters_that_a_program_spelt_by_their_numbers(clean: Project) -> None:
    """Whatever the program that saved it makes of letters, a finding has the line of its words."""
    cells = [_text("Text."), _text("Café: ask jo@example.net.")]
    path = clean.root / "analysis" / "a.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1))
    lines = path.read_text(encoding="utf-8").splitlines()
    told = {one.line for one in check(read(clean)).findings if one.file == "analysis/a.ipynb"}
    assert told == {1 + next(n for n, line in enumerate(lines) if "jo@" in line)}


def test_every_part_of_a_notebook_is_looked_through(clean: Project) -> None:
    """Each finding names notebook, line and cell; what was found is not told."""
    stream = {"output_type": "stream", "name": "stdout", "text": ["Rows:\n", "jo@example.net\n"]}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["\x1b[31mjo@", "x"]}
    page = "<p title='ask jo@example.net'>Rows</p><script>x@example.net</script>"
    cells = [
        _code(_SOUND, _shown(**{"text/plain": "07700 900123"}), error),
        _code("'jo@example.net'", stream, _shown(**{"text/html": [page]})),
        _text("Ask jo@example.net."),
        _text("![](attachment:a.png)", attachments={"a.png": {"image/png": _picture_of("Jo")}}),
        {**_text("Text."), "metadata": {"by": {"mail": "jo@example.net"}}},
        _code("x", _shown(**{"image/png": _picture_of("Flo")})),
    ]
    data = {"cells": cells, "metadata": {"authors": [{"name": "Jo Madeup"}]}, "nbformat": 4}
    path = clean.root / "analysis" / "a.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    found = check(read(clean)).findings
    lines = path.read_text(encoding="utf-8").splitlines()
    inside = {
        (one.kind, one.message.partition("(")[2].partition(", column")[0])
        for one in found
        if "column" in one.message
    }
    assert inside == {
        ("identity-telephone", "in cell 1, saved output"),
        ("identity-email", "in cell 2"),
        ("identity-email", "in cell 2, saved output"),
        ("identity-email", "in cell 3"),
        ("identity-email", "in cell 5, metadata"),
    }
    assert sum(one.kind == "properties-person" for one in found) == 3
    placed = [one for one in found if one.kind == "identity-email"]
    assert all("jo@example.net" in lines[one.line - 1] for one in placed)
    assert {one.line for one in placed} == {
        at for at, line in enumerate(lines, 1) if "jo@example.net" in line
    }
    assert {one.file for one in found} == {"analysis/a.ipynb"}
    assert not any("jo@" in one.message or "Madeup" in one.message for one in found)
    assert any(one.hint.startswith("clear the notebook's outputs") for one in placed)


def test_a_broken_notebook_is_read_as_text(clean: Project) -> None:
    """What is no notebook, or half of one, hides nothing."""
    folder = clean.root / "analysis"
    folder.mkdir()
    for name, text in {"a": '{"cells": [', "b": '{"cells": 3, "c": "', "c": "[]"}.items():
        (folder / f"{name}.ipynb").write_text(f'{text}\n"jo@example.net"', encoding="utf-8")
    found = check(read(clean)).findings
    assert [(one.file, one.line, one.kind) for one in found] == [
        (f"analysis/{name}.ipynb", 2, "identity-email") for name in "abc"
    ]
