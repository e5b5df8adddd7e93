"""The guidelines and their items, as data: numbers, titles, and the paper to cite."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Item:
    """One thing that a guideline asks for.

    Args:
        id: its number, as the guideline writes it (`12`, `S8`).
        title: its title.
        domain: the heading it stands under; empty if the guideline has none.
    """

    id: str
    title: str
    domain: str


@dataclass(frozen=True)
class Guideline:
    """A reporting guideline.

    Args:
        key: the attribute that marks its answers in a text: `coreq`.
        name: what it is called.
        title: its name in full.
        citation: the paper that published it.
        doi: that paper's DOI.
        items: what it asks for, in its order.
    """

    key: str
    name: str
    title: str
    citation: str
    doi: str
    items: tuple[Item, ...]

    def item(self, written: str) -> Item | None:
        """The item that an author means by `12`, `S8`, `s8` or, where no other fits, `8`."""
        wanted = {written.upper(), f"S{written}"}
        return next((item for item in self.items if item.id in wanted), None)


def _read(key: str) -> Guideline:
    text = (Path(__file__).parent / f"{key}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    items = tuple(
        Item(number, title, domain["title"])
        for domain in data["domains"]
        for number, title in domain["items"]
    )
    return Guideline(key, data["name"], data["title"], data["citation"], data["doi"], items)


#: Every guideline by its key.
GUIDELINES: dict[str, Guideline] = {key: _read(key) for key in ("coreq", "srqr")}
