from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from safety.models import DueItem, Examination
from safety.rules.fulfilment import fulfils


def close_examined(examined: Sequence[tuple[Examination, Sequence[str]]], *, now: datetime) -> None:
    """Close what was due for the agents of special exams, in one query (시행규칙 제202조)."""
    held: defaultdict[tuple[int, str], list[Examination]] = defaultdict(list)
    for exam, hazards in examined:
        if exam.kind == Examination.Kind.SPECIAL:
            for hazard in hazards:
                held[exam.worker_id, hazard].append(exam)
    items = DueItem.objects.open().filter(
        kind=DueItem.Kind.SPECIAL_EXAM, worker__in={worker for worker, _hazard in held}
    )
    done = []
    for item in items.select_related("why"):
        exams = held.get((item.worker_id or 0, item.hazard), [])
        by = next((one for one in exams if fulfils(item.basis, held=one.exam_date)), None)
        if by is not None:
            item.closed_at, item.closed_as, item.examination = now, DueItem.Closed.DONE, by
            done.append(item)
    DueItem.objects.bulk_update(done, ["closed_at", "closed_as", "examination"], batch_size=100)
