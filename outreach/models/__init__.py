"""What the bottom layer remembers."""

from __future__ import annotations

from outreach.models.access_entry import AccessEntry
from outreach.models.among import Among
from outreach.models.call_turn import CallTurn
from outreach.models.centre import Centre
from outreach.models.closed_day import ClosedDay
from outreach.models.consent import Consent
from outreach.models.contact import Contact, Language
from outreach.models.contact_attempt import ContactAttempt
from outreach.models.demo_clock import DemoClock
from outreach.models.export import Export
from outreach.models.form_key import FormKey
from outreach.models.import_file import ImportFile
from outreach.models.import_mapping import ImportMapping
from outreach.models.import_row import ImportRow
from outreach.models.link import Link
from outreach.models.message import Channel, Message, MessageState
from outreach.models.message_attempt import MessageAttempt, MessageEvent
from outreach.models.message_decision import MessageDecision
from outreach.models.opt_out import OptOut
from outreach.models.reach import Reach
from outreach.models.relocation import Relocation
from outreach.models.reply import Reply
from outreach.models.saved_filter import FilterUse, SavedFilter
from outreach.models.search_entry import SearchEntry
from outreach.models.sending import (
    MassSend,
    SenderBeat,
    SenderPace,
    SendingStop,
    SendingTally,
)
from outreach.models.staff import Staff
from outreach.models.wording import Wording
from outreach.models.worker import Worker
from outreach.models.workplace import Workplace

__all__ = [
    "AccessEntry",
    "Among",
    "CallTurn",
    "Centre",
    "Channel",
    "ClosedDay",
    "Consent",
    "Contact",
    "ContactAttempt",
    "DemoClock",
    "Export",
    "FilterUse",
    "FormKey",
    "ImportFile",
    "ImportMapping",
    "ImportRow",
    "Language",
    "Link",
    "MassSend",
    "Message",
    "MessageAttempt",
    "MessageDecision",
    "MessageEvent",
    "MessageState",
    "OptOut",
    "Reach",
    "Relocation",
    "Reply",
    "SavedFilter",
    "SearchEntry",
    "SenderBeat",
    "SenderPace",
    "SendingStop",
    "SendingTally",
    "Staff",
    "Wording",
    "Worker",
    "Workplace",
]
