"""The command line: arguments to calls; the only part of the package that prints.

What a failure means is decided in `main` alone.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from themeloom import __version__
from themeloom.cli.terminals import speak_plainly
from themeloom.core.errors import EditsKept, Ended, Exit, ThemeloomError
from themeloom.core.expressions import compiled

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

#: What a disk or whoever keeps it answers: nothing that we could do better.
_OF_THE_DISK = frozenset(
    getattr(errno, name, None)
    for name in ("ENOSPC", "EFBIG", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "ENAMETOOLONG")
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and say in the exit code how it went."""
    if argv is None:
        # A command is short: to look for circles of objects costs it more than they take up.
        gc.set_threshold(100_000, 50, 50)
        _speak_unicode()
        _hear_no_warnings()
        signal.signal(signal.SIGTERM, _end)
    from themeloom.cli.arguments import parser

    words = sys.argv[1:] if argv is None else [*argv]
    arguments = parser(words).parse_args(words)
    speak_plainly(sys.stdout, sys.stderr)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", EditsKept)
        try:
            return _run(arguments)
        finally:
            if argv is None:
                # All is done: who tells us to end now need not be heard.
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                # Nor is anything looked through once more for circles of objects.
                gc.freeze()
                compiled.keep()
            # However it ended: a copy that nobody hears of is as good as lost.
            for one in () if sys.stderr.closed else caught:
                print(f"warning: {one.message}", file=sys.stderr)


def _run(arguments: argparse.Namespace) -> int:
    try:
        _check_python()
        room, _, called = arguments.command.rpartition(".")
        return int(getattr(import_module(f"themeloom.cli.{room}"), called)(arguments))
    except ThemeloomError as error:
        _complain(error)
        return Exit.FINDINGS
    except KeyboardInterrupt:
        print("\ninterrupted; what lies there is of one build", file=sys.stderr)
        return Exit.INTERRUPTED
    except Ended:
        print("\nended; what lies there is of one build", file=sys.stderr)
        return Exit.ENDED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.FINE
    except Exception as error:  # noqa: BLE001 - the one place that answers for our own defects
        return _of_the_disk(error) or _confess(error)


def _speak_unicode() -> None:
    """Names and folders are written in Unicode: where the locale has less, Python begins anew."""
    if sys.getfilesystemencoding().lower() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _hear_no_warnings() -> None:
    """Libraries' warnings are for us; PYTHONWARNINGS=error must not make failures of them."""
    os.environ.pop("PYTHONWARNINGS", None)
    warnings.simplefilter("ignore")


def _end(*_: object) -> NoReturn:
    """Once told to end, as after Ctrl-C: programs of ours end too, nothing is left half done."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Ended


def _check_python() -> None:
    """The schema of the store is made of texts that Python leaves out when it is told to."""
    if sys.flags.optimize > 1:
        raise ThemeloomError(
            "Python runs without docstrings (PYTHONOPTIMIZE=2 or -OO), and study.schema.json is "
            "made of them",
            "run: unset PYTHONOPTIMIZE",
        )


def _complain(error: ThemeloomError) -> None:
    for line in str(error).splitlines():
        print(line if line.startswith("  ") else f"error: {line}", file=sys.stderr)


def _of_the_disk(error: Exception) -> Exit | None:
    """What a disk answers is no defect of ours: it is full, or may not be written."""
    if not isinstance(error, OSError) or error.errno not in _OF_THE_DISK:
        return None
    what = f"{error.filename}: " if error.filename else ""
    reason = (error.strerror or str(error)).lower()
    _complain(ThemeloomError(f"{what}{reason}", "make room on the disk, or let us write there"))
    return Exit.FINDINGS


def _confess(error: Exception) -> Exit:
    """A report to paste: nothing of the user's data is in it but what the error says."""
    import platform
    import traceback

    print(
        "error: this is a defect of themeloom, not of your study\n"
        "  hint: paste what follows into a new issue of the project\n\n"
        f"themeloom {__version__}, Python {platform.python_version()}, {platform.system()}",
        file=sys.stderr,
    )
    traceback.print_exception(error, file=sys.stderr)
    return Exit.DEFECT
