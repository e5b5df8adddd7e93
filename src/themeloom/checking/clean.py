"""What was looked at and found clean: nobody asks again as long as it is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from themeloom.core.files import digest
from themeloom.core.kept import kept, remember

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

_Found = TypeVar("_Found")


class Clean:
    """The memory of one check, or of one file.

    Args:
        memory: the file that it is kept in; without one, all is looked at.
        key: a hash of all that decides what is clean.
    """

    def __init__(self, memory: Path | None = None, key: str = "") -> None:
        self._memory, self._key = memory, key
        self._known = (kept(memory, dict[str, list[str]], key) or {}) if memory else {}
        self._clean: dict[str, list[str]] = {}

    def asked(
        self,
        content: str,
        found: Iterable[_Found],
        by: Collection[str] = (),
        there: Collection[str] = (),
    ) -> list[_Found]:
        """What is found in something, which is only looked at if it was not clean before.

        Args:
            content: what is looked at.
            found: looks at it; whether it finds anything must hang on nothing else.
            by: has, once it was looked at, what of `there` it is clean by.
            there: what may change beside it; as long as that is there by which it was clean,
                it still is.
        """
        # Names of files may have what is no character.
        mark = digest(content.encode(errors="surrogatepass")) if self._memory else ""
        if mark in self._known and all(one in there for one in self._known[mark]):
            self._clean[mark] = self._known[mark]
            return []
        told = list(found)
        if not told:
            self._clean[mark] = sorted(by)
        return told

    def keep(self) -> None:
        """Write down what is clean now."""
        if self._memory and self._clean != self._known:
            remember(self._memory, self._clean, self._key)
