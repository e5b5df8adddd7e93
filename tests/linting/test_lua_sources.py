from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT
from lua_names import amiss

from themeloom.engines.pandoc import program

if TYPE_CHECKING:
    from pathlib import Path

#: Lua's own names, pandoc's, and what Quarto or our shim of it gives.
KNOWN = frozenset(
    re.findall(
        r"\w+",
        """assert dofile error getmetatable io ipairs loadfile math next os package pairs pcall
        require select setmetatable string table tonumber tostring type utf8
        FORMAT PANDOC_SCRIPT_FILE PANDOC_STATE PANDOC_VERSION PANDOC_WRITER_OPTIONS pandoc param
        quarto
        """,
    )
)
#: The global that a filter of pandoc's is, and the shim.
MADE = {"pipeline": frozenset({"Pandoc"}), "prelude": frozenset({"quarto"})}
FILES = sorted(path for folder in ("src", "_extensions") for path in (ROOT / folder).rglob("*.lua"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

NO_X = ["2: x is nothing that there is"]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_names_are_made_and_used(path: Path) -> None:
    """No global by accident, nothing that there is not, nothing made and left."""
    text = path.read_text(encoding="utf-8")
    assert amiss(text, KNOWN, MADE.get(path.stem, frozenset())) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_lines_can_be_read(path: Path) -> None:
    """Lines of at most 140 characters, two blanks to a level, no blank at an end."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        assert len(line) <= 140, f"{path.name}:{number}"
        assert line == line.rstrip(), f"{path.name}:{number}"
        assert "\t" not in line, f"{path.name}:{number}"
        assert (len(line) - len(line.lstrip(" "))) % 2 == 0, f"{path.name}:{number}"


def test_pandocs_own_lua_reads_every_file(tmp_path: Path) -> None:
    """The Lua that pandoc brings takes what another parser took."""
    script = tmp_path / "read.lua"
    script.write_text("for _, file in ipairs(arg) do assert(loadfile(file)) end\n")
    subprocess.run([program(), "lua", script, *FILES], check=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1", ["1: x would be a global"]),
        ("local x = 1", ["1: x is not used"]),
        ("local x = 1\nreturn x", []),
        ("return nothing", ["1: nothing is nothing that there is"]),
        ("local function f(a) return 1 end\nreturn f", ["1: a is not used"]),
        ("local function f(_, a) return a end\nreturn f", []),
        ("for _, v in ipairs({}) do print(v) end", ["1: print is nothing that there is"]),
        ("for i = 1, 2 do end", ["1: i is not used"]),
        ("local t = {}\nfunction t:go() return self end\nreturn t", []),
        ("local t = {}\nreturn { t = 1 }", ["1: t is not used"]),
        ("local t = 1\nreturn { [t] = 1 }", []),
        ("local t = {}\nreturn pandoc.t, pandoc:t()", ["1: t is not used"]),
        ("local x\nlocal function f() x = 1 end\nreturn f, x", []),
        ("if pandoc then local x = 1 end", ["1: x is not used"]),
        (
            "if pandoc then local x = 1 end\nreturn x",
            ["1: x is not used", "2: x is nothing that there is"],
        ),
        ("repeat local x = 1 until x", []),
        ("local x, x = 1, 2\nreturn x", ["1: x is made twice"]),
        ("return = 1", ["1: is no Lua"]),
        ("function g() end", ["1: g would be a global"]),
    ],
)
def test_what_is_told(text: str, told: list[str]) -> None:
    """Each mistake once, with its line."""
    assert amiss(text, KNOWN) == told
