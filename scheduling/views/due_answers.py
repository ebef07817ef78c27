"""Why an item is due on its day, as JSON: what the page says, for a machine."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.models import DueItem
from safety.rules.cases.written import agent, why
from safety.rules.stored import stored
from safety.rules.words import Language
from safety.templatetags.why import told_to


@requires(Permission.SEE_DUE)
@require_safe
def due_why_json(request: StaffRequest, pk: int) -> JsonResponse:
    """Answer with the facts, the rule, the article and the arithmetic of a date."""
    item = get_object_or_404(DueItem.objects.for_staff(request.user).select_related("why"), pk=pk)
    sees_findings = bool(request.user.sees_findings)
    answer: dict[str, Any] = {
        "kind": item.kind,
        **agent(item.hazard),
        "status": item.status,
        "due_date": item.due_date,
        "overdue_days": max((clock.today() - item.due_date).days, 0),
        "put_off_until": item.put_off_until,
        "waived": item.waived,
        "moves": list(item.moves.order_by("pk").values("old_date", "new_date", "moved_at")),
    }
    basis = told_to(item.basis, sees_findings=sees_findings)
    if basis is None:
        answer["hidden"] = {
            Language.KO.value: "검진 결과를 볼 수 있는 사람만 이유를 볼 수 있습니다.",
            Language.EN.value: "Only whoever may see exam results can read the reason.",
        }
    else:
        answer |= why(stored(basis))
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
