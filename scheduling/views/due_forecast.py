"""What falls due in each of the next twelve months, kind by kind: how much work is coming."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.doors import address_for
from safety.models import DueItem
from safety.rules.dates import add_months
from scheduling.rules.due_groups import OVERDUE
from scheduling.rules.due_skills import Skill, skill_of
from scheduling.views.forecast_chart import chart_of

MONTHS = 12
LATE = date.min.replace(year=1900)  # the column of all that is late already


@dataclass(frozen=True)
class Cell:
    """How many items of a kind fall due in a month, and where they are listed."""

    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """One kind of due item over the months."""

    label: str
    is_ours: bool
    cells: list[Cell]
    total: int


@requires(Permission.SEE_DUE)
@require_safe
def due_forecast(request: StaffRequest) -> HttpResponse:
    """Count what is open now by the month in which it falls due."""
    today = clock.today()
    first = today.replace(day=1)
    months = [add_months(first, number) for number in range(MONTHS)]
    columns = [LATE, *months]
    counts = _counts(request, today, add_months(first, MONTHS))
    lines = []
    for kind in DueItem.Kind:
        if not any(counts[kind.value, month] for month in columns):
            continue
        cells = [Cell(counts[kind.value, m], _url(request, kind.value, m)) for m in columns]
        is_ours = DueItem(kind=kind.value).is_ours
        total = sum(cell.count for cell in cells)
        lines.append(Line(str(kind.label), is_ours, cells, total))
    totals = [sum(line.cells[at].count for line in lines) for at in range(len(columns))]
    by_skill: Counter[tuple[Skill, date]] = Counter()
    for (name, month), count in counts.items():
        by_skill[skill_of(name), month] += count
    page = {
        "chart": chart_of(by_skill, months, columns),
        "months": months,
        "lines": lines,
        "totals": totals,
        "most": max(totals[1:], default=0),
        "total": sum(totals),
    }
    return render(request, "scheduling/due_forecast.html", page)


def _counts(request: StaffRequest, today: date, until: date) -> Counter[tuple[str, date]]:
    rows = (
        DueItem.objects.for_staff(request.user)
        .standing(today)
        .filter(due_date__lt=until)
        .order_by()
        .annotate(is_late=Q(due_date__lt=today), month=TruncMonth("due_date"))
        .values_list("kind", "is_late", "month")
        .annotate(Count("pk"))
    )
    counts: Counter[tuple[str, date]] = Counter()
    for kind, is_late, month, count in rows:
        counts[kind, LATE if is_late else month] += count
    return counts


def _url(request: StaffRequest, kind: str, month: date) -> str:
    query = {"kind": kind}
    query |= {"group": OVERDUE} if month == LATE else {"month": f"{month:%Y-%m}"}
    return address_for(request.user, "due-list", query=query)
