"""Projects of Taguette (.sqlite3): places are bytes of UTF-8 in a page whose tags are taken out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from themeloom.core.nested import grouped
from themeloom.core.text import counted
from themeloom.importers.coded.hypertext import Page, words_of
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.reading import CodedReading, ReadCode, ReadCoding, ReadSource

if TYPE_CHECKING:
    from themeloom.importers.coded.databases import Database


def read_taguette(database: Database) -> CodedReading:
    """The project of a database of Taguette."""
    pages = {key: Page(str(page)) for key, page in database.rows("documents", "id", "contents")}
    names = dict(database.rows("documents", "id", "name"))
    codes = {
        key: ReadCode(str(key), str(path), definition=str(said).strip())
        for key, path, said in database.rows("tags", "id", "path", "description")
    }
    tagged = database.rows("highlight_tags", "highlight_id", "tag_id")
    tags = grouped((highlight, tag) for highlight, tag in tagged)
    whose = _coders(database)
    codings, bare, lost = list[ReadCoding](), 0, 0
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for key, document, start, end, snippet in database.rows("highlights", *columns):
        known = [tag for tag in tags.get(key, ()) if tag in codes]
        bare += not known
        span = _span(pages.get(document), start, end)
        lost += span is None
        if span is None:
            continue
        place = f"highlight {key} of “{names.get(document, document)}”"
        words = words_of(str(snippet))
        codings += (
            ReadCoding(str(document), str(tag), whose.get(key, ""), *span, words, place=place)
            for tag in known
        )
    left_out = [f"{counted(bare, 'highlight')} with no tag"] if bare else []
    left_out += [f"{counted(lost, 'highlight')} outside of its document"] if lost else []
    projects = len(database.rows("projects", "id"))
    return CodedReading(
        database.name,
        f"Taguette ({counted(projects, 'project')}), places in UTF-8 bytes of the words",
        tuple(ReadSource(str(key), str(names[key]), page.text) for key, page in pages.items()),
        tuple(codes.values()),
        tuple(codings),
        users=len(database.rows("users", "login")),
        whole=True,
        rules=(Rule("code points"),),
        left_out=tuple(left_out),
    )


def _span(page: Page | None, start: object, end: object) -> tuple[int, int] | None:
    """Bytes of the bare words as code points of the text; None if they are no place of it."""
    if page is None or not isinstance(start, int) or not isinstance(end, int):
        return None
    data = page.bare.encode("utf-8", "surrogatepass")
    if not 0 <= start <= end <= len(data):
        return None
    try:
        before, words = data[:start].decode(), data[start:end].decode()
    except UnicodeDecodeError:
        return None
    first = len(before)
    return page.place(first), page.place(first + len(words), is_end=True)


def _coders(database: Database) -> dict[object, str]:
    """Who made each highlight, by the log of commands."""
    found: dict[object, str] = {}
    for login, payload in database.rows("commands", "user_login", "payload"):
        try:
            said = json.loads(str(payload))
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict) and said.get("type") == "highlight_add":
            key = said.get("highlight_id", said.get("id"))
            if isinstance(key, int):
                found.setdefault(key, str(login))
    return found
