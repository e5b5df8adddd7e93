"""How large the package is: code lines by room, without blank lines, comments, docstrings, imports.

Run: make size
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "themeloom"
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(text: str) -> int:
    """The number of lines of a module that do something."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            lines -= _lines_of(node)
        elif isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node) is not None:
            lines -= _lines_of(node.body[0])
    return len(lines)


def _lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def sizes(package: Path) -> dict[str, tuple[int, int]]:
    """For each room its modules and its code lines; a module at the top is a room of its own."""
    modules: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        modules[room] += 1
        lines[room] += code_lines(path.read_text(encoding="utf-8"))
    return {room: (modules[room], lines[room]) for room in modules}


def main() -> int:
    """Print the rooms, the largest first, with their share of the house."""
    rooms = sizes(PACKAGE)
    total = sum(lines for _, lines in rooms.values())
    for room, (modules, lines) in sorted(rooms.items(), key=lambda row: -row[1][1]):
        print(f"{room:<14}{modules:>5} modules{lines:>8} code lines{lines / total:>7.0%}")
    print(f"{'all':<14}{sum(m for m, _ in rooms.values()):>5} modules{total:>8} code lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
