"""The options of a cell: the lines `#| key: value` at its top, as Quarto has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import beside
from themeloom.study.located import Located, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What of Quarto's options is known: see `options.toml`.
KNOWN = beside(__file__, "options.toml")
#: Options that are on or off, and whether they are on where nobody says anything.
SWITCHES: dict[str, bool] = KNOWN["switches"]
TEXTS = frozenset(KNOWN["texts"])

_OPTION_LINE = re.compile(r"#\|(?: |$)")
_LABEL = re.compile(r"[A-Za-z][\w-]*")
_LABEL_HINT = "a label has letters, digits, - and _, such as fig-map"


class Options(msgspec.Struct, frozen=True):
    """What a cell says about itself.

    Args:
        values: its label, its captions, and the options that are on or off, as far as the cell
            sets them; `output` may also be `asis`.
    """

    values: Mapping[str, bool | str]

    @property
    def label(self) -> str:
        """The label; empty if it has none."""
        return self.text("label")

    @property
    def kind(self) -> str:
        """What the label says that the cell shows: `fig`, `tbl` or anything else."""
        return self.label.split("-", 1)[0]

    def caption(self, kind: str) -> str:
        """The caption of a figure (`fig`) or a table (`tbl`)."""
        return self.text(f"{kind}-cap")

    def text(self, name: str) -> str:
        """A label, a caption or a description; empty if it has none."""
        return str(self.values.get(name, ""))

    def switch(self, name: str, *above: Mapping[str, bool | str]) -> bool | str:
        """An option: the cell's own word, else the first of `above` that has one, else Quarto's."""
        for layer in (self.values, *above):
            if name in layer:
                return layer[name]
        return SWITCHES[name]

    def tags(self, *above: Mapping[str, bool | str]) -> list[str]:
        """What the cell's metadata tell whoever runs it."""
        tags = ["skip-execution"] * (not self.switch("eval", *above))
        return tags + ["raises-exception"] * bool(self.switch("error", *above))


def read_options(source: str, named: str, first_line: int = 1) -> Options:
    """The options of a cell.

    Args:
        source: the cell's code, its option lines included.
        named: the file, as a message names it.
        first_line: the line of that file on which the cell's code begins.

    Raises:
        ThemeloomError: an option that is unknown, or that has a value it cannot have.
    """
    lines = (line[2:].removeprefix(" ") for line in _option_lines(source))
    located = parse("\n".join(lines), named, first_line)
    if located.value is None:
        return Options({})
    if not isinstance(located.value, dict):
        raise located.error((), "the lines #| of this cell are not options", "write #| key: value")
    return Options(
        {key: _checked(located, key) for key in located.value if key not in KNOWN["harmless"]}
    )


def captioned(markdown: str, caption: str) -> str | None:
    """The one table of some Markdown with its caption; words may stand above and below it.

    Args:
        markdown: what a cell gave.
        caption: how the table is called, and its label.

    Returns:
        None if it is not one table.
    """
    parts = [part.strip("\n") for part in markdown.split("\n\n")]
    tables = [at for at, part in enumerate(parts) if part.lstrip().startswith("|")]
    if len(tables) != 1:
        return None
    parts[tables[0]] += f"\n\n: {caption}" if caption else ""
    return "\n\n".join(filter(None, parts))


def without_options(source: str) -> str:
    """The code without its option lines: what a reader is shown."""
    return "\n".join(source.split("\n")[len(list(_option_lines(source))) :]).strip("\n")


def _option_lines(source: str) -> Iterator[str]:
    for line in source.split("\n"):
        if not _OPTION_LINE.match(line):
            return
        yield line


def is_switch(key: str, value: object) -> bool:
    """Whether an option that is on or off can have this value."""
    return isinstance(value, bool) or (key, value) == ("output", "asis")


def _checked(located: Located, key: str) -> bool | str:
    """An option that there is, with a value that it can have."""
    value: object = located.value[key]
    if key in SWITCHES and isinstance(value, bool | str) and is_switch(key, value):
        return value
    if key in SWITCHES:
        others = " or asis" if key == "output" else ""
        raise located.error((key,), f"{key}: {value} is neither true nor false{others}")
    if key not in TEXTS:
        raise located.error(
            (key,),
            f'the built-in renderer does not know the cell option "{key}"',
            did_you_mean(str(key), [*SWITCHES, *TEXTS]),
        )
    if not isinstance(value, str) or not value.strip():
        raise located.error((key,), f"{key} is not a text", "put it in quotation marks")
    if key == "label" and not _LABEL.fullmatch(value):
        raise located.error((key,), f'"{value}" cannot be a label', _LABEL_HINT)
    return " ".join(value.split())


def same_label(label: str, named: str, first: str, line: int | None = None) -> ThemeloomError:
    """The mistake of giving two cells one label."""
    return ThemeloomError(
        f'the label "{label}" is there twice: here and {first}',
        "give one of the cells another label",
        file=named,
        line=line,
    )
