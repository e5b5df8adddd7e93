"""`make look`: writes the look into the files of this repository that show it."""

from __future__ import annotations

import sys
from pathlib import Path

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import put
from themeloom.look.tokens import LOOK
from themeloom.look.write import changes


def main(root: Path) -> int:
    """Write what differs, and name it."""
    try:
        for path, data in changes(root, LOOK).items():
            put(path, data)
            print(path.relative_to(root).as_posix())
    except ThemeloomError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path.cwd()))
