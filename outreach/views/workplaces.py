"""The centre's workplaces: filters with counts, sorting, and who has to be telephoned."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.finding.facets import columns_for, orders_for
from outreach.finding.filters import Filter
from outreach.finding.lines import lines
from outreach.finding.rows import found, page_of
from outreach.models import Workplace
from outreach.views.finding import PAGE, is_canonical, search
from outreach.views.saved_filters import offered

PER_PAGE = 50
TO_BE_TELEPHONED = ("voice", "none")


@requires(Permission.SEE_WORKPLACES)
@require_safe
def workplace_list(request: StaffRequest) -> HttpResponse:
    """List the workplaces that somebody looks for; htmx gets the rows and counts alone."""
    wanted = Filter.from_query(request.GET, request.user)
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    address = f"{request.path}?{wanted.query_string}".rstrip("?")
    if not is_fragment and not is_canonical(request.GET, wanted):
        return redirect(address)  # one state has one address
    today = clock.today()
    result = search(request.user, wanted, today)
    rows = found(asker=request.user, wanted=wanted, today=today)
    paginator = Paginator(range(result.total), PER_PAGE)  # counted already
    page = paginator.get_page(request.GET.get(PAGE))
    first = (page.number - 1) * PER_PAGE
    phones = result.counts.get("phone", {})
    orders = orders_for(request.user)
    context = {
        "search": result,
        "wanted": wanted,
        "page": page,
        "lines": lines(
            page_of(
                rows, asker=request.user, wanted=wanted, today=today, first=first, size=PER_PAGE
            ),
            request.user,
        ),
        "columns": columns_for(request.user),
        "orders": orders,
        "order": wanted.order or orders[0].name,
        "to_be_telephoned": sum(phones.get(value, 0) for value in TO_BE_TELEPHONED),
        "telephone_query": wanted.with_values("phone", TO_BE_TELEPHONED).query_string,
        "everything_query": Filter(order=wanted.order).query_string,
        "has_any": result.total or Workplace.objects.for_staff(request.user).exists(),
        "is_fragment": is_fragment,
        **({} if is_fragment else offered(request.user, wanted)),
    }
    name = "outreach/_workplace_found.html" if is_fragment else "outreach/workplace_list.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if is_fragment:
        response["HX-Push-Url"] = _with_page(address, request)
    return response


def _with_page(address: str, request: StaffRequest) -> str:
    page = request.GET.get(PAGE, "")
    if not page.isdecimal() or page == "1":
        return address
    return f"{address}{'&' if '?' in address else '?'}{PAGE}={page}"
