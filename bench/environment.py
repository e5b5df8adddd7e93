"""Writes environment.yml: Quarto and Python from conda-forge, all else as requirements.lock has it.

The packages come from the Python package index in both routes, so that one version of each is
the one that was tested, whichever route a reader takes.

Run: make lock
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: The versions that a whole render was seen with.
PYTHON, QUARTO = "3.12", "1.10.18"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+==[^\s;\\]+)(?: ; ([^\\\n]+?))? \\$", re.MULTILINE)
_HEAD = f"""# Quarto, Python and each package at the version of requirements.lock (make lock)
#   conda env create -f environment.yml && conda activate themeloom && quarto render
name: themeloom
channels: [conda-forge]
dependencies:
  - python={PYTHON}
  - quarto={QUARTO}
  - pip
  - pip:
"""


def written(lock: str) -> str:
    """The environment of what is locked."""
    lines = []
    for package, where in _PINNED.findall(lock):
        # Quotation marks as the lock has them; no marker holds the other kind.
        lines.append(f'      - "{package} ; {where}"\n' if where else f"      - {package}\n")
    return f"{_HEAD}{''.join(lines)}      - --editable .\n"


def main() -> None:
    """Write it."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    (ROOT / "environment.yml").write_text(written(lock), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
