"""The words that owners would read, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from outreach.actions.links import url_of
from outreach.actions.message_bodies import body_of
from outreach.models import Centre, Contact, Language, Link, Message, Workplace
from scheduling.models import Visit

CUT = "…"  # in place of the address of the link, which is the owner's alone


@dataclass(frozen=True)
class Draft:
    """One text as its reader would see it."""

    contact: Contact
    body: str


def draft(
    *,
    visit: Visit,
    contact: Contact,
    event: Literal["MOVED", "CANCELLED"],
    starts_at: datetime,
) -> Draft:
    """Write the news about a visit to somebody who knows of it."""
    body = _body(visit.centre, f"visit_{event.lower()}", contact.language, starts_at, visit.link)
    return Draft(contact, body)


def drafts_of_booking(*, workplace: Workplace, starts_at: datetime) -> list[Draft]:
    """Write the news of a new visit to everybody whom a text reaches."""
    link = Link(id=UUID(int=0), centre=workplace.centre, purpose=Link.Purpose.VISIT)
    return [
        Draft(contact, _body(workplace.centre, "visit_booked", contact.language, starts_at, link))
        for contact in Contact.objects.filter(workplace=workplace).textable()
    ]


def _body(
    centre: Centre, template: str, language: str, starts_at: datetime, link: Link | None
) -> str:
    message = Message(
        centre=centre,
        template=template,
        context={"starts_at": starts_at.isoformat()},
        language=language or Language.KO,
        link=link,
    )
    body = body_of(message)
    return body.replace(url_of(link), CUT) if link is not None else body
