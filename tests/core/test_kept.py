"""Working files: what is kept there, and what is made of one that is not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.kept import keep, kept

if TYPE_CHECKING:
    from pathlib import Path


def test_a_value_is_kept_under_the_key_that_it_depends_on(tmp_path: Path) -> None:
    """Under another key there is none."""
    path = keep(tmp_path / "state" / "one.json", {"a": ["ü"]}, "key")
    assert kept(path, dict[str, list[str]], "key") == {"a": ["ü"]}
    assert kept(path, dict[str, list[str]], "other") is None
    assert kept(path, dict[str, list[str]]) is None
    assert kept(tmp_path / "none.json", dict[str, list[str]]) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 20, b'{"a": ["\xff"]}', b'{"\xff": []}', b'{"a": 1}', b'["key", {"a"', b"1"],
)
@pytest.mark.parametrize("key", ["", "key"])
def test_a_file_that_is_not_whole_is_none(tmp_path: Path, data: bytes, key: str) -> None:
    """Truncated, garbage of the same size, no text, or something else."""
    path = tmp_path / "one.json"
    path.write_bytes(data)
    assert kept(path, dict[str, list[str]], key) is None
