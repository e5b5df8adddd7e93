"""The command line: arguments to calls; the only module that prints.

Every command is a function that takes the arguments and calls one function of
the package. What a failure means is decided in `main` alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from themeloom import __version__
from themeloom.errors import Exit, ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from themeloom.project import Project

    Command = Callable[[argparse.Namespace], Exit]

_EPILOG = "Exit codes: 0 fine, 1 findings or a mistake that is named, 2 wrong usage, 3 our defect."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and say in the exit code how it went."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except ThemeloomError as error:
        _complain(error)
        return Exit.FINDINGS
    except KeyboardInterrupt:
        print("\ninterrupted; what was built last is untouched", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.FINE
    except Exception as error:  # noqa: BLE001 - the one place that answers for our own defects
        _confess(error)
        return Exit.DEFECT


def _project(arguments: argparse.Namespace) -> Project:
    from themeloom.project import Project

    return Project.find(arguments.project)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="themeloom",
        description="A qualitative study's paper, poster and slides from one store.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"themeloom {__version__}")
    parser.add_argument(
        "--project", type=Path, default=Path(), metavar="FOLDER", help="the study's folder"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command, about in _COMMANDS:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(command=command)
        if name == "render":
            _add_render(added)
        elif name == "verify":
            _add_verify(added)
    return parser


def _add_render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "documents", nargs="*", metavar="DOCUMENT", help="paper, poster, slides (default: all)"
    )
    parser.add_argument(
        "--to", action="append", default=[], metavar="FORMAT", help="only this format; may repeat"
    )
    parser.add_argument("--engine", choices=["builtin", "quarto"], default="builtin")


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR|ARCHIVE.zip",
        help="what was published (default: _output)",
    )
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page to read")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint ends with a remedy."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}\n  hint: {self.prog} --help", file=sys.stderr)
        raise SystemExit(Exit.USAGE)


def _derive(arguments: argparse.Namespace) -> Exit:
    from themeloom.build import derive

    project = _project(arguments)
    done = derive(project)
    if done.fresh or not done.changed:
        print("data-derived/ is up to date")
    else:
        for path in done.changed:
            print(f"  {project.named(path)}")
        print(f"data-derived/: {len(done.changed)} files changed")
    return Exit.FINE


def _check(arguments: argparse.Namespace) -> Exit:
    from themeloom.build import check

    report = check(_project(arguments))
    for finding in report.findings:
        print(f"{finding.severity}: {finding.file}:{finding.line}: {finding.message}")
        if finding.hint:
            print(f"  hint: {finding.hint}")
    print(f"{len(report.findings)} findings" if report.findings else "nothing found")
    return Exit.FINDINGS if report.errors else Exit.FINE


def _render(arguments: argparse.Namespace) -> Exit:
    from themeloom.build import render
    from themeloom.cli.progress import Progress

    project = _project(arguments)
    progress = Progress(sys.stderr)
    results = render(project, arguments.documents, arguments.to, arguments.engine, progress)
    for line in progress.table(results):
        print(line)
    return Exit.FINE


def _verify(arguments: argparse.Namespace) -> Exit:
    from themeloom.cli.progress import Progress
    from themeloom.verify import told, verify, write_report

    project = _project(arguments)
    verdict = verify(project, arguments.output, Progress(sys.stderr))
    for line in told(verdict):
        print(line)
    if arguments.report is not None:
        write_report(project, verdict, arguments.report)
    return Exit.FINE if verdict.equal else Exit.FINDINGS


def _doctor(arguments: argparse.Namespace) -> Exit:
    """Answers where there is no project, too."""
    from themeloom.doctor import examine

    rows = examine(arguments.project)
    wide = max(len(row.name) for row in rows)
    for row in rows:
        print(f"{'ok' if row.ok else '--':>3}  {row.name:<{wide}}  {row.found}")
        if row.remedy:
            print(f"     {'':<{wide}}  {row.remedy}")
    return Exit.FINDINGS if any(row.needed and not row.ok for row in rows) else Exit.FINE


def _complain(error: ThemeloomError) -> None:
    for line in str(error).splitlines():
        print(line if line.startswith("  ") else f"error: {line}", file=sys.stderr)


def _confess(error: Exception) -> None:
    """A report to paste: nothing of the user's data is in it but what the error says."""
    import platform
    import traceback

    print(
        "error: this is a defect of themeloom, not of your study\n"
        "  hint: paste what follows into a new issue of the project\n",
        file=sys.stderr,
    )
    print(
        f"themeloom {__version__}, Python {platform.python_version()}, {platform.system()}",
        file=sys.stderr,
    )
    traceback.print_exception(error, file=sys.stderr)


_COMMANDS: tuple[tuple[str, Command, str], ...] = (
    ("derive", _derive, "bring data-derived/ up to date with data-raw/ and study.yml"),
    ("check", _check, "look up every quotation and number, and build nothing"),
    ("render", _render, "derive, check, and build paper, poster and slides into _output/"),
    ("verify", _verify, "rebuild in a clean place and compare with what is there"),
    ("doctor", _doctor, "say what is there, what is missing, and how to get it"),
)
