"""What a date phrase is read against: publication, tense, and a day named before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from talion.coding.date_spans import Span
from talion.records import When

Parts = Mapping[str, str]


class OpenError(Exception):
    """A phrase that names no day without a publication date, an anchor or the future tense."""


@dataclass(frozen=True, slots=True)
class Now:
    """What a phrase is read against: publication, tense, and a day named before."""

    published: dt.date | None
    future: bool = False
    anchor: When | None = None

    @property
    def day(self) -> dt.date:
        """The day of publication."""
        if self.published is None:
            raise OpenError
        return self.published

    def clip(self, span: Span) -> Span:
        """Return *span* cut at publication: past things end there, future ones begin."""
        if self.published is None:
            return span
        return span.from_(self.published) if self.future else span.until(self.published)

    def nearest(self, in_year: Callable[[int], Span]) -> Span:
        """Return the last such span begun by publication, or in future the next one to end."""
        step = 1 if self.future else -1
        # Nine years: the 29th of February may be eight years away.
        for year in range(self.day.year - step, self.day.year + 9 * step, step):
            try:
                span = in_year(year)
            except ValueError:
                continue
            if (span.end >= self.day) if self.future else (span.start <= self.day):
                return self.clip(span)
        raise OpenError

    @property
    def known(self) -> Span:
        """The day named before, as a span."""
        if self.anchor is None or self.anchor.start is None or self.anchor.end is None:
            raise OpenError
        return Span(self.anchor.start, self.anchor.end, self.anchor.precision)
