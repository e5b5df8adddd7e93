from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from themeloom.core.expressions import Compiled, compiled, later

if TYPE_CHECKING:
    from pathlib import Path

SAYS = r"(?P<who>\w+):\s|(?<=a)[\u00e4-\u00ff]{2,}|(?P<end>\Z)"


@pytest.fixture(autouse=True)
def _may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def kept_at(place: Path) -> bytes:
    """What a command leaves that had to compile one expression."""
    command = Compiled(place)
    assert command(SAYS) == re.compile(SAYS)
    command.keep()
    return place.read_bytes()


@pytest.mark.parametrize("flags", [0, re.IGNORECASE | re.MULTILINE, re.VERBOSE])
def test_what_was_kept_is_what_python_compiles(tmp_path: Path, flags: int) -> None:
    """Code, names of groups and flags are the same, and no later command compiles it again."""
    first, then = Compiled(tmp_path / "kept"), Compiled(tmp_path / "kept")
    assert first(SAYS, flags) == re.compile(SAYS, flags)
    first.keep()
    assert then(SAYS, flags) == re.compile(SAYS, flags)
    assert not then.new
    assert then(SAYS, flags).groupindex == re.compile(SAYS, flags).groupindex
    found = then(SAYS).search("ada: so")
    assert found
    assert found.lastgroup == "who"


def test_what_was_garbled_is_not_used(tmp_path: Path) -> None:
    """A byte that is another, half a file or none: it is compiled, and kept anew."""
    whole = kept_at(tmp_path / "kept")
    for garbled in (whole[:-9] + b"x" + whole[-8:], whole[:50], b"", bytes(len(whole))):
        (tmp_path / "kept").write_bytes(garbled)
        assert kept_at(tmp_path / "kept") == whole


def test_without_python_s_own_parts_it_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not promised to stay; a wrong expression is told as always."""
    monkeypatch.delattr("re._compiler._code")
    monkeypatch.setattr(re, "compile", lambda pattern, flags=0: (pattern, flags))
    assert Compiled(tmp_path / "kept")("a+", 2) == ("a+", 2)
    monkeypatch.undo()
    with pytest.raises(re.error):
        Compiled(tmp_path / "kept")("(")


def test_an_expression_is_compiled_when_it_is_asked_for_something() -> None:
    """Its words can be had before."""
    one = later("never compiled( before", re.ASCII)
    assert one.pattern == "never compiled( before"
    with pytest.raises(re.error):
        one.search("")
    assert compiled("b") is compiled("b")
