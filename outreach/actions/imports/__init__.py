"""Taking in a list: look at what it would change, then do it, leave it, or take it back."""

from __future__ import annotations

from outreach.actions.imports.chosen_headings import (
    ContentGone,
    UnknownSheet,
    first_rows,
    sheets_read_from,
)
from outreach.actions.imports.corrections import BadCorrection
from outreach.actions.imports.deciding import AlreadyDecided, NumberTaken, WhichOne, decide
from outreach.actions.imports.kinds import Hindrance, Kind, kind_of
from outreach.actions.imports.leases import BeingWorkedOn
from outreach.actions.imports.reading import compare_rows
from outreach.actions.imports.steps import (
    FileFinished,
    NothingToCancel,
    NotTakenIn,
    SomethingHangsOnIt,
    cancel,
    discard,
    hindrances,
    receive,
    remap,
    start_commit,
    start_undo,
)
from outreach.actions.imports.working import sweep, work

__all__ = [
    "AlreadyDecided",
    "BadCorrection",
    "BeingWorkedOn",
    "ContentGone",
    "FileFinished",
    "Hindrance",
    "Kind",
    "NotTakenIn",
    "NothingToCancel",
    "NumberTaken",
    "SomethingHangsOnIt",
    "UnknownSheet",
    "WhichOne",
    "cancel",
    "compare_rows",
    "decide",
    "discard",
    "first_rows",
    "hindrances",
    "kind_of",
    "receive",
    "remap",
    "sheets_read_from",
    "start_commit",
    "start_undo",
    "sweep",
    "work",
]
