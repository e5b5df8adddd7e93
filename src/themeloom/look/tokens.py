"""The look as data: colours by what they are for, typefaces, sizes, and words in languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Mapping


class Look(msgspec.Struct, frozen=True):
    """What every output looks like.

    Args:
        schemes: for `light`, `dark` and `print` the colours by their names; the threads are
            `thread-1` and so on. What dark and print leave out is as in the light.
        faces: the families by their use: `serif`, `sans`, `heading`.
        data: all of `look.toml`, for those that write it.
        words: for each language what the outputs say of themselves.
    """

    schemes: Mapping[str, Mapping[str, str]]
    faces: Mapping[str, str]
    data: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]

    @property
    def colours(self) -> Mapping[str, str]:
        """The colours on light grounds."""
        return self.schemes["light"]

    @property
    def sizes(self) -> Mapping[str, int]:
        """How large what is on a slide is, in pixels of one that is 1920 wide."""
        sizes: Mapping[str, int] = self.data["slides"]
        return sizes

    @property
    def on_sheets(self) -> Look:
        """The same look where pages are white, whatever ground it has elsewhere."""
        sheet = self.schemes.get("sheet", self.schemes["light"])
        return replace(self, schemes={**self.schemes, "light": sheet})

    @property
    def threads(self) -> list[str]:
        """The colours of the themes, by their order."""
        return [self.colours[name] for name in self.colours if name.startswith("thread-")]

    def word(self, language: str, key: str) -> str:
        """What outputs say in a language, as `de-AT`; in English where the words are not there."""
        own = self.words.get(language.partition("-")[0], {})
        return own.get(key, self.words["en"][key])

    def related(self, language: str, relation: str) -> str:
        """How themes relate, in a language; an author's own words as they are."""
        key = f"relation-{relation.replace(' ', '-')}"
        return self.word(language, key) if key in self.words["en"] else relation

    def bare(self, token: str) -> str:
        """A colour as office documents have it, without its hash."""
        return self.colours[token].removeprefix("#")


def read_look(data: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> Look:
    """The look that the two tables say, in which a colour may be the name of another one."""
    light = _colours(data["light"])
    schemes = {"light": light, **{name: light | _colours(data[name]) for name in ("dark", "print")}}
    named = {
        name: {one: colours.get(value, value) for one, value in colours.items()}
        for name, colours in schemes.items()
    }
    return Look(schemes=named, faces=data["type"], data=data, words=words)


def _colours(scheme: Mapping[str, Any]) -> dict[str, str]:
    """The colours of a scheme, each thread by its number."""
    flat = {name: value for name, value in scheme.items() if name != "threads"}
    threads = enumerate(scheme.get("threads", ()), start=1)
    return flat | {f"thread-{number}": value for number, value in threads}


#: The look of this package.
LOOK = read_look(beside(__file__, "look.toml"), beside(__file__, "words.toml"))
