"""Those who would be called by a person's name in what is written: asked about before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.checking.personal import Looks, is_head_of_names, looks
from themeloom.core.errors import ThemeloomError
from themeloom.core.text import some_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.checking.context import Context


@dataclass(frozen=True)
class Called:
    """What people are called, where it looks like a name and the study does not say otherwise.

    Args:
        names: what looks like one.
        perhaps: what may be one, or a pseudonym.
    """

    names: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        """What is said of them."""
        for one in self.names:
            yield f"“{one}” looks like a person's name"
        if self.perhaps:
            said = some_of([f"“{one}”" for one in self.perhaps])
            yield f"pseudonyms, or names? {said}; names are replaced by --names KEY"

    @property
    def errors(self) -> list[ThemeloomError]:
        """That names are not written, if there are any."""
        if not self.names:
            return []
        said = some_of([f"“{one}”" for one in self.names])
        return [
            ThemeloomError(
                f"people's names would stand in texts, ids and participants: {said}",
                "replace them: --names KEY, a table outside the project with the columns name, "
                "forms, replacement; if they are nobody's names: --pseudonyms, which records them "
                "in study.yml under settings: identity: public",
            )
        ]


def called(context: Context, labels: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Called:
    """What looks like people's names, but for what is public or a pseudonym.

    Args:
        context: the study.
        labels: what people are called.
        rows: a table, its heads first; in a column of names a single word is one as well.
    """
    sure = [one for one in labels if looks(one) is Looks.NAME]
    columns = [at for at, head in enumerate(rows[0]) if is_head_of_names(head)] if rows else []
    sure += [row[at] for row in rows[1:] for at in columns if looks(row[at])]
    perhaps = [one for one in labels if looks(one) is Looks.MAYBE and one not in sure]
    asked = (
        tuple(one for one in dict.fromkeys(some) if one.casefold() not in context.public)
        for some in (sure, perhaps)
    )
    return Called(*asked)
