"""The words of the command line: which commands there are and what each takes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from themeloom import __version__
from themeloom.cli import commands
from themeloom.core.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[[argparse.Namespace], Exit]

_EPILOG = "Exit codes: 0 fine, 1 findings or a mistake that is named, 2 wrong usage, 3 our defect."


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint ends with a remedy."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}\n  hint: {self.prog} --help", file=sys.stderr)
        raise SystemExit(Exit.USAGE)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; the chosen one is in `command`."""
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
    for name, command, about, take in _COMMANDS:
        one = added.add_parser(name, help=about, description=about)
        one.set_defaults(command=command)
        take(one)
    return top


def _nothing(_: argparse.ArgumentParser) -> None:
    """A command without words of its own."""


def _render(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "documents", nargs="*", metavar="DOCUMENT", help="paper, poster, slides (default: all)"
    )
    one.add_argument(
        "--to", action="append", default=[], metavar="FORMAT", help="only this format; may repeat"
    )
    one.add_argument("--engine", choices=["builtin", "quarto"], default="builtin")


def _check(one: argparse.ArgumentParser) -> None:
    how = one.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for programs")
    how.add_argument("--sarif", action="store_true", help="SARIF 2.1.0, for code review tools")


def _trace(one: argparse.ArgumentParser) -> None:
    one.add_argument("quotation", metavar="QUOTE", help="the id of a quotation")


def _verify(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--output",
        type=Path,
        metavar="DIR|ARCHIVE.zip",
        help="what was published (default: _output)",
    )
    one.add_argument("--report", type=Path, metavar="FILE.html", help="write a page to read")


def _names(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar="FILE", help="real names, one a line")


_COMMANDS: tuple[tuple[str, Command, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("derive", commands.derive, "bring data-derived/ up to date", _nothing),
    ("check", commands.check, "run every check, and build nothing", _check),
    ("render", commands.render, "derive, check, and build everything into _output/", _render),
    ("finish", commands.finish, "finish what Quarto wrote (its post-render step)", _nothing),
    ("trace", commands.trace, "follow a quotation from the outputs to its source", _trace),
    ("verify", commands.verify, "rebuild in a clean place and compare", _verify),
    ("hash-names", commands.hash_names, "salted hashes of real names, for study.yml", _names),
    ("doctor", commands.doctor, "what is there, what is missing, how to get it", _nothing),
)
