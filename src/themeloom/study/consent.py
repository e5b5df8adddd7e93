"""What a participant consented to."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - read when the store is loaded

from themeloom.study.noun import Noun


class Consent(Noun, frozen=True, kw_only=True):
    """What a participant consented to; what is not given was not recorded.

    `quote` is whether their words may be quoted at all, `verbatim` whether word for word,
    `public` whether in public, `until` the last day on which they may be (2027-12-31).
    """

    quote: bool | None = None
    verbatim: bool | None = None
    public: bool | None = None
    until: dt.date | None = None

    def covers(self, today: dt.date) -> bool:
        """Whether a quotation, which is word for word and in public, is within it on a day."""
        refused = False in (self.quote, self.verbatim, self.public)
        return not refused and (self.until is None or today <= self.until)
