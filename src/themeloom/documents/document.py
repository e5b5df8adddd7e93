"""A document as the renderer takes it: metadata, text, lines, shortcodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.documents.blocks import crowded
from themeloom.documents.keys import check_keys
from themeloom.documents.places import LineMap, Place, Spliced
from themeloom.documents.scanner import scan
from themeloom.documents.shortcodes import Shortcode, Tokens
from themeloom.documents.splicing import read_source
from themeloom.documents.unsupported import unknown_shortcodes, unsupported
from themeloom.errors import ManyErrors, ThemeloomError, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Document:
    """A `.qmd` with its includes spliced in and its shortcodes replaced by tokens.

    Args:
        path: where it lies, from the project's root, with slashes.
        metadata: its front matter; texts remember their places.
        body: the text below it; each shortcode is a token, U+E000 number U+E001.
        lines: for every line of the body, the file and line it was written in.
        shortcodes: what the tokens stand for, in the order of their numbers.
        files: every file the document was read from, itself first.
    """

    path: str
    metadata: Mapping[str, object]
    body: str
    lines: LineMap
    shortcodes: tuple[Shortcode, ...]
    files: tuple[str, ...]

    @property
    def spliced(self) -> Spliced:
        """The body as a text that knows its lines."""
        return Spliced(self.body, self.lines)

    @property
    def stem(self) -> str:
        """The name by which a person calls it: `paper` for `manuscript/paper.qmd`."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".qmd")


def read_document(root: Path, path: Path | str) -> Document:
    """Read one document and refuse what the built-in renderer does not support.

    Args:
        root: the project's folder.
        path: the document's path from there.

    Raises:
        ThemeloomError: for what is missing, broken, unknown or not supported, all of it together.
    """
    named = path if isinstance(path, str) else path.as_posix()
    source = read_source(root, named)
    pieces = scan(source.spliced.text)
    tokens = Tokens()
    body = tokens.in_body(source.spliced, pieces)
    in_body = tuple(tokens.shortcodes)
    metadata = {key: tokens.in_data(value) for key, value in source.metadata.items()}
    shortcodes = tuple(tokens.shortcodes)
    raise_all(
        in_order(
            [
                *tokens.errors,
                *unsupported(source.spliced, pieces),
                *unknown_shortcodes(shortcodes),
                *crowded(body.text, in_body),
                *check_keys(metadata, Place(named, 1), own=read_by_meta(shortcodes)),
            ]
        )
    )
    return Document(named, metadata, body.text, body.lines, shortcodes, source.files)


def read_documents(root: Path, paths: Iterable[Path | str]) -> list[Document]:
    """Read several documents; their mistakes are raised together."""
    documents: list[Document] = []
    errors: list[ThemeloomError] = []
    for path in paths:
        try:
            documents.append(read_document(root, path))
        except ThemeloomError as error:
            errors += flat(error)
    raise_all(dict.fromkeys(errors))
    return documents


def read_by_meta(shortcodes: Iterable[Shortcode]) -> frozenset[str]:
    """The metadata keys that a document reads itself, with `{{< meta key.below >}}`."""
    return frozenset(
        one.args[0].split(".")[0] for one in shortcodes if one.name == "meta" and one.args
    )


def flat(error: ThemeloomError) -> Iterator[ThemeloomError]:
    """The single mistakes within an error."""
    if isinstance(error, ManyErrors):
        for one in error.errors:
            yield from flat(one)
    else:
        yield error


def in_order(errors: Iterable[ThemeloomError]) -> list[ThemeloomError]:
    """Errors by file and line, each said once."""
    once = {str(error): error for error in errors}.values()
    return sorted(once, key=lambda error: (error.file or "", error.line or 0))
