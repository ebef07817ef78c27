"""Joining a worker's exposures to one agent: cycles run per worker and agent, not per process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Days with an exposure; `ended` is the first day without it."""

    placed: date
    ended: date | None = None


def current_span(spans: Iterable[Span], *, on: date) -> Span | None:
    """
    Return the unbroken exposure that holds on a day or comes next, None when all have ended.

    A move to another process with the same agent does not start a new first exam; hence
    spans that overlap or touch, a gap of one day included, are one.
    """
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.placed):
        previous = joined[-1] if joined else None
        if previous and _touch(previous, span):
            joined[-1] = Span(previous.placed, _later(previous.ended, span.ended))
        else:
            joined.append(span)
    return next((span for span in joined if span.ended is None or span.ended > on), None)


def _touch(earlier: Span, later: Span) -> bool:
    return earlier.ended is None or later.placed <= earlier.ended + timedelta(days=1)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
