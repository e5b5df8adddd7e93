"""Values of the wrong kind under every key that may be written: none is a defect of ours."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from helpers import LONG, ROOT
from test_mutated_files import looked_at, study

from themeloom.core.errors import ManyErrors, ThemeloomError
from themeloom.documents.keys import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project

__all__ = ["study"]

Path = tuple[str | int, ...]
#: How many of all pairs of a key and a value are tried.
MANY = 1_000_000 if LONG else 150
#: What somebody may write, as it stands in the file.
VALUES = (
    *("null", '""', "[]", "[1, a, null]", "[{}]", "[[]]", "{}", "{a: b, 1: 2}", "some words"),
    *("7", "-1", "0.5", ".inf", ".nan", "true", "2026-02-03", "2026-02-03T04:05:06Z"),
    f'"{"x" * 200_000}"',
    "~nobody-of-that-name/x",
)
_MARK = "the value"
_SCHEMA: dict[str, Any] = json.loads((ROOT / "study.schema.json").read_text(encoding="utf-8"))


def _paths(node: dict[str, Any], path: Path, within: frozenset[str]) -> Iterator[Path]:
    """Every place of the schema below a node; of nouns within themselves the outer ones."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name not in within:
            yield from _paths(_SCHEMA["$defs"][name], path, within | {name})
        return
    for one in node.get("anyOf", ()):
        yield from _paths(one, path, within)
    inner: dict[str | int, Any] = dict(node.get("properties", {}))
    if isinstance(node.get("additionalProperties"), dict):
        inner["anything"] = node["additionalProperties"]
    if isinstance(node.get("items"), dict):
        inner[0] = node["items"]
    for key, one in inner.items():
        yield (*path, key)
        yield from _paths(one, (*path, key), within)


def _put(data: Any, path: Path) -> None:  # noqa: ANN401 - plain YAML data
    """Write the mark at a place, whatever stands on the way there."""
    for number, key in enumerate(path):
        if isinstance(key, int) and not data:
            data.append(None)
        there = data[key] if isinstance(key, int) else data.get(key)
        if number == len(path) - 1:
            data[key] = _MARK
            return
        wanted = list if isinstance(path[number + 1], int) else dict
        data[key] = there if isinstance(there, wanted) else wanted()
        data = data[key]


STORE = list(dict.fromkeys(_paths(_SCHEMA, (), frozenset())))
KEYS = sorted(set(" ".join(one for one in KNOWN["keys"].values() if isinstance(one, str)).split()))


def _told(study: Project, what: object) -> None:
    """Whatever is said of it is said by us, with a line."""
    errors: list[ThemeloomError] = []
    try:
        looked_at(study)
    except ManyErrors as many:
        errors += many.errors
    except ThemeloomError as one:
        errors.append(one)
    except Exception as defect:
        raise AssertionError(what) from defect
    assert all(one.line for one in errors), (what, str(errors[0])[:300])


def _tried(places: list[Any]) -> list[tuple[Any, str]]:
    pairs = [(place, value) for place in places for value in VALUES]
    return random.Random(len(pairs)).sample(pairs, min(MANY, len(pairs)))


def test_every_key_of_the_store(study: Project) -> None:
    """A value of any kind is read, or refused with its line."""
    whole = yaml.safe_load(study.study.read_text("utf-8"))
    for path, value in _tried(STORE):
        data = copy.deepcopy(whole)
        _put(data, path)
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10**9)
        study.study.write_text(text.replace(_MARK, value), encoding="utf-8")
        _told(study, (path, value[:40]))


@pytest.mark.parametrize(
    "below",
    ["guidelines: {srqr: {S17: {statd: x}}}", "checks: {x: {severity: note, reason: x, why: x}}"],
)
def test_an_unknown_key_below_one_that_anybody_chooses(study: Project, below: str) -> None:
    """It is refused once; it was looked for without end."""
    text = study.study.read_text("utf-8").split("\nsettings:")[0]
    study.study.write_text(f"{text}\nsettings:\n  {below}\n", encoding="utf-8")
    with pytest.raises(ThemeloomError, match="has no key"):
        looked_at(study)
    _told(study, below)


@pytest.mark.parametrize("file", ["manuscript/paper.qmd", "_quarto.yml"])
def test_every_key_of_quarto(study: Project, file: str) -> None:
    """The same of front matter and of the configuration."""
    path = study.root / file
    whole = path.read_text("utf-8")
    head = "---\n" if file.endswith(".qmd") else ""
    for key, value in _tried(KEYS):
        lines = [one for one in whole.split("\n") if not one.startswith(f"{key}:")]
        text = "\n".join(lines).removeprefix(head)
        path.write_text(f"{head}{key}: {value}\n{text}", encoding="utf-8")
        _told(study, (key, value[:40]))
