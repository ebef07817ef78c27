"""Results against the city's plan, on the page and as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, Role, requires
from outreach.asker import StaffRequest
from outreach.doors import address_for
from outreach.keeping import SECONDS
from outreach.models import Centre, Staff
from outreach.spreadsheet.writing import MIME, sheet_bytes
from scheduling.models.performance import OF_PERSONS, Figures, Indicator, figures_by_centre
from scheduling.rules.city_plan import target_of
from scheduling.rules.periods import (
    Period,
    month_of,
    neighbours,
    quarter_of,
    read_period,
    year_of,
)

MANY = 1_000  # of anything: fewer are counted anew each time
SMALL = 5  # fewer persons than this are not told to city hall
ROWS = {
    Indicator.VISITS: "week",
    Indicator.WORKPLACES: "workplace-list",
    Indicator.CERTIFICATES: "certificate-list",
    Indicator.CLAIMS: "application-list",
}


@dataclass(frozen=True)
class Cell:
    """A figure as the asking person may read it; a hidden one says only that it is small."""

    label: str
    figure: int
    is_hidden: bool = False

    @property
    def shown(self) -> str | int:
        """The figure, or that it is small."""
        return _("fewer than %(count)s") % {"count": SMALL} if self.is_hidden else self.figure


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of one centre: what was done, what the plan asks, where the rows are."""

    label: str
    cell: Cell
    target: int | None
    url: str

    @property
    def percent(self) -> int | None:
        """How much of the target is reached."""
        return self.cell.figure * 100 // self.target if self.target else None


@dataclass(frozen=True)
class CentreRow:
    """One centre's figures, in the order of the indicators."""

    centre: Centre
    cells: list[Cell]
    target: int | None


@requires(Permission.SEE_RESULTS)
@require_safe
def results(request: StaffRequest) -> HttpResponse:
    """Show what was done in a month, a quarter or a year."""
    period = _period(request)
    rows = _centre_rows(request.user, period)
    today = clock.today()
    before, after = neighbours(period)
    page = {
        "period": period,
        "before": before,
        "after": after,
        "choices": [month_of(today), quarter_of(today), year_of(today)],
        "indicators": Indicator.labels,
        "rows": rows,
        "totals": _totals(rows),
        "own": _indicator_rows(request.user, rows[0], period) if request.user.centre else None,
    }
    return render(request, "scheduling/results.html", page)


@requires(Permission.SEE_RESULTS)
@require_safe
def results_export(request: StaffRequest) -> HttpResponse:
    """Hand out the same figures as a sheet."""
    period = _period(request)
    rows = _centre_rows(request.user, period)
    title = _("Results %(period)s") % {"period": period.key}
    body = sheet_bytes(
        title=title,
        columns=[_("Centre"), *map(str, Indicator.labels)],
        rows=[[row.centre.name, *(cell.shown for cell in row.cells)] for row in rows],
    )
    headers = {"Content-Disposition": f'attachment; filename="results-{period.key}.xlsx"'}
    return HttpResponse(body, content_type=MIME, headers=headers)


def _period(request: StaffRequest) -> Period:
    return read_period(request.GET.get("period", "")) or month_of(clock.today())


def _centre_rows(staff: Staff, period: Period) -> list[CentreRow]:
    """City hall reads every centre, with small counts of persons hidden; others their own."""
    is_city = staff.role == Role.CITY
    centres: Iterable[Centre] = _all_centres() if is_city else filter(None, [staff.centre])
    found = _figures(period)
    return [_centre_row(centre, found.get(centre.pk, {}), period, is_city) for centre in centres]


def _figures(period: Period) -> dict[int, Figures]:
    """Count, or take what was counted within half a minute where there is a city's to count."""
    key = f"figures:{period.first}:{period.last}"
    found: dict[int, Figures] | None = cache.get(key)
    if found is None:
        found = figures_by_centre(first=period.first, last=period.last)
        if any(count >= MANY for figures in found.values() for count in figures.values()):
            cache.set(key, found, SECONDS)
    return found


def _all_centres() -> Iterable[Centre]:
    return Centre.objects.order_by("name")


def _centre_row(centre: Centre, figures: Figures, period: Period, hides_small: bool) -> CentreRow:
    cells = []
    for indicator in Indicator:
        figure = figures.get(indicator, 0)
        is_small = indicator in OF_PERSONS and 0 < figure < SMALL
        cells.append(Cell(str(indicator.label), figure, hides_small and is_small))
    target = target_of(
        Indicator.WORKPLACES, period=period, districts=len(centre.district_codes) or 1
    )
    return CentreRow(centre, cells, target)


def _totals(rows: Sequence[CentreRow]) -> list[tuple[str, str]]:
    """Add up what is shown; with something hidden the sum is a lower bound, or it would tell."""
    totals = []
    for column in zip(*(row.cells for row in rows), strict=True):
        total = sum(cell.figure for cell in column if not cell.is_hidden)
        words = f"{total:,}"
        if any(cell.is_hidden for cell in column):
            words = _("%(total)s or more") % {"total": words}
        totals.append((column[0].label, words))
    return totals


def _indicator_rows(staff: Staff, row: CentreRow, period: Period) -> list[IndicatorRow]:
    districts = len(row.centre.district_codes) or 1
    return [
        IndicatorRow(
            str(indicator.label),
            cell,
            target_of(indicator, period=period, districts=districts),
            address_for(staff, ROWS[indicator]) if indicator in ROWS else "",
        )
        for indicator, cell in zip(Indicator, row.cells, strict=True)
    ]
