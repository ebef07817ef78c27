"""What becomes of a text, and who carries it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """The states of reliability.md section 4; a text in doubt is never sent again blindly."""

    PLANNED = "PLANNED", _("planned")
    CLAIMED = "CLAIMED", _("being sent")
    ACCEPTED = "ACCEPTED", _("sent")
    REFUSED = "REFUSED", _("refused")
    RETRY_LATER = "RETRY_LATER", _("will be tried again")
    DOUBT = "DOUBT", _("in doubt")
    FOUND = "FOUND", _("sent, found again")
    ABSENT = "ABSENT", _("not sent, to be sent again")
    UNCERTAIN = "UNCERTAIN", _("uncertain")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")
    TOO_LATE = "TOO_LATE", _("not sent, too late")


WAITING = (MessageState.PLANNED, MessageState.RETRY_LATER, MessageState.ABSENT)
# Handed over, or perhaps: it can no longer be held back, but it need not go a second time.
UNDER_WAY = (MessageState.CLAIMED, MessageState.DOUBT)
SENT = (MessageState.ACCEPTED, MessageState.FOUND)
# Perhaps with its recipient, whatever the provider's list says.
IN_QUESTION = (MessageState.DOUBT, MessageState.UNCERTAIN)
STOPPABLE = (*WAITING, *UNDER_WAY, MessageState.UNCERTAIN)
NEEDS_STAFF = (
    MessageState.REFUSED,
    MessageState.DOUBT,
    MessageState.UNCERTAIN,
    MessageState.TOO_LATE,
)


class Channel(models.TextChoices):
    """Who carries a text; kept with it, so that a doubt is looked up where it arose."""

    TWILIO = "TWILIO", _("Twilio")
    DOMESTIC = "DOMESTIC", _("a Korean provider")
    EMAIL = "EMAIL", _("e-mail")
