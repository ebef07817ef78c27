"""What is kept of a roster's row with the preview: its facts, and its findings sealed."""

from __future__ import annotations

from typing import Any, cast

from safety.actions.rosters.sealed import seal, unseal
from safety.rosters.rows import Findings, RosterFacts, RosterLine

FINDINGS = "_findings"  # no report shows what begins so
WORKPLACE = "workplace_id"


def kept(line: RosterLine) -> dict[str, Any]:
    """Return a row as it is kept and reported; nobody can read its findings there."""
    return {**line.facts, WORKPLACE: None, FINDINGS: seal(line.findings)}


def facts_of(canonical: dict[str, Any]) -> RosterFacts:
    """Return the facts of a kept row."""
    return cast(RosterFacts, canonical)


def findings_of(canonical: dict[str, Any]) -> Findings:
    """Return the results that came with a row, for the transaction that records them."""
    return unseal(canonical.get(FINDINGS) or "")


def without_findings(canonical: dict[str, Any]) -> dict[str, Any]:
    """Return a kept row whose results are recorded, or never will be."""
    return {**canonical, FINDINGS: ""}
