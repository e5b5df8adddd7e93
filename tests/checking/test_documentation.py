"""docs/checks.md and the definitions say the same."""

import os

import pytest
from helpers import ROOT

from themeloom.checking.documentation import checks_page
from themeloom.checking.findings import KINDS, Kind, Severity


def test_the_page_is_made_from_the_definitions() -> None:
    """No kind without its paragraph; THEMELOOM_RENEW=1 writes the page anew."""
    path = ROOT / "docs" / "checks.md"
    if os.environ.get("THEMELOOM_RENEW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(checks_page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == checks_page()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_definition_is_whole(kind: Kind) -> None:
    """A title, a reason, a remedy that is a sentence, a severity that exists."""
    assert kind.severity in set(Severity) - {Severity.OFF}
    assert kind.title
    assert kind.why.endswith(".")
    assert kind.remedy.endswith((".", "}}."))


def test_every_question_is_asked_on_the_page() -> None:
    """Each group of kinds begins with its question in words."""
    for question in {kind.question for kind in KINDS.values()}:
        after = checks_page().split(f"\n## {question}\n\n")[1]
        assert after.split("\n", 1)[0].endswith("?")
