"""What a study says of findings: a kind that it lowers, a single one that it accepts."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

_Reason = Annotated[str, Meta(pattern=r"\S", description="why this is right for this study")]


class CheckChoice(Struct, frozen=True, kw_only=True):
    """A kind of finding that the study lowers or silences, and why a reviewer may accept that."""

    severity: Literal["warning", "note", "off"] | bool
    reason: _Reason

    def __post_init__(self) -> None:
        """Refuse what YAML makes of a bare `on` or `yes`."""
        if self.severity is True:
            raise ValueError("severity: write warning, note or off")

    @property
    def chosen(self) -> str:
        """The severity as a word; YAML takes a bare `off` for false."""
        return str(self.severity) if self.severity else "off"


class Accepted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A single finding that the study accepts, by its place and its words.

    `words` is the hash that `themeloom check` gives with the finding: where the words change,
    it is accepted no longer. `by` names who accepts it.
    """

    kind: str
    file: str
    words: Annotated[str, Meta(pattern=r"^[0-9a-f]{12}$")]
    reason: _Reason
    by: Annotated[str, Meta(pattern=r"\S")]
