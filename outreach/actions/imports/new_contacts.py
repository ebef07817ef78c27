"""The telephones that a row brings, each recognised for what it is."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from outreach.actions.imports.facts import Canonical, numbers_of
from outreach.models import Contact

OWNER, LINE = Contact.Role.OWNER.value, Contact.Role.LINE.value


class NewContact(NamedTuple):
    """A contact of a workplace, in the columns of the table."""

    role: str
    name: str
    phone: str
    phone_as_given: str
    line_kind: str
    is_textable: bool
    is_primary: bool


def new_contacts(
    canonical: Canonical, *, only: Container[str] | None = None, has_first: bool = False
) -> Iterator[NewContact]:
    """
    Yield a contact for each number of a row, or for those in `only`.

    A mobile number is the owner's, who goes by the representative's name; the first that a text
    reaches is the first to contact. Any other number is a telephone on record without a name.
    """
    phones = {phone["e164"]: phone for phone in reversed(canonical["phones"])}
    for number in numbers_of(canonical):
        if only is not None and number not in only:
            continue
        phone = phones[number]
        is_first = phone["is_textable"] and not has_first
        has_first = has_first or is_first
        yield NewContact(
            role=OWNER if is_first else LINE,
            name=canonical["representative_name"] if is_first else "",
            phone=number,
            phone_as_given=phone["national"],
            line_kind=phone["kind"],
            is_textable=phone["is_textable"],
            is_primary=is_first,
        )
