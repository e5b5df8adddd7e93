"""The texts of the sources, exactly as they were stored."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.model import Access, Corpus, Source, SourceText, Study
from themeloom.reading.files import decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.project import Project
    from themeloom.reading.located import Located

#: Endings of files whose text is their bytes.
_PLAIN = frozenset({".txt", ".md"})


def read_corpus(project: Project, study: Study, located: Located) -> Corpus:
    """Read every source that names a file and is at hand.

    A restricted source whose file is absent is left out: who may not read it
    can still build from what was derived. An open one must be there.

    Raises:
        ThemeloomError: a file that is missing, not UTF-8, of an unknown kind,
            or not the file whose hash the store records.
    """
    texts: dict[str, SourceText] = {}
    errors: list[ThemeloomError] = []
    for position, source in enumerate(study.sources):
        path = project.raw / source.file
        if not source.file or (source.access is Access.RESTRICTED and not path.exists()):
            continue
        try:
            texts[source.id] = _read(project, source, path)
        except ThemeloomError as error:
            errors.append(error if error.line else _placed(error, located, position))
    raise_all(errors)
    return Corpus(texts)


def _read(project: Project, source: Source, path: Path) -> SourceText:
    named = project.named(path)
    if not path.resolve().is_relative_to(project.raw.resolve()):
        raise ThemeloomError(
            f'the file of source "{source.id}" lies outside data-raw/: {source.file}',
            "copy it into data-raw/ and name it from there",
        )
    if path.suffix.lower() not in _PLAIN:
        raise ThemeloomError(
            f'the source "{source.id}" is a {path.suffix or "file without ending"}: {source.file}',
            "save it as plain text (.txt or .md, UTF-8)",
        )
    if not path.is_file() and path.parent.is_dir():
        raise ThemeloomError(
            f"the file {named} is missing",
            did_you_mean(path.name, (item.name for item in path.parent.iterdir())),
        )
    data = read_bytes(path, named)
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and digest != source.sha256:
        raise ThemeloomError(
            f"{named} is not the file that the store records: its SHA-256 is {digest}",
            "put the original back (git checkout), or record the new hash if the change is meant",
        )
    return SourceText(source.id, named, decode(data, named), digest)


def _placed(error: ThemeloomError, located: Located, position: int) -> ThemeloomError:
    """The same error at the line of the store that asked for the file."""
    return located.error(("sources", position, "file"), error.message, error.hint)
