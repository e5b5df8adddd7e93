"""docs/checks.md and the definitions say the same."""

import ast
import os
from collections.abc import Iterator
from string import Template

import pytest
from checks_page import checks_page
from helpers import ROOT

from themeloom.checking.findings import Kind, Severity, known_kinds


def test_the_page_is_made_from_the_definitions() -> None:
    """No kind without its paragraph; THEMELOOM_RENEW=1 writes the page anew."""
    path = ROOT / "docs" / "checks.md"
    if os.environ.get("THEMELOOM_RENEW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(checks_page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == checks_page()


@pytest.mark.parametrize("kind", known_kinds().values(), ids=known_kinds().keys())
def test_every_definition_is_whole(kind: Kind) -> None:
    """A title, a reason, a remedy that is a sentence, a severity that exists."""
    assert kind.severity in set(Severity) - {Severity.OFF}
    assert kind.title
    assert kind.why.endswith(".")
    assert kind.remedy.endswith((".", "}}."))


def test_every_question_is_asked_on_the_page() -> None:
    """Each group of kinds begins with its question in words."""
    for question in {kind.question for kind in known_kinds().values()}:
        after = checks_page().split(f"\n## {question}\n\n")[1]
        assert after.split("\n", 1)[0].endswith("?")


def _given(function: ast.FunctionDef) -> Iterator[tuple[str, set[str], bool]]:
    """For each finding that a function makes: its kind, its words, whether these are all."""
    named = {
        node.targets[0].id: {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Dict)
    }
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in {"at", "finding"} or len(node.args) < 2:
            continue
        spread = [one.value for one in node.keywords if one.arg is None]
        known = [named[one.id] for one in spread if isinstance(one, ast.Name) and one.id in named]
        words = {one.arg for one in node.keywords if one.arg}.union(*known)
        if isinstance(node.args[1], ast.Constant):
            yield node.args[1].value, words, len(known) == len(spread)


def test_every_finding_gives_the_words_that_its_kind_asks_for() -> None:
    """No message waits for a word that no check gives, and none is given in vain."""
    seen = set()
    for path in (ROOT / "src" / "themeloom" / "checking").glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for kind, words, whole in _given(function):
                    said = f"{known_kinds()[kind].message} {known_kinds()[kind].hint}"
                    asked = set(Template(said).get_identifiers())
                    assert words == asked or (not whole and words < asked), (path.name, kind)
                    seen.add(kind)
    assert len(seen) > 30
