"""Entries are added to `study.yml` and words replaced; everything else stays as it was typed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from themeloom.core.errors import ThemeloomError
from themeloom.study.amending import with_entries, with_value, with_words

_STORE = """# head
sources:
  - id: one   # beside
    title: "One"
  # between

themes:
    - {id: a, title: A}
    - id: b
      title: >-
        A long
        title
      quotations:
      - id: q
        text: |
          two
          lines
empty: []
flow: [{id: x}]
"""


@pytest.mark.parametrize(
    "path",
    [("sources",), ("themes",), ("themes", 1, "quotations"), ("empty",), ("flow",), ("new",)],
)
@given(
    words=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=90)
)
def test_an_entry_is_added_with_any_words(path: tuple[str | int, ...], words: str) -> None:
    """What is read back is what was there and the new entry; no line that was there changes."""
    entry = {"id": "new", "text": words}
    try:
        changed = with_entries(_STORE, path, [entry])
    except ThemeloomError:
        # Words that our own reading of the store refuses, as it would if they were typed.
        return
    lines = changed.splitlines()
    kept = [line for line in _STORE.splitlines() if not line.startswith(("empty", "flow"))]
    assert [line for line in lines if line in kept][: len(kept)] == kept
    value = yaml.safe_load(changed)
    for step in path:
        value = value[step]
    assert value[-1] == entry


def test_comments_keep_their_places() -> None:
    """A comment behind the last entry of a list stays behind it."""
    changed = with_entries(_STORE, ("sources",), [{"id": "two"}])
    assert '    title: "One"\n  - id: two\n  # between\n' in changed


def test_a_new_key_stands_behind_what_is_said_of_the_last_one() -> None:
    """An example below `themes`, as a comment, stays with it."""
    store = "themes: []\n#  - id: one\n# more\n\n# implications:\n"
    changed = with_entries(store, ("participants",), [{"id": "p01"}])
    new = "participants:\n  - id: p01\n"
    assert changed == store.replace("# more\n", f"# more\n{new}")


def test_a_value_is_changed_in_its_place_or_added() -> None:
    """A single value, whose line keeps its comment."""
    changed = with_value(_STORE, ("sources", 0, "id"), "first")
    assert '  - id: "first"   # beside\n' in changed
    changed = with_value(_STORE, ("sources", 0, "sha256"), "abc")
    assert yaml.safe_load(changed)["sources"][0] == {"id": "one", "title": "One", "sha256": "abc"}


def test_words_are_replaced_where_they_stand() -> None:
    """Folded and literal texts keep their form."""
    paths = [("themes", 1, "title"), ("themes", 1, "quotations", 0, "text"), ("gone",)]
    changed = with_words(_STORE, paths, lambda said: said.replace("long", "short"))
    assert changed == _STORE.replace("A long", "A short")


def test_an_empty_list_in_brackets_becomes_lines() -> None:
    """As people write lists; what stands behind the brackets stays."""
    changed = with_entries("a: []   # none yet\n# - id: x\nb: 1\n", ("a",), [{"id": "new"}])
    assert changed == "a:   # none yet\n  - id: new\n# - id: x\nb: 1\n"


def test_a_place_where_nothing_can_be_added_is_told() -> None:
    """A list that is no list."""
    with pytest.raises(ThemeloomError) as caught:
        with_entries("sources: text\n", ("sources",), [{"id": "a"}])
    assert caught.value.line == 1
