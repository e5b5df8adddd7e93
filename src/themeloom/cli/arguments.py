"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from themeloom import __version__
from themeloom.core.errors import Exit, did_you_mean
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = "Exit codes: 0 fine, 1 findings or a mistake that is named, 2 wrong usage, 3 our defect."


#: How argparse says that a word is none of those that may stand there.
_INVALID = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint ends with a remedy."""

    # Of argparse's forms we use the plain one, with a namespace of its own kind.
    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Words that may be left out are taken behind options too, as all Pythons do by 3.13."""
        known, more = super().parse_known_args(args, namespace)
        if getattr(known, "words", None) == [] and not any(one.startswith("-") for one in more):
            known.words, more = more, []
        return known, more

    def error(self, message: str) -> NoReturn:
        hint = f"{self.prog} --help"
        if wrong := _INVALID.search(message):
            meant = did_you_mean(wrong[1], re.findall(r"'([^']+)'", wrong[2]))
            message, hint = f"there is no {wrong[1]} here", meant or hint
        print(f"error: {message}\n  hint: {hint}", file=sys.stderr)
        raise SystemExit(Exit.USAGE)


def parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of all commands; the function of the chosen one, with its module, is `command`.

    Args:
        words: what it is to parse: where they begin with a command, only that one is laid out.
    """
    top = _Parser(
        prog="themeloom",
        description="A qualitative study's paper, poster and slides from one store.",
        epilog=_EPILOG,
    )
    top.add_argument("--version", action="version", version=f"themeloom {__version__}")
    top.add_argument(
        "--project", type=Path, default=Path(), metavar="FOLDER", help="the study's folder"
    )
    groups = {"": top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)}
    every = beside(__file__, "commands.toml")
    at = 2 if words[:1] == ["--project"] else 0
    asked = [name for name in every if words[at : at + 1] == name.split()[:1]]
    for name in asked or every:
        command = every[name]
        first, _, second = name.rpartition(" ")
        if first not in groups:
            group = groups[""].add_parser(first, help=f"see: themeloom {first} --help")
            groups[first] = group.add_subparsers(
                required=True, metavar="COMMAND", parser_class=_Parser
            )
        one = groups[first].add_parser(second, help=command["about"], description=command["about"])
        calls = command.get("calls", f"commands.{name.replace('-', '_')}")
        one.set_defaults(command=calls)
        _take(one, command.get("takes", {}))
        if "one-of" in command:
            _take(one.add_mutually_exclusive_group(), command["one-of"])
    return top


def _take(one: argparse._ActionsContainer, words: dict[str, dict[str, Any]]) -> None:
    for name, settings in words.items():
        kind = {"type": Path} if settings.get("type") == "path" else {}
        one.add_argument(name, **{**settings, **kind})
