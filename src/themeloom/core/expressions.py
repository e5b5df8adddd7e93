"""Regular expressions of ours, kept as Python keeps modules: compiled, beside the code.

To compile those that one command needs takes it a tenth of a second; what was compiled is laid
down again in a thirtieth of that. Only expressions that stand in the package come here: one that
was made of a study holds its words.
"""

from __future__ import annotations

import importlib
import marshal
import re
import sys
from array import array
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digest, put

#: Of another package or another Python nothing is taken.
_OF = __version__, sys.version


class Compiled:
    """The expressions that a command compiles, and those that lie in a file from earlier ones."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._found: dict[tuple[str, int], re.Pattern[str]] = {}
        #: What this command had to compile.
        self.new: dict[tuple[str, int], tuple[Any, ...]] = {}

    def __call__(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """An expression, compiled."""
        key = pattern, int(flags)
        if key not in self._found:
            self._found[key] = self._laid_down(*key) or re.compile(pattern, flags)
        return self._found[key]

    def _laid_down(self, pattern: str, flags: int) -> re.Pattern[str] | None:
        """The same by Python's own parts, which are not promised to stay: nothing without them."""
        with suppress(Exception):
            compiler, sre = (importlib.import_module(one) for one in ("re._compiler", "_sre"))
            parts = self._kept.get((pattern, flags))
            if parts is None:
                parts = self.new[pattern, flags] = _parts(compiler, pattern, flags)
            found, code, *groups = parts
            made = sre.compile(pattern, found, array("I", code).tolist(), *groups)
            return cast("re.Pattern[str]", made)
        return None

    @cached_property
    def _kept(self) -> dict[tuple[str, int], tuple[Any, ...]]:
        """What lies in the file; nothing if it is not as it was."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            seal, _, data = self._place.read_bytes().partition(b"\n")
            if digest(data).encode() == seal:
                of, kept = marshal.loads(data)  # noqa: S302 - sealed, as trusted as a .pyc
                return dict(kept) if of == _OF else {}
        return {}

    def keep(self) -> None:
        """Keep what this command had to compile, where Python may keep modules."""
        if self.new and not sys.dont_write_bytecode:
            data = marshal.dumps((_OF, {**self._kept, **self.new}))
            with suppress(OSError, ValueError, ThemeloomError):
                put(self._place, digest(data).encode() + b"\n" + data)


def _parts(compiler: Any, pattern: str, flags: int) -> tuple[Any, ...]:  # noqa: ANN401 - untyped
    """What `re.compile` hands on to what is written in C."""
    parsed = compiler._parser.parse(pattern, flags)  # noqa: SLF001 - likewise not promised
    names, count = parsed.state.groupdict, parsed.state.groups
    numbered = dict(zip(names.values(), names, strict=True))
    code = array("I", compiler._code(parsed, flags)).tobytes()  # noqa: SLF001
    by_number = tuple(map(numbered.get, range(count)))
    return flags | parsed.state.flags, code, count - 1, dict(names), by_number


_TAG = sys.implementation.cache_tag
compiled = Compiled(Path(__file__).parent / "__pycache__" / f"expressions.{_TAG}.cached")


class _Later:
    """A regular expression whose methods are there once the first of them is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> object:
        """A method of the compiled expression, which is at hand from then on."""
        found: object = getattr(compiled(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first used: most commands use few."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
