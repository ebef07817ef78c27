"""What the upper layer remembers."""

from __future__ import annotations

from scheduling.models.attendance import Attendance
from scheduling.models.driving_time import DrivingTimes
from scheduling.models.feed import CalendarEvent, CalendarFeed
from scheduling.models.merge_record import MergeRecord
from scheduling.models.offer import Offer, OfferSlot
from scheduling.models.plan import Plan, PlanStop
from scheduling.models.reminder import Reminder
from scheduling.models.reservation import Reservation
from scheduling.models.team import Equipment, Shift, Skill, Team, Vehicle
from scheduling.models.training_class import Enrolment, TrainingClass, Venue
from scheduling.models.visit import OwnerAnswer, Visit, VisitLock

__all__ = [
    "Attendance",
    "CalendarEvent",
    "CalendarFeed",
    "DrivingTimes",
    "Enrolment",
    "Equipment",
    "MergeRecord",
    "Offer",
    "OfferSlot",
    "OwnerAnswer",
    "Plan",
    "PlanStop",
    "Reminder",
    "Reservation",
    "Shift",
    "Skill",
    "Team",
    "TrainingClass",
    "Vehicle",
    "Venue",
    "Visit",
    "VisitLock",
]
