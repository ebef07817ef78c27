"""A centre's own words for its texts: looked at, refused with the reason, kept as a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from outreach.actions.message_bodies import NotSendable, UnknownWord, body_in
from outreach.actions.message_lists import DATES, Date, as_context
from outreach.actions.message_templates import OWN, Words, built_in, current_words
from outreach.models import Centre, Language, Link, Message, Staff, Wording
from outreach.models.message import WAITING
from outreach.rules.placeholders import UnknownPlaceholder
from outreach.rules.sms_text import Measure, SmsKind, measure
from outreach.rules.wordings import Found, faults

SAMPLE = 200  # of the texts of this kind that were really planned, the longest is shown
MONTH = timedelta(days=30)


class CannotBeUsed(Exception):
    """The words have faults; the page names them."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = tuple(found)
        super().__init__(_("These words cannot be used yet."))


class NoFreeRefusal(Exception):
    """Advertising needs a number by which refusing costs nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("Advertising needs a free number for refusals (080). Please enter it first.")
        )


class NothingNew(Exception):
    """The words are those in force."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was changed."))


@dataclass(frozen=True)
class Preview:
    """A text as a telephone shows it, at its longest, and what it costs."""

    body: str
    measure: Measure
    recipients: int  # who got a text of this kind in the last thirty days

    @property
    def characters(self) -> int:
        """How many signs it has."""
        return len(self.body)

    @property
    def won(self) -> int:
        """What as many texts as in the last thirty days would cost."""
        return self.measure.segments * settings.SMS_SEGMENT_WON * self.recipients

    @property
    def won_each(self) -> int:
        """What one text costs."""
        return self.measure.segments * settings.SMS_SEGMENT_WON

    @property
    def is_too_long(self) -> bool:
        """Whether no carrier takes it."""
        return self.measure.kind == SmsKind.TOO_LONG


def faults_of(*, key: str, body: str, language: Language) -> tuple[Found, ...]:
    """Return what is wrong with words for one kind of text."""
    first = built_in(key)
    return faults(
        body,
        is_korean=language == Language.KO,
        allowed=first.places,
        required=_needed(first, language),
    )


def preview(
    *, centre: Centre, key: str, words: Words, language: Language, now: datetime
) -> Preview:
    """Show words filled with the longest that this centre has really said, or would say."""
    past = Message.objects.filter(centre=centre, template=key).select_related("centre", "link")
    found = list(past.order_by("-pk")[:SAMPLE]) or [_made_up(centre, key, now)]
    bodies = [body for message in found if (body := _body(message, words, language))]
    body = max(bodies, key=lambda one: measure(one).bytes, default="")
    recipients = past.filter(due_at__gt=now - MONTH).count()
    return Preview(body, measure(body), recipients)


@transaction.atomic
def write_words(
    *,
    centre: Centre,
    key: str,
    body_ko: str,
    body_en: str,
    is_advertising: bool,
    staff: Staff,
    now: datetime,
) -> Wording:
    """
    Use these words from now on, also for texts that wait; what has left stays as it was read.

    Texts that wait are left as they are when the words become advertising: nobody was asked.

    :raises CannotBeUsed: they have faults
    :raises NoFreeRefusal: advertising without a free number for refusals
    :raises NothingNew: they are those in force
    """
    Centre.objects.select_for_update().get(pk=centre.pk)
    bodies = {Language.KO: body_ko.strip(), Language.EN: body_en.strip()}
    found = [
        fault
        for language, body in bodies.items()
        for fault in faults_of(key=key, body=body, language=language)
    ]
    if found:
        raise CannotBeUsed(found)
    if is_advertising and not centre.refusal_number:
        raise NoFreeRefusal
    old = current_words(centre=centre, key=key)
    if (old.ko, old.en, old.is_advertising) == (*bodies.values(), is_advertising):
        raise NothingNew
    last = Wording.objects.filter(centre=centre, template=key).aggregate(last=Max("version"))
    wording = Wording.objects.create(
        centre=centre,
        template=key,
        version=(last["last"] or OWN) + 1,
        body_ko=bodies[Language.KO],
        body_en=bodies[Language.EN],
        is_advertising=is_advertising,
        made_at=now,
        made_by=staff,
    )
    if not is_advertising:
        waiting = Message.objects.filter(centre=centre, template=key, state__in=WAITING)
        waiting.update(words_version=wording.version)
    return wording


def _needed(first: Words, language: Language) -> frozenset[str]:
    """Return the places that may not go: who writes, whom to call, the link, the moment."""
    own = Words(first.version, first.in_language(language), "").places
    return own & {"centre", "callback", "link", "day", "time", "list"}


def _made_up(centre: Centre, key: str, now: datetime) -> Message:
    """Return a text of this kind as none was sent yet, as long as it gets."""
    places, context = built_in(key).places, {}
    at = now.replace(month=12, day=30, hour=14, minute=0)
    if places & {"day", "time"}:
        context["starts_at"] = at.isoformat()
    if "list" in places:
        context[DATES] = as_context(Date(at + timedelta(days=n), "class") for n in range(5))
    if "place" in places:
        context["place"] = "소공인복합지원센터 공동교육장 7층 대회의실"
    return Message(centre=centre, template=key, context=context, link=_a_link(centre, places))


def _a_link(centre: Centre, places: frozenset[str]) -> Link | None:
    return Link(centre=centre, purpose=Link.Purpose.VISIT) if "link" in places else None


def _body(message: Message, words: Words, language: Language) -> str:
    message.language = language
    try:
        return body_in(message, words)
    except (UnknownPlaceholder, UnknownWord, NotSendable):
        return ""
