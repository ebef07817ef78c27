"""How warm a search is: cycles of cooling, each followed by a choice of remembered days."""

from __future__ import annotations

HOT, COLD = 60.0, 0.5  # minutes a plan may get worse by, about, at the beginning and at the end
WARM, COOL = 32.0, 3.0  # the same for a cycle that begins with a plan chosen anew
CYCLES, LAST_ENDS = 6, 0.95  # the rest cools what was chosen last


class Cooling:
    """The temperatures of one search, by the share of it that is done."""

    def __init__(self, cycles: int) -> None:
        self.cycles, self.begun = cycles, 1
        self.begins, self.ends = 0.0, LAST_ENDS / cycles
        self.hot, self.cold = HOT, COOL if cycles > 1 else COLD

    def at(self, share: float) -> float:
        """Return the temperature at this share."""
        part = (share - self.begins) / (self.ends - self.begins)
        return float(self.hot * (self.cold / self.hot) ** min(1.0, max(0.0, part)))

    def turns(self, share: float) -> bool:
        """Say whether a cycle ends here, after which days are to be chosen."""
        return self.begun <= self.cycles and share >= self.ends

    def begin_next(self, share: float) -> None:
        """Begin the next cycle at this share: the choice of days may have taken some."""
        self.begun += 1
        self.begins, self.hot, self.cold = share, WARM, COOL
        left = self.cycles - self.begun + 1
        if left > 0:
            self.ends = share + max(1e-3, (LAST_ENDS - share) / left)
        else:
            self.hot, self.cold, self.ends = COOL, COLD, max(1.0, share + 1e-3)
