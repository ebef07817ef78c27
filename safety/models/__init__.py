"""What the middle layer remembers."""

from __future__ import annotations

from safety.models.certificate import Certificate, CertificateSerial
from safety.models.claim import Claim, ClaimLine, Payment
from safety.models.completion import Completion
from safety.models.consultation import Consultation
from safety.models.course import Course
from safety.models.due_basis import DueBasis
from safety.models.due_check import DueCheck
from safety.models.due_decision import DueDecision, DueMove
from safety.models.due_event import DueEvent
from safety.models.due_item import DueItem
from safety.models.due_setting import DueSetting
from safety.models.examination import Examination, ExaminationResult, ExamInstitution
from safety.models.exposure import Exposure
from safety.models.first_due import FirstDue
from safety.models.measurement import Measurement
from safety.models.programme import Application, Programme, ProgrammeRate
from safety.models.still_here import StillHere

__all__ = [
    "Application",
    "Certificate",
    "CertificateSerial",
    "Claim",
    "ClaimLine",
    "Completion",
    "Consultation",
    "Course",
    "DueBasis",
    "DueCheck",
    "DueDecision",
    "DueEvent",
    "DueItem",
    "DueMove",
    "DueSetting",
    "ExamInstitution",
    "Examination",
    "ExaminationResult",
    "Exposure",
    "FirstDue",
    "Measurement",
    "Payment",
    "Programme",
    "ProgrammeRate",
    "StillHere",
]
