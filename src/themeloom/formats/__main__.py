"""The second half of `make look`: packs the reference documents, which Quarto needs whole."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from themeloom.core.extensions import FOLDER
from themeloom.core.files import put
from themeloom.core.office import read_package
from themeloom.formats.branding import pack_references


def stale(root: Path) -> dict[Path, bytes]:
    """The packed documents of a repository that do not hold what lies unpacked beside them."""
    references = root / FOLDER / "themeloom" / "reference"
    found = {}
    with TemporaryDirectory() as folder:
        for made in pack_references(references, Path(folder)):
            packed = references / made.name
            # Another version of the library that packs may give other bytes for the same parts.
            if not packed.is_file() or read_package(packed) != read_package(made):
                found[packed] = made.read_bytes()
    return found


def main(root: Path) -> int:
    """Pack what changed."""
    for path, data in stale(root).items():
        put(path, data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path.cwd()))
