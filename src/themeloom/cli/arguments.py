"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn

from themeloom import __version__
from themeloom.core.errors import Exit
from themeloom.core.files import beside

_EPILOG = "Exit codes: 0 fine, 1 findings or a mistake that is named, 2 wrong usage, 3 our defect."


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint ends with a remedy."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}\n  hint: {self.prog} --help", file=sys.stderr)
        raise SystemExit(Exit.USAGE)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; the name of the chosen one is in `command`."""
    top = _Parser(
        prog="themeloom",
        description="A qualitative study's paper, poster and slides from one store.",
        epilog=_EPILOG,
    )
    top.add_argument("--version", action="version", version=f"themeloom {__version__}")
    top.add_argument(
        "--project", type=Path, default=Path(), metavar="FOLDER", help="the study's folder"
    )
    added = top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command in beside(__file__, "commands.toml").items():
        one = added.add_parser(name, help=command["about"], description=command["about"])
        one.set_defaults(command=name.replace("-", "_"))
        _take(one, command.get("takes", {}))
        if "one-of" in command:
            _take(one.add_mutually_exclusive_group(), command["one-of"])
    return top


def _take(one: argparse._ActionsContainer, words: dict[str, dict[str, Any]]) -> None:
    for name, settings in words.items():
        kind = {"type": Path} if settings.get("type") == "path" else {}
        one.add_argument(name, **{**settings, **kind})
