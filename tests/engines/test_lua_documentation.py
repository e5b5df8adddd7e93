from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpers import HERE, ROOT

from themeloom.documents import unsupported

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGE = (ROOT / "docs" / "rendering.md").read_text(encoding="utf-8")
EXTENSION = ROOT / "_extensions" / "themeloom"
PIPELINE = ROOT / "src" / "themeloom" / "engines" / "lua" / "pipeline.lua"


def test_every_row_of_the_table_has_its_test() -> None:
    """The page on rendering promises nothing that no test shows."""
    files = {path.name: path.read_text(encoding="utf-8") for path in HERE.rglob("test_*.py")}
    tests = "\n".join(files.values())
    rows = [row for row in PAGE.splitlines() if row.startswith("| ") and "---" not in row]
    for row in rows:
        named = re.findall(r"`(test_\w+(?:\.py)?)`", row.rsplit("|", 2)[1])
        if row.rsplit("|", 2)[1].strip() == "test":
            continue
        assert named, row
        for name in named:
            assert name in files if name.endswith(".py") else f"def {name}(" in tests


def test_every_shortcode_is_on_the_page() -> None:
    """Each shortcode that is resolved has its place in the table."""
    for name in unsupported.OF_QUARTO | unsupported.COLLECTIONS | unsupported.EVIDENCE.keys():
        assert f"{{{{< {name} " in PAGE, name


def _sources(folder: Path) -> dict[str, str]:
    """The modules of a folder by their names."""
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.lua")}


def _named(sources: Iterable[str], call: str) -> set[str]:
    """The modules that are asked for by a call of one argument."""
    return {name for source in sources for name in re.findall(rf"{call}\('(\w+)'\)", source)}


def test_every_module_of_lua_is_used() -> None:
    """The steps are files of their names, and every file is a step or used by one.

    What the built-in renderer alone needs lies with it, what Quarto needs as well in the
    extension: no name is in both.
    """
    steps = set(re.findall(r"^  '(\w+)',", PIPELINE.read_text(encoding="utf-8"), re.MULTILINE))
    ours = _sources(PIPELINE.parent)
    shared = _sources(EXTENSION / "formats") | _sources(EXTENSION / "shortcodes")
    assert not ours.keys() & shared.keys()
    assert steps <= ours.keys() | shared.keys()
    doors = _sources(EXTENSION).values()
    listed = re.findall(r"ipairs\(\{ ([^}]*) \}\)", "\n".join(doors))
    everything = [*ours.values(), *shared.values(), *doors]
    used = set[str]().union(
        *(_named(everything, call) for call in ("part", r"\(\.\.\.\)", r"\(folder\)"))
    )
    used |= shared.keys() & set(re.findall(r"'(\w+)'", "".join(listed)))
    assert shared.keys() == steps & shared.keys() | used | {"part"}
    assert ours.keys() == steps & ours.keys() | _named(ours.values(), "require") | {"pipeline"}
