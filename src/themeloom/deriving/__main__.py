"""`make look` calls it: writes numbers as they are said, which num2words is slow to say."""

from __future__ import annotations

from themeloom.core.files import put
from themeloom.deriving.said import FILE, written


def main() -> int:
    """Write what num2words says now."""
    put(FILE, written().encode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
