"""Which van fits where: its height and length against what the site card tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Of a van, or of the room for one; nothing stands for what nobody measured."""

    height_cm: int | None = None
    length_cm: int | None = None

    def __bool__(self) -> bool:
        return self.height_cm is not None or self.length_cm is not None


def fits(van: Size, room: Size) -> bool:
    """Tell whether nothing that was measured stands against the van."""
    return _is_within(van.height_cm, room.height_cm) and _is_within(van.length_cm, room.length_cm)


def _is_within(needed: int | None, given: int | None) -> bool:
    return needed is None or given is None or needed <= given
