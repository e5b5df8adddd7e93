"""Does the history of the repository lead to a person?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import known_kinds
from themeloom.checking.identifiers import find_identifiers
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined
from themeloom.core.git import ask, place_of
from themeloom.core.kept import kept, remember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Finding

_FORMAT = "--format=%h%x1f%an, %cn%x1f%B%x1e"
#: Who signs a commit does so on purpose.
_TRAILER = re.compile(r"^[A-Z][\w-]+-by: .*$", re.MULTILINE)


def check_history(context: Context) -> Iterator[Finding]:
    """Yield what names of authors and messages of commits give away, each kind once.

    Of authors only names of the project's list are told: who writes a study signs it. A history
    that was looked at and has nothing is remembered by its last commit.
    """
    memory = context.project.state / "history.json"
    key = combined({"clean": context.clean_by, "commit": context.version.commit})
    if kept(memory, bool, key):
        return
    found: dict[tuple[str, str], list[str]] = {}
    for commit, people, message in _commits(context):
        if any(context.names.find_in_label(people)):
            found.setdefault(("a name of an author", "identity-name"), []).append(commit)
        said = _TRAILER.sub("", message)
        for hit in find_identifiers(said, context.public, context.names):
            if hit.sure and known_kinds()[hit.kind].severity == "error":
                found.setdefault(("a message", hit.kind), []).append(commit)
    if not found and context.version.commit:
        remember(memory, True, key)  # noqa: FBT003 - what is remembered
    for (what, kind), commits in found.items():
        told = {
            "has": "is" if "author" in what else "has",
            "called": f"a {known_kinds()[kind].called}",
        }
        path = ("settings", "identity")
        yield context.finding(path, "identity-history", what=what, commit=commits[0], **told)


def _commits(context: Context) -> Iterator[tuple[str, str, str]]:
    """Each commit, the last one first: its number, its people, its message."""
    root = context.project.root
    try:
        if place_of(root, context.project.name(context.project.study)) is None:
            return
        log = ask(root, "-c", "log.showSignature=false", "log", _FORMAT)
    except ThemeloomError:
        # Whoever asks which version this is tells of it.
        return
    for one in log.split("\x1e"):
        commit, _, rest = one.strip().partition("\x1f")
        people, _, message = rest.partition("\x1f")
        if commit:
            yield commit, people, message
