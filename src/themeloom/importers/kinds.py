"""Which reader reads which kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.importers.captions import read_captions
from themeloom.importers.office import read_office
from themeloom.importers.printed import read_printed
from themeloom.importers.tables import read_separated, read_workbook
from themeloom.importers.texts import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.importers.reading import Asked, Reading

    Reader = Callable[[bytes, Asked], Reading]

#: The reader of each ending.
_READERS: dict[str, Reader] = {
    **dict.fromkeys(("txt", "md"), read_plain),
    **dict.fromkeys(("docx", "odt", "rtf"), read_office),
    "pdf": read_printed,
    **dict.fromkeys(("vtt", "srt"), read_captions),
    **dict.fromkeys(("csv", "tsv"), read_separated),
    **dict.fromkeys(("xlsx", "xls", "ods"), read_workbook),
}


def read(data: bytes, asked: Asked) -> Reading:
    """Read a file by its ending.

    Raises:
        ThemeloomError: if no reader knows such files, or the file is not what it says it is.
    """
    ending = asked.name.rpartition(".")[2].lower() if "." in asked.name else ""
    reader = _READERS.get(ending)
    if reader is None:
        known = ", ".join(f".{one}" for one in _READERS)
        raise ThemeloomError(
            f"{asked.name} is of a kind that is not read here",
            f"these are: {known}; save it as one of them; of what was coded with another tool, "
            "export “REFI-QDA project” (.qdpx)",
        )
    if not data.strip(b"\0 \t\r\n"):
        raise ThemeloomError(f"{asked.name} is empty", "export it again")
    return reader(data, asked)
