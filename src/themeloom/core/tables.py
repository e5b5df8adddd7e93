"""Tables of separated values as programs save them, whichever sign parts their columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

#: What parts columns: the comma, or what programs take where that is in numbers.
_PARTS = ",;\t|"


def separated(text: str, parts: str = _PARTS) -> Reader:
    """The rows of a table whose columns are parted by the sign that its first line has most of."""
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(parts, key=head.count))
