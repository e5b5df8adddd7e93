from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT
from typst_looks import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EXTENSIONS = ROOT / "_extensions"
PAPER = EXTENSIONS / "themeloom"
#: What belongs together: each extension with what calls it, and the study's diagrams.
TOGETHER = {path.name: [*path.glob("*.typ")] for path in sorted(EXTENSIONS.iterdir())}
TOGETHER["figures"] = [*(ROOT / "src" / "themeloom" / "figures").glob("*.typ")]
#: What Quarto's own Typst calls by these names.
QUARTOS = {"callout"}
_MADE = re.compile(r"^#let ([\w-]+)", re.MULTILINE)
_COMMENT = re.compile(r"(?<!:)//.*")


def _text(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def unused(text: str, callers: str) -> list[str]:
    """The definitions of Typst that nothing in it calls, nor the mark-up that others write."""
    plain = _COMMENT.sub("", text)
    said = [one.lstrip("-") for one in re.findall(r"[\w-]+", plain)]
    called = set(re.findall(r"[\w-]+", callers))
    return [name for name in _MADE.findall(plain) if said.count(name) < 2 and name not in called]


@pytest.mark.parametrize("name", TOGETHER)
def test_definitions_are_used(name: str) -> None:
    """By the other templates, or by the Lua that writes calls of them."""
    lua = [*PAPER.rglob("*.lua"), *(ROOT / "src" / "themeloom" / "engines").rglob("*.lua")]
    found = unused(_text({*TOGETHER[name], PAPER / "typst-tools.typ"}), _text(lua))
    own = {*_MADE.findall(_text(TOGETHER[name]))} - QUARTOS
    assert [one for one in found if one in own] == []


@pytest.mark.parametrize("extension", [name for name in TOGETHER if name != "figures"])
def test_templates_are_set_without_a_warning(tmp_path: Path, extension: str) -> None:
    """Each look takes plain text; of what Typst warns a person would see something."""
    assert len(typeset(tmp_path, extension, "Text.").pages) >= 1


def test_what_is_told() -> None:
    """What is defined and nowhere named is told, what the Lua names is not."""
    text = "#let a = 1\n#let b(x) = x + a\n// c is not called\n#let c = 2\n#let d = 3\n"
    assert unused(text, "'#b['") == ["c", "d"]
