from __future__ import annotations

import re

from helpers import HERE, ROOT

from themeloom.documents import unsupported

PAGE = (ROOT / "docs" / "rendering.md").read_text(encoding="utf-8")
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


def test_every_step_of_the_pipeline_is_a_module() -> None:
    """The steps are files of their names, and every file is a step or used by one."""
    text = PIPELINE.read_text(encoding="utf-8")
    steps = set(re.findall(r"^  '(\w+)',", text, re.MULTILINE))
    files = {path.stem: path.read_text(encoding="utf-8") for path in PIPELINE.parent.glob("*.lua")}
    used = {name for source in files.values() for name in re.findall(r"require\('(\w+)'\)", source)}
    assert steps <= files.keys()
    assert files.keys() == steps | used | {"pipeline"}
