"""Random cases in the words of the input file, for the oracle and the properties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Case = dict[str, Any]
AGENTS = ("dimethylformamide", "benzene", "vinyl-chloride", "cotton-dusts", "noise", "toluene")
PROCESSES = ("도장", "세척")
FIRST, LAST = date(2021, 1, 1), date(2027, 12, 31)

days = st.dates(FIRST, LAST).map(date.isoformat)
todays = st.dates(date(2024, 1, 1), LAST).map(date.isoformat)
agents = st.sampled_from(AGENTS)
kinds = st.sampled_from(["SPECIAL", "SPECIAL", "ON_DEMAND", "ORDERED", "GENERAL", "PRE_PLACEMENT"])
codes = st.sampled_from(["A", "C1", "C2", "D1", "D2", "R", "U"])


@st.composite
def exposures(draw: st.DrawFn) -> Case:
    placed = draw(st.dates(FIRST, LAST))
    lasts = draw(st.none() | st.integers(0, 900))
    row: Case = {
        "hazard": draw(agents),
        "process": draw(st.sampled_from(PROCESSES)),
        "placed_date": placed.isoformat(),
    }
    if lasts is not None:
        row["ended_date"] = (placed + timedelta(days=lasts)).isoformat()
    return row


@st.composite
def exams(draw: st.DrawFn, among: st.SearchStrategy[str] = agents) -> Case:
    covered = draw(st.lists(among, min_size=1, max_size=3, unique=True))
    results = [
        {
            "hazard": agent,
            "code": draw(codes),
            "doctor_shortens": draw(st.booleans()),
            "shortening_unnecessary": draw(st.booleans()),
        }
        for agent in covered
    ]
    return {"kind": draw(kinds), "date": draw(days), "hazards": covered, "results": results}


measurements = st.fixed_dictionaries(
    {
        "hazard": agents,
        "process": st.sampled_from(PROCESSES),
        "date": days,
        "over_limit": st.booleans(),
    }
)
findings = st.fixed_dictionaries(
    {
        "hazard": agents,
        "process": st.sampled_from(PROCESSES),
        "date": days,
        "kind": kinds,
        "code": codes,
        "shortening_unnecessary": st.booleans(),
    }
)
cases = st.fixed_dictionaries(
    {
        "today": todays,
        "exposures": st.lists(exposures(), min_size=1, max_size=4),
        "exams": st.lists(exams(), max_size=6),
        "measurements": st.lists(measurements, max_size=3),
        "coworker_findings": st.lists(findings, max_size=3),
    }
)
